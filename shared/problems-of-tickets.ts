import type { ProblemEntry } from "./problem-entry.ts";

/** What the API answers about tickets that are asked for, and calls. */
export const TICKET_PROBLEMS = {
  ticket_invalid: {
    status: 422,
    en: "The ticket cannot be opened so: {detail}.",
    fr: "Le ticket ne peut pas être ouvert ainsi : {detail}.",
  },
  channel_refused: {
    status: 422,
    en: "The contract does not take requests this way: {detail}.",
    fr: "Le contrat ne prend pas de demandes par cette voie : {detail}.",
  },
  call_invalid: {
    status: 422,
    en: "The call cannot be noted so: {detail}.",
    fr: "L'appel ne peut pas être noté ainsi : {detail}.",
  },
  intervention_needless: {
    status: 409,
    en: "No intervention can be proposed: {detail}.",
    fr: "Aucune intervention ne peut être proposée : {detail}.",
  },
} as const satisfies Record<string, ProblemEntry>;
