import type { ProblemEntry } from "./problem-entry.ts";

/** What the API answers about what holds alerts back, and what health tells of deadlines. */
export const NOISE_PROBLEMS = {
  window_invalid: {
    status: 422,
    en: "The maintenance window cannot hold: {detail}.",
    fr: "La fenêtre de maintenance ne tient pas : {detail}.",
  },
  dependency_invalid: {
    status: 422,
    en: "The dependency cannot hold: {detail}.",
    fr: "La dépendance ne tient pas : {detail}.",
  },
  acknowledgement_invalid: {
    status: 422,
    en: "The alert cannot be acknowledged so: {detail}.",
    fr: "L'alerte ne peut pas être acquittée ainsi : {detail}.",
  },
  deadline_set_aside: {
    en: "What is due of {count} rows failed and is tried less and less often, such as {what} {id}. Look at the log.",
    fr: "Ce qui est dû pour {count} lignes a échoué et est réessayé de moins en moins souvent, comme {what} {id}. Voyez le journal.",
  },
} as const satisfies Record<string, ProblemEntry>;
