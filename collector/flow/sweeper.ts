import type { Tables } from "../registry/registry.ts";
import { type TicketDesk, VIGIE } from "./desk.ts";
import type { Ledger } from "./ledger.ts";
import { checkPresence } from "./presence.ts";

/**
 * Asks every second what is due, and changes it by compare-and-set: machines that fell silent,
 * promises that were broken. Nothing hangs on a timer of its own, so a restart forgets nothing and a
 * late sweep does each thing once.
 */

/** Rows taken in one sweep; what is left is taken by the next. */
const SWEPT_AT_ONCE = 500;

const SWEEP_EVERY_MS = 1_000;

/** A sweep that comes later than this means that we stood still ourselves. */
const STOOD_STILL_MS = 5_000;

/** The wall clock and the monotonic clock may part by so much between two sweeps. */
const CLOCK_STEP_MS = 5_000;

type Moment = { readonly wallMs: number; readonly monotonicMs: number };

export function createSweeper({
  read,
  ledger,
  desk,
  now,
  onFailed,
  onClockStep,
}: {
  readonly read: Tables;
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly now: () => Moment;
  readonly onFailed: (error: unknown) => void;
  /** The wall clock jumped by so much; nothing was swept this time. */
  readonly onClockStep: (stepMs: number) => void;
}) {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;
  let last: Moment | undefined;

  /** Does everything that is due at `moment`. */
  async function sweep(moment: Moment): Promise<void> {
    const before = last;
    last = moment;
    if (before !== undefined) {
      const elapsedMs = moment.monotonicMs - before.monotonicMs;
      const stepMs = moment.wallMs - before.wallMs - elapsedMs;
      if (elapsedMs > STOOD_STILL_MS) startSilencesAnew(moment);
      if (Math.abs(stepMs) > CLOCK_STEP_MS) {
        onClockStep(stepMs);
        return;
      }
    }
    await sweepPresences(moment);
    await sweepTargets(moment);
  }

  /** While we stood still nobody could be heard: nobody's silence of that time counts. */
  function startSilencesAnew({ monotonicMs }: Moment): void {
    for (const machine of ledger.memory().machines.values()) machine.heardAt = monotonicMs;
  }

  async function sweepPresences(moment: Moment): Promise<void> {
    const due = await read.estate.duePresences(moment.wallMs, SWEPT_AT_ONCE);
    if (due.length === 0) return;
    await ledger.write((gathering) => {
      const { memory } = gathering;
      for (const { machineId } of due) {
        const machine = memory.machines.get(machineId);
        if (machine !== undefined) checkPresence({ ...gathering, machine, moment });
      }
    });
  }

  /** A promise is broken when working time has passed since it was due, never for `now > due`. */
  async function sweepTargets({ wallMs }: Moment): Promise<void> {
    const due = await read.tickets.dueTargets(wallMs, SWEPT_AT_ONCE);
    if (due.length === 0) return;
    await ledger.write(async ({ unit, draft }) => {
      for (const target of due) {
        const ticket = await unit.tickets.find(target.ticketId);
        if (ticket === undefined || !(await unit.tickets.breach(target))) continue;
        const act = { kind: "breach", target: target.kind } as const;
        const parameters = { target: target.kind };
        await desk.perform({ unit, ticket, act, nowMs: wallMs, by: VIGIE, parameters });
        draft.tickets.add(ticket.id);
      }
    });
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
    start: () => {
      timer = setInterval(tick, SWEEP_EVERY_MS);
    },
    async close(): Promise<void> {
      clearInterval(timer);
      await sweeping;
    },
  };
}
