import type { ProblemEntry } from "./problem-entry.ts";

/** What the API answers about macros and saved views. */
export const LIST_PROBLEMS = {
  macro_invalid: {
    status: 422,
    en: "The macro cannot hold: {detail}.",
    fr: "La macro ne tient pas : {detail}.",
  },
  saved_full: {
    status: 409,
    en: "There are {detail} of these already, which is the most. Remove one that nobody uses.",
    fr: "Il y en a déjà {detail}, le maximum. Supprimez-en qui ne sert plus.",
  },
} as const satisfies Record<string, ProblemEntry>;
