import type { Registry, Unit } from "../registry/registry.ts";
import type { TicketDesk } from "./desk.ts";
import { type Draft, newDraft, toBatchRows } from "./draft.ts";
import { loadMemory, type Memory } from "./memory.ts";
import type { Change } from "./watch.ts";

/**
 * The one way to change anything: what is in memory and what is in the registry, in one unit after
 * the other. Memory is changed while the unit is gathered; should the commit fail, the next unit
 * begins by reading memory from the registry again, so that the two cannot part.
 */
export type Ledger = ReturnType<typeof createLedger>;

export type Gathering = {
  readonly memory: Memory;
  readonly draft: Draft;
  readonly unit: Unit;
  /** Hands a change of an alert to the desk, in this same unit. */
  readonly onChange: (change: Change) => void;
};

export function createLedger({
  registry,
  desk,
  memory: first,
  now,
  onCommitted,
}: {
  readonly registry: Registry;
  readonly desk: TicketDesk;
  readonly memory: Memory;
  readonly now: () => { readonly wallMs: number; readonly monotonicMs: number };
  readonly onCommitted: (draft: Draft, memory: Memory) => void;
}) {
  let memory = first;
  let isStale = false;

  /**
   * Gathers and commits one unit, and says what was committed. Rejects, with nothing changed, when
   * either fails.
   */
  async function write<T>(gather: (gathering: Gathering) => T | Promise<T>): Promise<T> {
    let draft: Draft;
    let answer: T;
    try {
      [draft, answer] = await registry.commit(async (unit) => fill(unit, gather));
    } catch (error) {
      isStale = true;
      throw error;
    }
    onCommitted(draft, memory);
    return answer;
  }

  async function fill<T>(
    unit: Unit,
    gather: (gathering: Gathering) => T | Promise<T>,
  ): Promise<[Draft, T]> {
    if (isStale) {
      memory = await loadMemory(unit, now().monotonicMs);
      isStale = false;
    }
    const draft = newDraft();
    const nowMs = now().wallMs;
    const answer = await gather({
      memory,
      draft,
      unit,
      onChange: (change) =>
        draft.acts.push((inside) => desk.receive(inside, change, { nowMs, touched: draft })),
    });
    // An act may add another one: a redelivery that turns out to be a conflict is refused.
    for (const act of draft.acts) await act(unit);
    const rows = toBatchRows(draft);
    if (hasRows(rows)) await unit.recordBatch(rows);
    return [draft, answer];
  }

  return { write, memory: () => memory };
}

function hasRows({ received, streams, shapes, latest, spool }: ReturnType<typeof toBatchRows>) {
  return spool !== undefined || [received, streams, shapes, latest].some((rows) => rows.length > 0);
}
