import type { IdPrefix } from "@vigie/shared/ids.ts";
import { ProblemError, type Refusal } from "@vigie/shared/problems.ts";
import type { TimeEntryChange, TimeEntryWish, TimerStart } from "@vigie/shared/work.ts";
import { ENTRY_LENGTH_MAX_MS, outOfHoursMs, toMinutes, wrongSpan } from "../domain/time-entry.ts";
import type { Calendar } from "../domain/working-time.ts";
import type { NumberedTimeEntryRow, TicketRow, TimeEntryRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { compileCalendars } from "./calendar-versions.ts";
import { touchTicket } from "./draft.ts";
import type { Ledger } from "./ledger.ts";
import { type Beside, overFor, sideFullness, writeSideLine } from "./side-lines.ts";
import type { Added } from "./staff-keeper.ts";

/**
 * Time that people worked on tickets. A person has one timer: who begins something else has stopped
 * what they did before. What is said to have been worked twice is refused; travel is counted apart.
 *
 * Refuses with `not_found`, `version_conflict`, `ticket_state`, `ticket_full`, or `time_invalid` with the
 * field and what is wrong.
 */
export interface TimeKeeper {
  add(ticketId: string, wish: TimeEntryWish): Promise<Added>;
  start(ticketId: string, wish: TimerStart): Promise<Added>;
  stop(id: string, version: number): Promise<Outcome>;
  change(id: string, change: TimeEntryChange, version: number): Promise<Outcome>;
  /** Signed by whose time it was, where nobody else is said. */
  remove(id: string, by: string | undefined, version: number): Promise<Outcome>;
}

/** Entries of one ticket. */
const ENTRIES_MAX = 1_000;

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
};

/** A unit in which time is kept. */
type Keeping = Beside & {
  readonly nowMs: number;
  readonly newId: Tools["newId"];
  /** Of calendar versions that were needed before; a version never changes. */
  readonly calendars: Map<string, Calendar>;
};

export function createTimeKeeper({ ledger, newId, now }: Tools): TimeKeeper {
  const calendars = new Map<string, Calendar>();
  function keep<T>(work: (keeping: Keeping) => Promise<T>): Promise<T> {
    return ledger.write(({ unit, draft }) =>
      work({ unit, draft, newId, calendars, nowMs: now().wallMs }),
    );
  }

  return {
    add: (ticketId, wish) => keep((keeping) => add(keeping, ticketId, wish)),
    start: (ticketId, wish) => keep((keeping) => start(keeping, ticketId, wish)),
    stop: (id, version) => keep((keeping) => stop(keeping, id, version)),
    change: (id, wish, version) => keep((keeping) => change(keeping, { id, wish, version })),
    remove: (id, by, version) => keep((keeping) => remove(keeping, { id, by, version })),
  };
}

async function add(keeping: Keeping, ticketId: string, wish: TimeEntryWish): Promise<Added> {
  const ticket = await ticketTaking(keeping.unit, ticketId);
  if ("problem" in ticket) return ticket;
  const row: TimeEntryRow = {
    id: keeping.newId("tme"),
    ticketId,
    person: wish.by,
    kind: wish.kind,
    startedAtMs: toMs(wish.startedAt),
    endedAtMs: toMs(wish.endedAt),
    outOfHoursMs: null,
    note: wish.note ?? "",
    version: 1,
  };
  const refusal = await refusalOf(keeping, row);
  if (refusal !== undefined) return refusal;
  await keeping.unit.timeEntries.add(await counted(keeping, row));
  touchTicket(keeping.draft, ticket);
  return { id: row.id };
}

async function start(keeping: Keeping, ticketId: string, wish: TimerStart): Promise<Added> {
  const { unit, nowMs } = keeping;
  const ticket = await ticketTaking(unit, ticketId);
  if ("problem" in ticket) return ticket;
  const before = await unit.timeEntries.running(wish.by);
  const stopped = before === undefined ? undefined : await end(keeping, before);
  if (stopped !== undefined && "problem" in stopped) return stopped;
  const id = keeping.newId("tme");
  await unit.timeEntries.add({
    id,
    ticketId,
    person: wish.by,
    kind: wish.kind,
    startedAtMs: nowMs,
    endedAtMs: null,
    outOfHoursMs: null,
    note: wish.note ?? "",
    version: 1,
  });
  touchTicket(keeping.draft, ticket);
  return { id };
}

async function stop(keeping: Keeping, id: string, version: number): Promise<Outcome> {
  const row = await findAt(keeping.unit, id, version);
  if ("problem" in row) return row;
  if (row.endedAtMs !== null) return invalid("it does not run any more: change its end instead");
  return end(keeping, row);
}

/** Ends a timer now. One that was forgotten says so: nobody knows when that work ended but who did it. */
async function end(keeping: Keeping, row: NumberedTimeEntryRow): Promise<Outcome> {
  const { unit, draft, nowMs } = keeping;
  const endedAtMs = Math.max(nowMs, row.startedAtMs);
  if (endedAtMs - row.startedAtMs > ENTRY_LENGTH_MAX_MS) {
    return invalid(
      `the timer of ${row.person} on ticket ${row.ticketNumber} runs for more than 24 hours: say when that work ended (endedAt), or remove it`,
    );
  }
  await write(unit, await counted(keeping, { ...row, endedAtMs }));
  const ticket = await unit.tickets.find(row.ticketId);
  if (ticket !== undefined) touchTicket(draft, ticket);
  return { done: true };
}

type Changing = {
  readonly id: string;
  readonly wish: TimeEntryChange;
  readonly version: number;
};

async function change(keeping: Keeping, { id, wish, version }: Changing): Promise<Outcome> {
  const before = await findAt(keeping.unit, id, version);
  if ("problem" in before) return before;
  const row = withChange(before, wish);
  const isSame = isSameTime(before, row);
  const refusal =
    (isSame ? undefined : await refusalOf(keeping, row)) ??
    (await sideFullness(keeping.unit, row.ticketId, "changed"));
  if (refusal !== undefined) return refusal;
  await write(keeping.unit, isSame ? row : await counted(keeping, row));
  await tell(keeping, { by: wish.by ?? before.person, before, after: row });
  return { done: true };
}

function withChange(before: TimeEntryRow, wish: TimeEntryChange): TimeEntryRow {
  return {
    ...before,
    kind: wish.kind ?? before.kind,
    startedAtMs: wish.startedAt === undefined ? before.startedAtMs : toMs(wish.startedAt),
    endedAtMs: wish.endedAt === undefined ? before.endedAtMs : toMs(wish.endedAt),
    note: wish.note ?? before.note,
  };
}

type Removing = {
  readonly id: string;
  readonly by: string | undefined;
  readonly version: number;
};

async function remove(keeping: Keeping, { id, by, version }: Removing): Promise<Outcome> {
  const { unit } = keeping;
  const before = await findAt(unit, id, version);
  if ("problem" in before) return before;
  const full = await sideFullness(unit, before.ticketId, "changed");
  if (full !== undefined) return full;
  if (!(await unit.timeEntries.remove(id, version))) return conflict(before.version);
  await tell(keeping, { by: by ?? before.person, before, after: undefined });
  return { done: true };
}

/** The ticket, if time can be put to it. */
async function ticketTaking(
  { tickets, timeEntries }: Unit,
  ticketId: string,
): Promise<TicketRow | Refusal> {
  const ticket = await tickets.find(ticketId);
  if (ticket === undefined) return notFound(ticketId);
  const over = overFor(ticket, ["merged"]);
  if (over !== undefined) return over;
  if ((await timeEntries.count(ticketId)) < ENTRIES_MAX) return ticket;
  return { problem: "ticket_full", detail: String(ENTRIES_MAX) };
}

async function findAt(
  { timeEntries }: Unit,
  id: string,
  version: number,
): Promise<NumberedTimeEntryRow | Refusal> {
  const row = await timeEntries.find(id);
  if (row === undefined) return notFound(id);
  return row.version === version ? row : conflict(row.version);
}

/** Why nobody can have worked then, or this person cannot. */
async function refusalOf(
  { unit, nowMs }: Keeping,
  { id, person, kind, startedAtMs, endedAtMs }: TimeEntryRow,
): Promise<Refusal | undefined> {
  const wrong = wrongSpan({ startedAtMs, endedAtMs }, nowMs);
  if (wrong !== undefined) return invalid(wrong);
  const span = { startMs: startedAtMs, endMs: endedAtMs ?? nowMs };
  const running = await unit.timeEntries.running(person);
  const meets = running?.kind === kind && running.id !== id && running.startedAtMs < span.endMs;
  const other = meets
    ? running
    : await unit.timeEntries.overlapping({ person, kind, ...span, exceptId: id });
  if (other === undefined) return undefined;
  return invalid(
    `startedAt, endedAt: ${person} has an entry of that time already, on ticket ${other.ticketNumber}`,
  );
}

/** With what of it was out of the hours that the ticket's first promise counts by. */
async function counted({ unit, calendars }: Keeping, row: TimeEntryRow): Promise<TimeEntryRow> {
  if (row.endedAtMs === null) return row;
  const [first] = await unit.tickets.targets(row.ticketId);
  if (first === undefined) return { ...row, outOfHoursMs: null };
  const calendar = await calendarOf(unit, first.calendarVersionId, calendars);
  const span = { startMs: row.startedAtMs, endMs: row.endedAtMs };
  return { ...row, outOfHoursMs: outOfHoursMs(calendar, span) };
}

async function calendarOf(
  { contracts }: Unit,
  versionId: string,
  known: Map<string, Calendar>,
): Promise<Calendar> {
  if (!known.has(versionId)) {
    const rows = await contracts.calendarVersions();
    for (const [id, calendar] of compileCalendars(rows, known)) known.set(id, calendar);
  }
  const calendar = known.get(versionId);
  if (calendar === undefined) throw new Error(`there is no calendar version ${versionId}`);
  return calendar;
}

/** Writes an entry that was read in this unit. */
async function write({ timeEntries }: Unit, row: TimeEntryRow): Promise<void> {
  if (!(await timeEntries.change(row))) throw new ProblemError("version_conflict");
}

type Telling = {
  readonly by: string;
  readonly before: TimeEntryRow;
  /** Left out where it is gone. */
  readonly after: TimeEntryRow | undefined;
};

/** Time that was written down is money: who makes it other says so in the ticket's history. */
async function tell(keeping: Keeping, { by, before, after }: Telling): Promise<void> {
  const ticket = await keeping.unit.tickets.find(before.ticketId);
  if (ticket === undefined) return;
  const parameters = {
    field: "time",
    person: before.person,
    kind: after?.kind ?? before.kind,
    fromMinutes: minutesOf(before),
    toMinutes: after === undefined ? 0 : minutesOf(after),
  };
  await writeSideLine(keeping, ticket, { kind: "changed", by, nowMs: keeping.nowMs, parameters });
}

/** Of a timer that runs, none yet. */
function minutesOf({ startedAtMs, endedAtMs }: TimeEntryRow): number {
  return endedAtMs === null ? 0 : toMinutes(endedAtMs - startedAtMs);
}

function isSameTime(before: TimeEntryRow, after: TimeEntryRow): boolean {
  return (
    before.kind === after.kind &&
    before.startedAtMs === after.startedAtMs &&
    before.endedAtMs === after.endedAtMs
  );
}

function toMs(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}

function invalid(detail: string): Refusal {
  return { problem: "time_invalid", detail };
}
