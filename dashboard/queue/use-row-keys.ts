import { type RefObject, useEffect } from "react";

/**
 * The keys of a table of tickets: j and k go down and up by its links, x chooses the row, and / goes to
 * the search. Enter opens, as it does on any link.
 */
export function useRowKeys(table: RefObject<HTMLTableElement | null>): void {
  useEffect(() => {
    function onKey(press: KeyboardEvent): void {
      if (press.ctrlKey || press.metaKey || press.altKey || isWriting(press.target)) return;
      const act = ROW_KEYS[press.key];
      if (act === undefined || table.current === null) return;
      press.preventDefault();
      act(table.current);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [table]);
}

const ROW_KEYS: Readonly<Record<string, (table: HTMLTableElement) => void>> = {
  j: (table) => go(table, 1),
  k: (table) => go(table, -1),
  x(table) {
    const row = document.activeElement?.closest("tr");
    if (row === null || row === undefined || !table.contains(row)) return;
    row.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  },
};

function go(table: HTMLTableElement, by: number): void {
  const links = [...table.querySelectorAll<HTMLElement>("tbody th a")];
  const row = document.activeElement?.closest("tr");
  const place = links.findIndex((link) => link.closest("tr") === row);
  const first = by > 0 ? 0 : links.length - 1;
  const next = place < 0 ? first : Math.min(links.length - 1, Math.max(0, place + by));
  links[next]?.focus();
}

/** Whether the key is for a field in which somebody writes. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target.matches("textarea, select, [contenteditable]");
}
