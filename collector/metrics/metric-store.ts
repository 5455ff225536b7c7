import type { Shape } from "../domain/samples.ts";

/** Samples of one committed batch, packed as domain/samples.ts says. Ids grow without reuse. */
export type SpoolRow = { readonly id: number; readonly samples: Uint8Array };

/** The registry whose spool a store applies. What another one gave the same ids is something else. */
export type SpoolOwner = {
  readonly registryId: string;
  /** The highest id that its spool ever gave: a mark above it is of a later state of the registry. */
  readonly lastSpoolId: number;
};

/** What a store never takes, as text, and why. It may be told twice of the same lines. */
export type OnRefused = (lines: readonly string[], reason: string) => void;

/** One metric of one machine or object over [from, to), in steps. */
export type SeriesQuery = {
  readonly machineId: string;
  /** Full name, such as `volume_used_percent`. */
  readonly metric: string;
  readonly object: string | null;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly stepMs: number;
};

/** Parallel columns, one place a step that has samples, oldest first. */
export type SeriesAnswer = {
  /** Start of the step, epoch milliseconds, a multiple of `stepMs`. */
  readonly atMs: readonly number[];
  readonly mean: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
};

/** Parallel columns as those of a series, each step told by its middle value. */
export type MedianAnswer = {
  readonly atMs: readonly number[];
  /** Of two in the middle the lower. */
  readonly median: readonly number[];
};

/**
 * Where samples are kept. Each engine in this folder implements this, and
 * test/contract/metric-store.test.ts holds every one of them to the same promises.
 *
 * The truth of what was received is the registry's; the spool brings it here after COMMIT. Applying
 * a row twice is applying it once, so that a crash between the two stores neither loses nor doubles.
 */
export interface MetricStore {
  /**
   * Keeps the samples of these rows, in order; resolves when they will survive a crash. Rows at or
   * below the store's mark change nothing. `shapes` holds at least every shape that the rows name. A
   * report that does not fit its shape is refused for good, as is a row that cannot be unpacked; the
   * others are kept. Rejects with `metrics_unavailable` when it may succeed later.
   */
  apply(rows: readonly SpoolRow[], shapes: readonly Shape[]): Promise<void>;

  /**
   * The steps of a series. An unknown machine, metric or object has none. Rejects with
   * `series_too_long` above `STEPS_MAX` steps, and with `metrics_unavailable`.
   */
  series(query: SeriesQuery): Promise<SeriesAnswer>;

  /** The middle value of each step, of which one wrong measure moves nothing. As `series` otherwise. */
  medians(query: SeriesQuery): Promise<MedianAnswer>;

  /** Forgets samples older than this. Rejects with `metrics_unavailable`. */
  dropBefore(beforeMs: number): Promise<void>;

  /** Lines that were refused for good since the start. */
  refused(): number;

  /** Resolves once what is under way is done. Nothing may be asked afterwards. */
  close(): Promise<void>;
}
