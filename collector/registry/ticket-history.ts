import { CLOCK_KINDS } from "../domain/ticket-line.ts";
import { boundedIds, boundedLimit, customerOf, type Database } from "./database.ts";
import type { ClockLineRow, Tickets } from "./registry.ts";

/** Lines that clocks are made from, of all tickets of one question; a desk stops far below. */
const CLOCK_LINES_MAX = 200_000;

/** What happened to tickets. Lines are only ever added. */
export function createHistory(
  db: Database,
): Pick<
  Tickets,
  "addTransition" | "transitions" | "transitionCount" | "clockLines" | "clockLineCount"
> {
  const ofTicket = (ticketId: string) =>
    db.selectFrom("ticketTransition").where("ticketId", "=", ticketId);

  return {
    async addTransition(row) {
      await db
        .insertInto("ticketTransition")
        .values({
          ...row,
          parameters: JSON.stringify(row.parameters),
          promises: row.promises === null ? null : JSON.stringify(row.promises),
          customerId: customerOf("ticket", row.ticketId),
        })
        .execute();
    },

    async transitions(ticketId, limit = Number.POSITIVE_INFINITY) {
      const newestFirst = await ofTicket(ticketId)
        .select(["id", "ticketId", "kind", "atMs", "effectiveAtMs", "actor"])
        .select(["fromState", "toState", "parameters", "promises", "text"])
        .orderBy("id", "desc")
        .limit(boundedLimit(limit))
        .execute();
      return newestFirst.toReversed().map(withDocuments);
    },

    async transitionCount(ticketId, kind) {
      const lines =
        kind === undefined ? ofTicket(ticketId) : ofTicket(ticketId).where("kind", "=", kind);
      return count(lines);
    },

    clockLines: (ticketIds) => clockLinesOf(db, ticketIds),

    clockLineCount: (ticketId) => count(ofTicket(ticketId).where("kind", "in", CLOCK_KINDS)),
  };
}

async function clockLinesOf(db: Database, ticketIds: readonly string[]): Promise<ClockLineRow[]> {
  if (ticketIds.length === 0) return [];
  const rows = await db
    .selectFrom("ticketTransition")
    .select(["ticketId", "kind", "effectiveAtMs", "fromState", "toState"])
    .select(["parameters", "promises"])
    .where("ticketId", "in", boundedIds(ticketIds))
    .where("kind", "in", CLOCK_KINDS)
    .orderBy("ticketId")
    .orderBy("effectiveAtMs")
    .orderBy("id")
    .limit(CLOCK_LINES_MAX)
    .execute();
  return rows.map(withDocuments);
}

type Lines = ReturnType<typeof linesOf>;
const linesOf = (db: Database) => db.selectFrom("ticketTransition");

async function count(lines: Lines): Promise<number> {
  const counted = await lines
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return counted.count;
}

/** A row whose documents are read. */
function withDocuments<
  Row extends { readonly parameters: string; readonly promises: string | null },
>(row: Row) {
  return {
    ...row,
    parameters: JSON.parse(row.parameters),
    promises: row.promises === null ? null : JSON.parse(row.promises),
  };
}
