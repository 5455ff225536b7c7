import { sql } from "kysely";
import { CLOCK_KINDS, CLOCK_LINES_MAX } from "../domain/ticket-line.ts";
import { boundedIds, boundedLimit, customerOf, type Database, type Schema } from "./database.ts";
import { prepared, type Slots } from "./prepared.ts";
import type { Tickets, TicketTransitionRow } from "./registry.ts";
import { createStaleMark } from "./ticket-search.ts";

/** Lines that clocks are made from, of all tickets of one question: fifty tickets that are full. */
const LINES_AT_ONCE = 50 * CLOCK_LINES_MAX;

/** What happened to tickets. Lines are only ever added. */
export function createHistory(db: Database) {
  return { ...createLines(db), ...createClockLines(db) };
}

function createLines(
  db: Database,
): Pick<Tickets, "addTransition" | "transitions" | "historyPage" | "transitionCount"> {
  const ofTicket = (ticketId: string) => linesOf(db).where("ticketId", "=", ticketId);

  return {
    addTransition: createLineAdder(db),

    async transitions(ticketId, limit = Number.POSITIVE_INFINITY) {
      const newestFirst = await ofTicket(ticketId)
        .select(LINE_COLUMNS)
        .orderBy("id", "desc")
        .limit(boundedLimit(limit))
        .execute();
      return newestFirst.toReversed().map(withDocuments);
    },

    historyPage: (query) => pageOf(db, query),

    async transitionCount(ticketId, kind) {
      const lines =
        kind === undefined ? ofTicket(ticketId) : ofTicket(ticketId).where("kind", "=", kind);
      return count(lines);
    },
  };
}

type NewLine = Omit<Schema["ticketTransition"], "id" | "customerId">;

function createLineAdder(db: Database): Tickets["addTransition"] {
  const markStale = createStaleMark(db);
  const insert = prepared(db, (at: Slots<NewLine>) =>
    db
      .insertInto("ticketTransition")
      .values({ ...at, customerId: customerOf("ticket", at.ticketId) })
      .returning("id"),
  );
  // What was written at the same moment, as most lines are, says so already.
  const touch = prepared(db, ({ id, atMs }: Slots<{ id: string; atMs: number }>) =>
    db
      .updateTable("ticket")
      .set({ updatedAtMs: atMs })
      .where("id", "=", id)
      .where("updatedAtMs", "<>", atMs),
  );

  return async (row) => {
    const { ticketId, atMs, text } = row;
    const [line] = (await insert(toLine(row))).rows;
    if (line === undefined) throw new Error(`a line of ticket ${ticketId} was given no id`);
    await touch({ id: ticketId, atMs });
    if (text !== null) await markStale(ticketId);
    return line.id;
  };
}

function toLine(row: TicketTransitionRow): NewLine {
  return {
    ...row,
    parameters: JSON.stringify(row.parameters),
    promises: row.promises === null ? null : JSON.stringify(row.promises),
  };
}

/** Those of them that clocks are made from. */
function createClockLines(
  db: Database,
): Pick<Tickets, "clockLines" | "clockLineCount" | "lastClockMs"> {
  const ofTicket = (ticketId: string) =>
    linesOf(db).where("ticketId", "=", ticketId).where("kind", "in", CLOCK_KINDS);

  const ofOne = prepared(db, ({ ticketId }: Slots<{ ticketId: string }>) =>
    clockLinesIn(db).where("ticketId", "=", ticketId),
  );

  return {
    async clockLines(ticketIds) {
      const [ticketId, ...others] = ticketIds;
      if (ticketId === undefined) return [];
      const { rows } =
        others.length === 0
          ? await ofOne({ ticketId })
          : {
              rows: await clockLinesIn(db).where("ticketId", "in", boundedIds(ticketIds)).execute(),
            };
      // A clock made from a part of its lines would be wrong: whoever asks for so many must ask for fewer.
      if (rows.length > LINES_AT_ONCE) {
        throw new RangeError(
          `${ticketIds.length} tickets have more than ${LINES_AT_ONCE} clock lines`,
        );
      }
      return rows.map(withDocuments);
    },

    clockLineCount: (ticketId) => count(ofTicket(ticketId)),

    async lastClockMs(ticketId) {
      const { lastMs } = await ofTicket(ticketId)
        .select(({ fn }) => fn.max("effectiveAtMs").as("lastMs"))
        .executeTakeFirstOrThrow();
      return lastMs ?? undefined;
    },
  };
}

const LINE_COLUMNS = [
  "id",
  "ticketId",
  "kind",
  "atMs",
  "effectiveAtMs",
  "actor",
  "fromState",
  "toState",
  "parameters",
  "promises",
  "text",
] as const;

type PageQuery = Parameters<Tickets["historyPage"]>[0];

/** How long the texts are is asked first: only what fits is read. */
async function pageOf(
  db: Database,
  { ticketId, limit, textBytes, beforeId = Number.MAX_SAFE_INTEGER }: PageQuery,
) {
  const before = linesOf(db).where("ticketId", "=", ticketId).where("id", "<", beforeId);
  const newest = await before
    .select("id")
    .select(sql<number>`octet_length(coalesce(text, ''))`.as("bytes"))
    .orderBy("id", "desc")
    .limit(boundedLimit(limit))
    .execute();
  const firstId = firstFitting(newest, textBytes);
  if (firstId === undefined) return { lines: [], older: 0 };
  const rows = await before
    .select(LINE_COLUMNS)
    .where("id", ">=", firstId)
    .orderBy("id")
    .limit(boundedLimit(limit))
    .execute();
  return { lines: rows.map(withDocuments), older: await count(before.where("id", "<", firstId)) };
}

/** The oldest of lines, given the newest first, whose texts are not too long together. */
function firstFitting(
  newest: readonly { readonly id: number; readonly bytes: number }[],
  textBytes: number,
): number | undefined {
  let firstId = newest[0]?.id;
  let total = 0;
  for (const { id, bytes } of newest) {
    total += bytes;
    if (total > textBytes) break;
    firstId = id;
  }
  return firstId;
}

function clockLinesIn(db: Database) {
  return db
    .selectFrom("ticketTransition")
    .select(["ticketId", "kind", "effectiveAtMs", "fromState", "toState"])
    .select(["parameters", "promises"])
    .where("kind", "in", CLOCK_KINDS)
    .orderBy("ticketId")
    .orderBy("effectiveAtMs")
    .orderBy("id")
    .limit(sql.lit(LINES_AT_ONCE + 1));
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
