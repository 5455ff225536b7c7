import { ProblemError } from "@vigie/shared/problems.ts";
import { createEmbeddedMetrics } from "./embedded.ts";
import { createInfluxMetrics } from "./influxdb.ts";
import type { InfluxSettings } from "./influxdb-write.ts";
import type { MetricStore, OnRefused, SpoolOwner } from "./metric-store.ts";

export type MetricSettings =
  | { readonly engine: "embedded"; readonly path: string }
  | ({ readonly engine: "influxdb" } & InfluxSettings);

type Log = (line: string) => void;

/** A refused line in the log, as far as it is shown. */
const LINE_LENGTH_MAX = 500;

/**
 * Opens the metric store of the settings. A store that cannot be used now is said in the log and
 * does not stop the collector: its calls reject with `metrics_unavailable` until it can. Rejects
 * where waiting will not help, such as for the file of a newer Vigie. An embedded store's file that
 * is not the owner's is put beside, and said.
 */
export async function openMetricStore(
  settings: MetricSettings,
  owner: SpoolOwner,
  { log, onRefused = logRefused(log) }: { readonly log: Log; readonly onRefused?: OnRefused },
): Promise<MetricStore> {
  const store =
    settings.engine === "embedded"
      ? createEmbeddedMetrics({ path: settings.path, owner, log, onRefused })
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
  return (lines, reason) => {
    const first = lines[0]?.slice(0, LINE_LENGTH_MAX);
    log(`the metric store refused ${lines.length} lines for good (${reason}): ${first}`);
  };
}
