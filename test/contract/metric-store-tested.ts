import type { Column, Shape } from "../../collector/domain/samples.ts";
import type { MetricStore, SeriesQuery } from "../../collector/metrics/metric-store.ts";
import type { MetricSettings } from "../../collector/metrics/open.ts";

/** The store of the test that runs, in a place of its own. */
export type Tested = {
  readonly settings: () => MetricSettings;
  readonly store: () => MetricStore;
  /** Lines that it refused since the last call; what no test asks for it must not refuse. */
  readonly takeRefused: () => readonly string[];
  readonly open: () => Promise<void>;
};

export const NOON = Date.parse("2026-03-10T12:00:00Z");
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const CPU: Column = { metric: "cpu_busy_percent", object: null };
export const CPU_SHAPE: Shape = { id: 1, machineId: "mac_one", columns: [CPU] };

/** The processor of the first machine over the hour from noon, by the minute. */
export const CPU_OF_HOUR: SeriesQuery = {
  machineId: "mac_one",
  ...CPU,
  fromMs: NOON,
  toMs: NOON + HOUR,
  stepMs: MINUTE,
};
