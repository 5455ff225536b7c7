import type { TicketSummary } from "@vigie/shared/ticket-document.ts";
import type { Api } from "../api/api.ts";
import { BREAKING_NEXT } from "../queue/queue-wish.ts";

/** The ticket of a number as somebody writes it ("123", "#123"); undefined where there is none. */
export async function findByNumber(
  desk: Api["desk"],
  text: string,
): Promise<TicketSummary | undefined> {
  const number = numberOf(text);
  if (number === undefined) return undefined;
  // With its sign it is the number itself; without, a word among those of every ticket that mentions it.
  const wish = { ...BREAKING_NEXT, filters: {}, search: `#${number}` };
  const { items } = await desk.list(wish, undefined);
  return items.find((ticket) => ticket.number === number);
}

/** The number that a text names, with or without a sign before it. */
export function numberOf(text: string): number | undefined {
  const digits = /^\s*(?:#|n°\s*)?(\d{1,9})\s*$/i.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
