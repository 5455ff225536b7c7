import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { SEARCH_WAIT_MS } from "./api/wishes.ts";

/**
 * What is searched for is in the address, so that "back" and a link find it again: what is written is said
 * there once the writer pauses, and what changed there is written in the field.
 */
export function useSearch(
  search: string | undefined,
  onSearch: (search: string | undefined) => void,
): { readonly text: string; readonly write: (text: string) => void } {
  const [text, write] = useState(search ?? "");
  const [wished] = useDebouncedValue(text.trim(), SEARCH_WAIT_MS);
  const told = useRef(search);
  useEffect(() => {
    const wish = wished === "" ? undefined : wished;
    if (wish === told.current) return;
    told.current = wish;
    onSearch(wish);
    // Only what is written sets the address; `onSearch` is made anew each time the field is drawn.
  }, [wished]);
  useEffect(() => {
    // The address was changed elsewhere, as by a tab or a link to the whole list.
    if (search === told.current) return;
    told.current = search;
    write(search ?? "");
  }, [search]);
  return { text, write };
}
