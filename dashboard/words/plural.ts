import type { Language } from "@vigie/shared/problems.ts";

/** The forms of a counted word. French has `many` (1 000 000 de ...); without it, `other` serves. */
type Forms = { readonly one: string; readonly many?: string; readonly other: string };

/** "3 tickets": the number as written, then the form that its language wants for it. */
export function createPlural(language: Language) {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count: number, forms: Forms): string => {
    const rule = rules.select(count);
    const form = rule === "one" ? forms.one : (rule === "many" && forms.many) || forms.other;
    return `${numbers.format(count)} ${form}`;
  };
}
