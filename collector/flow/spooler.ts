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

/** Shapes that are kept in memory; beyond, they are read again. */
const SHAPES_KEPT_MAX = 50_000;

type Tools = {
  readonly registry: Registry;
  readonly metrics: MetricStore;
  readonly onFailed: (error: unknown) => void;
};

export class Spooler {
  readonly #tools: Tools;
  readonly #shapes: ShapeShelf;
  #appliedId = 0;
  #droppedId = 0;
  #draining: Promise<void> | undefined;
  #hasMore = false;
  #closing = new AbortController();
  readonly #counts = { rows: 0, failed: 0, isBehind: false };

  constructor(tools: Tools) {
    this.#tools = tools;
    this.#shapes = createShapeShelf(tools.registry);
  }

  /** There is something new in the spool. */
  kick(): void {
    this.#hasMore = true;
    if (this.#closing.signal.aborted) return;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
      if (this.#hasMore) this.kick();
    });
  }

  /** The newest row that is no longer needed; undefined = none since the last call. */
  takeDroppable(): number | undefined {
    if (this.#appliedId === this.#droppedId) return undefined;
    this.#droppedId = this.#appliedId;
    return this.#droppedId;
  }

  counts() {
    return { ...this.#counts };
  }

  /** Resolves when nothing is being applied any more; what waits stays in the spool. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#hasMore && !this.#closing.signal.aborted) {
      this.#hasMore = false;
      try {
        await this.#applyAll();
        this.#counts.isBehind = false;
      } catch (error) {
        this.#counts.failed += 1;
        this.#counts.isBehind = true;
        this.#hasMore = true;
        this.#tools.onFailed(error);
        await pause(FAILED_WAIT_MS, this.#closing.signal);
      }
    }
  }

  async #applyAll(): Promise<void> {
    const { registry, metrics } = this.#tools;
    while (!this.#closing.signal.aborted) {
      const rows = await registry.read.deliveries.spool(this.#appliedId, ROWS_AT_ONCE);
      const last = rows.at(-1);
      if (last === undefined) return;
      await metrics.apply(rows, await this.#shapes.of(rows));
      this.#appliedId = last.id;
      this.#counts.rows += rows.length;
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }
}

type ShapeShelf = {
  readonly of: (rows: readonly { readonly samples: Uint8Array }[]) => Promise<Shape[]>;
};

/** The shapes that rows name, read from the registry once. */
function createShapeShelf({ read }: Registry): ShapeShelf {
  const shapes = new Map<number, Shape>();
  return {
    async of(rows) {
      const ids = [...new Set(rows.flatMap(({ samples }) => [...shapeIdsIn(samples)]))];
      if (shapes.size + ids.length > SHAPES_KEPT_MAX) shapes.clear();
      const missing = ids.filter((id) => !shapes.has(id));
      const found = missing.length === 0 ? [] : await read.estate.shapes(missing);
      for (const shape of found) shapes.set(shape.id, shape);
      return ids.flatMap((id) => shapes.get(id) ?? []);
    },
  };
}

/** Waits so long, or until the signal ends it. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
