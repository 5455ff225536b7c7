import type { Tables } from "../registry/registry.ts";
import { sweepContracts } from "./contract-sweep.ts";
import type { TicketDesk } from "./desk.ts";
import { touchedOf } from "./draft.ts";
import type { Ledger } from "./ledger.ts";
import { checkPresence, replanPresence } from "./presence.ts";

/**
 * Asks every second what is due, and changes it by compare-and-set: machines that fell silent,
 * promises that were broken. Nothing hangs on a timer of its own, so a restart forgets nothing and a
 * late sweep does each thing once.
 */

/** Rows taken in one sweep; what is left is taken by the next. */
const SWEPT_AT_ONCE = 500;

/** Histories that are counted again in one sweep. */
const COUNTED_AT_ONCE = 100;

const SWEEP_EVERY_MS = 1_000;

/** A sweep that comes later than this means that we stood still ourselves. */
const STOOD_STILL_MS = 5_000;

/** The wall clock and the monotonic clock may part by so much between two sweeps. */
const CLOCK_STEP_MS = 5_000;

type Moment = { readonly wallMs: number; readonly monotonicMs: number };

type Tools = {
  readonly read: Tables;
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
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
  ...tools
}: Tools & {
  readonly now: () => Moment;
  readonly onFailed: (error: unknown) => void;
  /** The wall clock jumped by so many milliseconds; nothing was swept this time. */
  readonly onClockStep: (stepMs: number) => void;
}): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;
  let last: Moment | undefined;

  async function sweep(moment: Moment): Promise<void> {
    const { elapsedMs, stepMs } = since(last, moment);
    last = moment;
    if (elapsedMs > STOOD_STILL_MS) startSilencesAnew(tools, moment);
    if (Math.abs(stepMs) > CLOCK_STEP_MS) {
      onClockStep(stepMs);
      await replanPresences(tools, stepMs);
      return;
    }
    // A fault in one must not keep the other from what is due.
    const outcomes = await Promise.allSettled([
      sweepPresences(tools, moment),
      sweepTickets(tools, moment),
      countEnded(tools, moment),
      sweepContracts(tools, moment),
    ]);
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
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

/** How long ago the last sweep was, and how far the wall clock has moved beyond that. */
function since(last: Moment | undefined, moment: Moment) {
  if (last === undefined) return { elapsedMs: 0, stepMs: 0 };
  const elapsedMs = moment.monotonicMs - last.monotonicMs;
  return { elapsedMs, stepMs: Math.round(moment.wallMs - last.wallMs - elapsedMs) };
}

/** While we stood still nobody could be heard: nobody's silence of that time counts. */
function startSilencesAnew({ ledger }: Tools, { monotonicMs }: Moment): void {
  for (const machine of ledger.memory().machines.values()) machine.heardAt = monotonicMs;
}

async function replanPresences({ ledger }: Tools, stepMs: number): Promise<void> {
  await ledger.write(({ memory, draft }) => {
    for (const machine of memory.machines.values()) replanPresence({ machine, draft }, stepMs);
  });
}

async function sweepPresences({ read, ledger }: Tools, moment: Moment): Promise<void> {
  const due = await read.estate.duePresences(moment.wallMs, SWEPT_AT_ONCE);
  if (due.length === 0) return;
  await ledger.write((gathering) => {
    for (const { machineId } of due) {
      const machine = gathering.memory.machines.get(machineId);
      if (machine !== undefined) checkPresence({ ...gathering, machine, moment });
    }
  });
}

/**
 * A promise is broken when working time has passed since it was due, never for `now > due`; a step of
 * an escalation fires likewise. Both are found by their instants, however many tickets are open.
 */
async function sweepTickets({ read, ledger, desk }: Tools, { wallMs }: Moment): Promise<void> {
  const targets = await read.tickets.dueTargets(wallMs, SWEPT_AT_ONCE);
  const steps = await read.tickets.dueEscalations(wallMs, SWEPT_AT_ONCE);
  const ticketIds = new Set([...targets, ...steps].map(({ ticketId }) => ticketId));
  if (ticketIds.size === 0) return;
  await ledger.write(async ({ unit, draft }) => {
    for (const ticketId of ticketIds) {
      const ticket = await unit.tickets.find(ticketId);
      if (ticket === undefined || !(await desk.tell({ unit, ticket, nowMs: wallMs }))) continue;
      touchedOf(draft, ticket.machineId).tickets.add(ticketId);
    }
  });
}

/** Tickets of an earlier schema: how their promises ended was never counted. */
async function countEnded({ read, ledger, desk }: Tools, { wallMs }: Moment): Promise<void> {
  const ticketIds = await read.tickets.uncounted(COUNTED_AT_ONCE);
  if (ticketIds.length === 0) return;
  await ledger.write(async ({ unit }) => {
    for (const ticketId of ticketIds) {
      const ticket = await unit.tickets.find(ticketId);
      if (ticket !== undefined) await desk.recount({ unit, ticket, nowMs: wallMs });
    }
  });
}
