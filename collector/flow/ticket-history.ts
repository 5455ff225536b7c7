import type { TicketTransition } from "@vigie/shared/ticket.ts";
import { toInstant } from "../domain/instant.ts";
import type { Tables, TicketTransitionRow } from "../registry/registry.ts";

/** Histories of tickets as the API says them: the newest part first, and what came before it by pages. */

/** Lines in one answer. */
const HISTORY_LINES_MAX = 200;

/** Of what people wrote in them: a page of letters and logs is still a page. */
const HISTORY_TEXT_BYTES_MAX = 1024 ** 2;

export type HistoryPage = {
  /** Oldest first. */
  readonly lines: TicketTransition[];
  /** How many come before them. */
  readonly older: number;
};

export type HistoryWish = {
  /** The id of a line: those before it are given. */
  readonly beforeId?: number | undefined;
  readonly limit?: number | undefined;
};

/** A part of a history: the newest lines, or the newest before one of them. */
export async function historyOf(
  { tickets }: Pick<Tables, "tickets">,
  ticketId: string,
  { beforeId, limit = HISTORY_LINES_MAX }: HistoryWish = {},
): Promise<HistoryPage> {
  const { lines, older } = await tickets.historyPage({
    ticketId,
    limit: Math.min(limit, HISTORY_LINES_MAX),
    textBytes: HISTORY_TEXT_BYTES_MAX,
    beforeId,
  });
  return { lines: lines.map(toTransition), older };
}

function toTransition(row: TicketTransitionRow & { readonly id: number }): TicketTransition {
  return {
    id: row.id,
    kind: row.kind,
    at: toInstant(row.atMs),
    effectiveAt: toInstant(row.effectiveAtMs),
    actor: row.actor,
    fromState: row.fromState,
    toState: row.toState,
    parameters: { ...row.parameters },
    text: row.text,
  };
}
