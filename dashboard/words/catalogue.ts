import { LANGUAGES, type Language } from "@vigie/shared/problems.ts";
import type { fr } from "./fr.ts";

/** Every word of the screen. French is written first and gives the form; English must have it too. */
export type Catalogue = typeof fr;

const loaders: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  fr: async () => (await import("./fr.ts")).fr,
  en: async () => (await import("./en.ts")).en,
};

export function loadCatalogue(language: Language): Promise<Catalogue> {
  return loaders[language]();
}

/** What was chosen here before, else the browser's first language that we speak, else French. */
export function firstLanguage(kept: string | undefined, preferred: readonly string[]): Language {
  for (const wish of [kept, ...preferred]) {
    const found = LANGUAGES.find((language) => wish?.toLowerCase().split("-")[0] === language);
    if (found !== undefined) return found;
  }
  return "fr";
}
