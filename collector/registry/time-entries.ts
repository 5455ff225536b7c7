import { type Selectable, sql } from "kysely";
import { ENTRY_LENGTH_MAX_MS } from "../domain/time-entry.ts";
import { boundedLimit, customerOf, type Database, type Schema } from "./database.ts";
import { folded } from "./folding.ts";
import type { NumberedTimeEntryRow, TimeEntries, TimeEntryRow } from "./registry.ts";
import { changeRow, removeRow } from "./versioned-row.ts";

const COLUMNS = [
  "timeEntry.id",
  "timeEntry.ticketId",
  "timeEntry.person",
  "timeEntry.kind",
  "timeEntry.startedAtMs",
  "timeEntry.endedAtMs",
  "timeEntry.outOfHoursMs",
  "timeEntry.note",
  "timeEntry.version",
] as const;

/** Time worked. Who worked is a name: two that read the same are one person. */
export function createTimeEntries(db: Database): TimeEntries {
  return { ...createRows(db), ...createQuestions(db), worked: (ticketId) => worked(db, ticketId) };
}

function createRows(db: Database): Pick<TimeEntries, "add" | "change" | "remove"> {
  return {
    async add(row) {
      await db
        .insertInto("timeEntry")
        .values({ ...toTable(row), customerId: customerOf("ticket", row.ticketId) })
        .execute();
    },

    change: (row) => changeRow(db, "timeEntry", toTable(row)),

    remove: (id, version) => removeRow(db, "timeEntry", { id, version }),
  };
}

function createQuestions(
  db: Database,
): Pick<TimeEntries, "find" | "list" | "count" | "running" | "overlapping"> {
  const rows = db
    .selectFrom("timeEntry")
    .innerJoin("ticket", "ticket.id", "timeEntry.ticketId")
    .select(COLUMNS)
    .select("ticket.number as ticketNumber");
  const ofPerson = (person: string) => rows.where("timeEntry.personFolded", "=", folded(person));

  return {
    find: (id) => rows.where("timeEntry.id", "=", id).executeTakeFirst(),

    async list({ ticketId, limit, after }) {
      let page = db
        .selectFrom("timeEntry")
        .select(COLUMNS)
        .where("ticketId", "=", ticketId)
        .orderBy("startedAtMs", "desc")
        .orderBy("id", "desc")
        .limit(boundedLimit(limit));
      if (after !== undefined) {
        page = page.where(sql<boolean>`(started_at_ms, id) < (${after.startedAtMs}, ${after.id})`);
      }
      return page.execute();
    },

    async count(ticketId) {
      const { count } = await db
        .selectFrom("timeEntry")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("ticketId", "=", ticketId)
        .executeTakeFirstOrThrow();
      return count;
    },

    running: (person) =>
      ofPerson(person).where("timeEntry.endedAtMs", "is", null).executeTakeFirst(),

    async overlapping({ person, kind, startMs, endMs, exceptId = "" }) {
      const found: NumberedTimeEntryRow | undefined = await ofPerson(person)
        .where("timeEntry.kind", "=", kind)
        .where("timeEntry.startedAtMs", "<", endMs)
        // What began earlier than an entry may last has ended.
        .where("timeEntry.startedAtMs", ">", startMs - ENTRY_LENGTH_MAX_MS)
        .where("timeEntry.endedAtMs", ">", startMs)
        .where("timeEntry.id", "<>", exceptId)
        .orderBy("timeEntry.startedAtMs")
        .limit(1)
        .executeTakeFirst();
      return found;
    },
  };
}

/** A minute, and the half of it from which on one is counted. */
const rounded = (ms: string) => sql`(${sql.ref(ms)} + 30000) / 60000`;

async function worked(db: Database, ticketId: string) {
  const sumOf = (condition: string, minutes: ReturnType<typeof rounded>) =>
    sql<number>`cast(coalesce(sum(case when kind = ${sql.lit(condition)}
      then ${minutes} else 0 end), 0) as bigint)`;
  const lasted = sql`(ended_at_ms - started_at_ms + 30000) / 60000`;
  return db
    .selectFrom("timeEntry")
    .select(sumOf("work", lasted).as("workMinutes"))
    .select(sumOf("travel", lasted).as("travelMinutes"))
    .select(sumOf("work", sql`coalesce(${rounded("out_of_hours_ms")}, 0)`).as("outOfHoursMinutes"))
    .where("ticketId", "=", ticketId)
    .where("endedAtMs", "is not", null)
    .executeTakeFirstOrThrow();
}

function toTable(row: TimeEntryRow): Omit<Selectable<Schema["timeEntry"]>, "customerId"> {
  return {
    id: row.id,
    ticketId: row.ticketId,
    person: row.person,
    personFolded: folded(row.person),
    kind: row.kind,
    startedAtMs: row.startedAtMs,
    endedAtMs: row.endedAtMs,
    outOfHoursMs: row.outOfHoursMs,
    note: row.note,
    version: row.version,
  };
}
