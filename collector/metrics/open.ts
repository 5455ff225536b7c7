import { ProblemError } from "@vigie/shared/problems.ts";
import { createEmbeddedMetrics } from "./embedded.ts";
import { createInfluxMetrics } from "./influxdb.ts";
import type { InfluxSettings, OnRefused } from "./influxdb-write.ts";
import type { MetricStore } from "./metric-store.ts";

export type MetricSettings =
  | { readonly engine: "embedded"; readonly path: string }
  | ({ readonly engine: "influxdb" } & InfluxSettings);

type Log = (line: string) => void;

/**
 * Opens the metric store of the settings. A store that cannot be used now is said in the log and
 * does not stop the collector: its calls reject with `metrics_unavailable` until it can. Rejects
 * where waiting will not help, such as for the file of a newer Vigie.
 */
export async function openMetricStore(
  settings: MetricSettings,
  log: Log,
  onRefused: OnRefused = logRefused(log),
): Promise<MetricStore> {
  const store =
    settings.engine === "embedded"
      ? createEmbeddedMetrics({ path: settings.path, log })
      : createInfluxMetrics(settings, { onRefused });
  try {
    await store.open();
  } catch (error) {
    if (!(error instanceof ProblemError) || !error.retryable) {
      await store.close();
      throw error;
    }
    log(error.message);
  }
  return store;
}

/** Whoever keeps dead letters passes a function of their own; the log has the first line. */
function logRefused(log: Log): OnRefused {
  return (lines, reason) => log(`${lines.length} lines refused (${reason}): ${lines[0]}`);
}
