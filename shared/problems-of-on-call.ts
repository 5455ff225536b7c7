import type { ProblemEntry } from "./problem-entry.ts";

/** What the API answers about who is on call, and who is woken. */
export const ON_CALL_PROBLEMS = {
  rota_invalid: {
    status: 422,
    en: "The rota cannot hold: {detail}.",
    fr: "Le tour d'astreinte ne tient pas : {detail}.",
  },
  rota_used: {
    status: 409,
    en: "An escalation policy wakes whoever is on call by this rota: {detail}. Change that policy first.",
    fr: "Une règle d'escalade réveille la personne d'astreinte de ce tour : {detail}. Modifiez d'abord cette règle.",
  },
  escalation_policy_invalid: {
    status: 422,
    en: "The escalation policy cannot hold: {detail}.",
    fr: "La règle d'escalade ne tient pas : {detail}.",
  },
} as const satisfies Record<string, ProblemEntry>;
