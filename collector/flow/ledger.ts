import { SampleWriter } from "../domain/samples.ts";
import type { BatchRows, Registry, Tables, Unit } from "../registry/registry.ts";
import { refreshCoverage } from "./coverage.ts";
import type { Happening, TicketDesk } from "./desk.ts";
import { type Draft, newDraft, toBatchRows, touchedOf, touchTicket } from "./draft.ts";
import type { Touch } from "./hold.ts";
import { loadMemory, type Memory } from "./memory.ts";
import type { Notifier } from "./notifier.ts";
import type { Change } from "./watch.ts";
import { watchTickets } from "./watches.ts";

/**
 * The one way to change anything: what is in memory and what is in the registry, in one unit after
 * the other. Memory is changed while the unit is gathered; should the commit fail, the next unit
 * begins by reading memory from the registry again, so that the two cannot part.
 */
export type Ledger = {
  /**
   * Gathers and commits one unit. Rejects, with nothing changed, when either fails. What `gather`
   * answers is answered once it is committed.
   */
  readonly write: <T>(gather: Gather<T>) => Promise<T>;
  readonly memory: () => Memory;
};

export type Gather<T> = (gathering: Gathering) => T | Promise<T>;

export type Gathering = {
  readonly memory: Memory;
  readonly draft: Draft;
  readonly unit: Unit;
  /** Hands a change of an alert to the desk, in this same unit. */
  readonly onChange: (change: Change) => void;
};

type Tools = {
  readonly registry: Registry;
  readonly desk: TicketDesk;
  readonly now: () => { readonly wallMs: number; readonly monotonicMs: number };
  /** The newest spool row that the metric store holds for good; it goes with the next unit. */
  readonly spooled: () => number | undefined;
  /** Tells of what the histories of tickets gained, in the same unit; without one nobody is told. */
  readonly notifier?: Notifier | undefined;
};

export function createLedger({
  memory: first,
  onCommitted,
  ...tools
}: Tools & {
  readonly memory: Memory;
  readonly onCommitted: (draft: Draft) => void;
}): Ledger {
  const samples = new SampleWriter();
  let memory = first;
  let isStale = false;
  let lane: Promise<unknown> = Promise.resolve();

  async function commit<T>(gather: Gather<T>): Promise<T> {
    let filled: Filled<T>;
    try {
      filled = await tools.registry.commit(async (unit) => {
        await reread(unit);
        return fill(tools, { memory, unit, draft: newDraft(samples) }, gather);
      });
    } catch (error) {
      isStale = true;
      throw error;
    }
    if (filled.draft.rereads) await rereadNow();
    onCommitted(filled.draft);
    return filled.answer;
  }

  async function reread(tables: Tables): Promise<void> {
    if (isStale) memory = await loadMemory(tables, tools.now().monotonicMs, memory);
    isStale = false;
  }

  /** What was committed is not undone by this: should it fail, the next unit begins with it. */
  async function rereadNow(): Promise<void> {
    isStale = true;
    await tools.registry.commit(reread).catch(() => {});
  }

  /** The next one enters only when it is known how the one before ended: memory depends on it. */
  function write<T>(gather: Gather<T>): Promise<T> {
    const written = lane.then(() => commit(gather));
    lane = written.catch(() => {});
    return written;
  }

  return { write, memory: () => memory };
}

type Filled<T> = { readonly draft: Draft; readonly answer: T };

async function fill<T>(
  { desk, now, spooled, notifier }: Tools,
  { memory, unit: bare, draft }: Omit<Gathering, "onChange">,
  gather: Gather<T>,
): Promise<Filled<T>> {
  const nowMs = now().wallMs;
  const unit = noting(bare, draft);
  const touch: Touch = (ticket) => touchTicket(draft, ticket);
  const happeningOn = (machineId: string): Happening => ({
    nowMs,
    touched: touchedOf(draft, machineId),
    touch,
  });
  const onChange = (change: Change): void => {
    const happening = happeningOn(change.machine.id);
    draft.acts.push((inside) => desk.receive(inside, change, happening));
  };
  const answer = await gather({ memory, draft, unit, onChange });
  // An act may add another one: a redelivery that turns out to be a conflict is refused.
  for (const act of draft.acts) await act(unit);
  for (const customerId of draft.coverageOf) {
    await refreshCoverage({ unit, memory, draft }, { customerId, nowMs });
  }
  for (const machine of draft.returned) {
    await desk.welcome(unit, machine, happeningOn(machine.id));
  }
  for (const machine of draft.covered) {
    await desk.takeUp(unit, machine, happeningOn(machine.id));
  }
  await desk.regroup(unit, { lines: draft.lines, nowMs, touch });
  const { lines, seats, coverageOf: customerIds } = draft;
  await desk.seat(unit, { lines, customerIds, seats, nowMs, touch });
  for (const customerId of seats.unfinished) memory.unseated.add(customerId);
  await watchTickets(unit, draft.lines, nowMs);
  if (notifier !== undefined) draft.notices += await notifier.onLines(unit, draft.lines, nowMs);
  const rows = toBatchRows(draft);
  if (hasRows(rows)) await unit.recordBatch(rows);
  const throughId = spooled();
  if (throughId !== undefined) await unit.deliveries.dropSpool(throughId);
  return { draft, answer };
}

/** The unit, with every line that it adds to a history kept in the draft. */
function noting(unit: Unit, { lines }: Draft): Unit {
  return {
    ...unit,
    tickets: {
      ...unit.tickets,
      async addTransition(row) {
        const id = await unit.tickets.addTransition(row);
        lines.push({ ...row, id });
        return id;
      },
    },
  };
}

function hasRows({ received, streams, shapes, latest, spool }: BatchRows): boolean {
  return spool !== undefined || [received, streams, shapes, latest].some((rows) => rows.length > 0);
}
