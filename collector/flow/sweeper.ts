import type { PresenceRow, Tables } from "../registry/registry.ts";
import { createCalendarBook } from "./calendar-book.ts";
import { sweepCalm } from "./calm-sweep.ts";
import { sweepContracts } from "./contract-sweep.ts";
import type { TicketDesk } from "./desk.ts";
import { touchTicket } from "./draft.ts";
import { sweepWatches } from "./escalation-sweep.ts";
import { sweepHandovers } from "./handover-sweep.ts";
import { sweepHolds, sweepWindows } from "./hold-sweep.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import type { Notifier } from "./notifier.ts";
import type { OnCallTools } from "./on-call.ts";
import { checkPresence, replanPresence } from "./presence.ts";
import { sweepQueues } from "./queue-sweep.ts";
import type { Stepper } from "./stepper.ts";

/**
 * Asks every second what is due, and changes it by compare-and-set: machines that fell silent,
 * promises that were broken. Nothing hangs on a timer of its own, so a restart forgets nothing and a
 * late sweep does each thing once.
 */

/** Rows taken in one sweep; what is left is taken by the next. */
const SWEPT_AT_ONCE = 500;

/** Histories that are counted again in one sweep. */
const COUNTED_AT_ONCE = 100;

/** Tickets whose words are made anew in one unit, and units in one sweep: what people do comes between. */
const INDEXED_AT_ONCE = 100;
const INDEXINGS_A_SWEEP = 5;

const SWEEP_EVERY_MS = 1_000;

/** A sweep that comes later than this means that we stood still ourselves. */
const STOOD_STILL_MS = 5_000;

/** The wall clock and the monotonic clock may part by so much between two sweeps. */
const CLOCK_STEP_MS = 5_000;

type Moment = { readonly wallMs: number; readonly monotonicMs: number };

type Tools = {
  readonly read: Tables;
  readonly ledger: Ledger;
  readonly stepper: Stepper;
  readonly desk: TicketDesk;
  readonly notifier: Notifier;
};

export type Sweeper = {
  /** Does everything that is due at the moment. */
  readonly sweep: (moment: Moment) => Promise<void>;
  readonly start: () => void;
  readonly close: () => Promise<void>;
};

export function createSweeper({
  now,
  onFailed,
  onClockStep,
  ...given
}: Tools & {
  readonly now: () => Moment;
  readonly onFailed: (error: unknown) => void;
  /** The wall clock jumped by so many milliseconds; nothing was swept this time. */
  readonly onClockStep: (stepMs: number) => void;
}): Sweeper {
  const tools = { ...given, book: createCalendarBook() };
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;
  let last: Moment | undefined;

  async function sweep(moment: Moment): Promise<void> {
    const { elapsedMs, stepMs } = since(last, moment);
    if (elapsedMs > STOOD_STILL_MS) startSilencesAnew(tools, moment);
    if (Math.abs(stepMs) > CLOCK_STEP_MS) {
      onClockStep(stepMs);
      await replanPresences(tools, stepMs);
      // Only now: a step that could not be written is met again at the next sweep.
      last = moment;
      return;
    }
    last = moment;
    await sweepAll(tools, moment);
  }

  function tick(): void {
    sweeping ??= sweep(now())
      .catch(onFailed)
      .finally(() => {
        sweeping = undefined;
      });
  }

  return {
    sweep,
    start() {
      timer = setInterval(tick, SWEEP_EVERY_MS);
    },
    async close() {
      clearInterval(timer);
      await sweeping;
    },
  };
}

/**
 * A fault in one must not keep the others from what is due. Whoever is woken is woken first: who is told
 * something else of the ticket counts as awake.
 */
async function sweepAll(tools: Tools & OnCallTools, moment: Moment): Promise<void> {
  const woken = await Promise.allSettled([sweepWatches(tools, moment)]);
  const others = await Promise.allSettled([
    sweepPresences(tools, moment),
    sweepTickets(tools, moment),
    countEnded(tools, moment),
    sweepContracts(tools, moment),
    sweepQueues(tools, moment),
    indexWords(tools),
    sweepCalm(tools, moment),
    sweepHolds(tools, moment),
    sweepWindows(tools, moment),
    sweepHandovers(tools, moment),
  ]);
  for (const outcome of [...woken, ...others])
    if (outcome.status === "rejected") throw outcome.reason;
}

/** How long ago the last sweep was, and how far the wall clock has moved beyond that. */
function since(last: Moment | undefined, moment: Moment) {
  if (last === undefined) return { elapsedMs: 0, stepMs: 0 };
  const elapsedMs = moment.monotonicMs - last.monotonicMs;
  return { elapsedMs, stepMs: Math.round(moment.wallMs - last.wallMs - elapsedMs) };
}

/** While we stood still nobody could be heard: nobody's silence of that time counts. */
function startSilencesAnew({ ledger }: Tools, { monotonicMs }: Moment): void {
  const memory = ledger.memory();
  memory.listeningSince = monotonicMs;
  for (const machine of memory.machines.values()) machine.heardAt = monotonicMs;
}

async function replanPresences({ ledger }: Tools, stepMs: number): Promise<void> {
  await ledger.write(({ memory, draft }) => {
    for (const machine of memory.machines.values()) replanPresence({ machine, draft }, stepMs);
  });
}

async function sweepPresences({ read, stepper }: Tools, moment: Moment): Promise<void> {
  const { wallMs } = moment;
  const rows = await read.estate.duePresences(wallMs, stepper.rowsFor(SWEPT_AT_ONCE));
  const step = (gathering: Gathering, { machineId }: PresenceRow): void => {
    const machine = gathering.memory.machines.get(machineId);
    if (machine !== undefined) checkPresence({ ...gathering, machine, moment });
  };
  await stepper.each({ what: "machine", rows, idOf: ({ machineId }) => machineId, step }, wallMs);
}

/**
 * A promise is broken when working time has passed since it was due, never for `now > due`; a step of
 * an escalation fires likewise. Both are found by their instants, however many tickets are open.
 */
async function sweepTickets({ read, stepper, desk }: Tools, { wallMs }: Moment): Promise<void> {
  const most = stepper.rowsFor(SWEPT_AT_ONCE);
  const targets = await read.tickets.dueTargets(wallMs, most);
  const steps = await read.tickets.dueEscalations(wallMs, most);
  const rows = [...new Set([...targets, ...steps].map(({ ticketId }) => ticketId))];
  const step = async ({ unit, draft }: Gathering, ticketId: string): Promise<void> => {
    const ticket = await unit.tickets.find(ticketId);
    if (ticket === undefined || !(await desk.tell({ unit, ticket, nowMs: wallMs }))) return;
    touchTicket(draft, ticket);
  };
  await stepper.each({ what: "ticket", rows, idOf: (ticketId) => ticketId, step }, wallMs);
}

/** Tickets of an earlier schema: how their promises ended was never counted. */
async function countEnded({ read, stepper, desk }: Tools, { wallMs }: Moment): Promise<void> {
  const rows = await read.tickets.uncounted(stepper.rowsFor(COUNTED_AT_ONCE));
  const step = async ({ unit }: Gathering, ticketId: string): Promise<void> => {
    const ticket = await unit.tickets.find(ticketId);
    if (ticket !== undefined) await desk.recount({ unit, ticket, nowMs: wallMs });
  };
  await stepper.each({ what: "count", rows, idOf: (ticketId) => ticketId, step }, wallMs);
}

/** Tickets that were written since their words were made: they are found by the new ones soon after. */
async function indexWords({ read, ledger }: Tools): Promise<void> {
  for (let turn = 0; turn < INDEXINGS_A_SWEEP; turn += 1) {
    if (!(await read.search.hasStale())) return;
    await ledger.write(({ unit }) => unit.search.indexStale(INDEXED_AT_ONCE));
  }
}
