import { useEffect, useRef, useState } from "react";

/** How long a row is new: its glow is over by then. */
const NEWS_MS = 4_000;

/**
 * Rows that came since the list was first shown. What was read further down is no news, nor is another
 * list: `isSettled` says whether these are rows of the list that is wished for.
 */
export function useNews(ids: readonly string[], isSettled: boolean): ReadonlySet<string> {
  const known = useRef<ReadonlySet<string>>(new Set());
  const [news, setNews] = useState<ReadonlySet<string>>(new Set());
  const joined = isSettled ? ids.join(" ") : "";
  useEffect(() => {
    const now = joined === "" ? [] : joined.split(" ");
    const found = newsAmong(now, known.current);
    known.current = new Set(isSettled ? [...known.current, ...now] : []);
    if (found.length === 0) return undefined;
    setNews(new Set(found));
    const timer = setTimeout(() => setNews(new Set()), NEWS_MS);
    return () => clearTimeout(timer);
  }, [joined, isSettled]);
  return news;
}

/** The unknown ones above the last known one: what is below it was only read later. */
export function newsAmong(ids: readonly string[], known: ReadonlySet<string>): string[] {
  const last = ids.findLastIndex((id) => known.has(id));
  return ids.filter((id, place) => place < last && !known.has(id));
}
