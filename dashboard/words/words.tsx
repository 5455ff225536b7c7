import type { Language } from "@vigie/shared/problems.ts";
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from "react";
import { keepPreference } from "../preferences.ts";
import type { Catalogue } from "./catalogue.ts";
import { loadCatalogue } from "./catalogue.ts";
import { createFormats, type Formats } from "./formats.ts";

/** The reader's language, its words and its formats, for every component. */
export type Words = {
  readonly language: Language;
  readonly words: Catalogue;
  readonly formats: Formats;
  readonly choose: (language: Language) => void;
};

const WordsContext = createContext<Words | undefined>(undefined);

export function useWords(): Words {
  const words = use(WordsContext);
  if (words === undefined) throw new Error("useWords needs a WordsProvider above it");
  return words;
}

type Loaded = { readonly language: Language; readonly words: Catalogue };

/** Starts with the words that are loaded already; another language is loaded when it is chosen. */
export function WordsProvider(props: {
  readonly first: Loaded;
  readonly onLanguage: (language: Language) => void;
  readonly children: ReactNode;
}) {
  const { first, onLanguage, children } = props;
  const [loaded, setLoaded] = useState(first);

  const choose = useCallback((language: Language) => {
    keepPreference("language", language);
    void loadCatalogue(language).then((words) => setLoaded({ language, words }));
  }, []);

  useEffect(() => {
    document.documentElement.lang = loaded.language;
    onLanguage(loaded.language);
  }, [loaded.language, onLanguage]);

  const value = useMemo(
    () => ({ ...loaded, formats: createFormats(loaded.language), choose }),
    [loaded, choose],
  );
  return <WordsContext value={value}>{children}</WordsContext>;
}
