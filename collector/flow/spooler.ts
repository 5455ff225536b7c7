import { type Shape, shapeIdsIn } from "../domain/samples.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { Registry } from "../registry/registry.ts";

/**
 * Brings committed samples from the registry's spool to the metric store, in order and again until
 * it holds them. The store may be away for a day: reports, alerts and tickets go on meanwhile.
 */

/** Spool rows applied at once. */
const ROWS_AT_ONCE = 64;

/** How long to wait after the store failed. */
const FAILED_WAIT_MS = 5_000;

/** What may wait for a store that is away; beyond, the oldest samples are given up, with an error. */
export const SPOOL_BYTES_MAX = 2 * 1024 ** 3;

/** Shapes that are kept in memory for unpacking's sake; beyond, they are read again. */
const SHAPES_KEPT_MAX = 50_000;

export type Spooler = ReturnType<typeof createSpooler>;

export function createSpooler({
  registry,
  metrics,
  onFailed,
}: {
  readonly registry: Registry;
  readonly metrics: MetricStore;
  readonly onFailed: (error: unknown) => void;
}) {
  const shapes = new Map<number, Shape>();
  let appliedId = 0;
  let droppedId = 0;
  let working: Promise<void> | undefined;
  let hasMore = false;
  let isClosed = false;
  const counts = { rows: 0, failed: 0, isBehind: false };

  /** There is something new in the spool. */
  function kick(): void {
    hasMore = true;
    if (working !== undefined || isClosed) return;
    working = drain().finally(() => {
      working = undefined;
    });
  }

  async function drain(): Promise<void> {
    while (hasMore && !isClosed) {
      hasMore = false;
      try {
        await applyAll();
        counts.isBehind = false;
      } catch (error) {
        counts.failed += 1;
        counts.isBehind = true;
        onFailed(error);
        hasMore = true;
        await pause(FAILED_WAIT_MS);
      }
    }
  }

  async function applyAll(): Promise<void> {
    for (;;) {
      const rows = await registry.read.deliveries.spool(appliedId, ROWS_AT_ONCE);
      const last = rows.at(-1);
      if (last === undefined || isClosed) return;
      await metrics.apply(rows, await shapesOf(rows.map(({ samples }) => samples)));
      appliedId = last.id;
      counts.rows += rows.length;
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }

  async function shapesOf(samples: readonly Uint8Array[]): Promise<Shape[]> {
    const ids = new Set(samples.flatMap((bytes) => [...shapeIdsIn(bytes)]));
    const missing = [...ids].filter((id) => !shapes.has(id));
    if (shapes.size + missing.length > SHAPES_KEPT_MAX) shapes.clear();
    if (missing.length > 0) {
      const wanted = shapes.size === 0 ? [...ids] : missing;
      for (const shape of await registry.read.estate.shapes(wanted)) shapes.set(shape.id, shape);
    }
    return [...ids].flatMap((id) => shapes.get(id) ?? []);
  }

  /** The newest row that is no longer needed; undefined = none since the last call. */
  function takeDroppable(): number | undefined {
    if (appliedId === droppedId) return undefined;
    droppedId = appliedId;
    return droppedId;
  }

  async function close(): Promise<void> {
    isClosed = true;
    wake?.();
    await working;
  }

  let wake: (() => void) | undefined;
  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return { kick, takeDroppable, close, counts: () => ({ ...counts }) };
}
