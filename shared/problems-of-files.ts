import type { ProblemEntry } from "./problem-entry.ts";

/** What is wrong with a row of a file that is imported. */
export const FILE_PROBLEMS = {
  csv_row_malformed: {
    en: "The row does not have the form of the others: {detail}.",
    fr: "La ligne n'a pas la forme des autres : {detail}.",
  },
  csv_value_missing: {
    en: "A value is missing: {detail}.",
    fr: "Une valeur manque : {detail}.",
  },
  csv_value_invalid: {
    en: "A value cannot be: {detail}.",
    fr: "Une valeur ne convient pas : {detail}.",
  },
  csv_reference_unknown: {
    en: "Nothing has this reference: {detail}.",
    fr: "Rien ne porte cette référence : {detail}.",
  },
  csv_match_ambiguous: {
    en: "Several could be meant: {detail}.",
    fr: "Plusieurs peuvent être désignés : {detail}.",
  },
  csv_row_repeated: {
    en: "Another row says the same thing's values: {detail}.",
    fr: "Une autre ligne donne les valeurs du même objet : {detail}.",
  },
} as const satisfies Record<string, ProblemEntry>;
