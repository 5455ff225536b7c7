import { metricNamed } from "@vigie/shared/metrics.ts";

/** Whether a value may still be taken for what is so now. */

/** How an agent reports when it has not said otherwise. */
const CADENCE_SECONDS_DEFAULT = 60;
/** What moves slowly is measured once a minute, however often the agent reports. */
const SLOW_SECONDS = 60;
const CADENCES_MAX = 2;

type Measured = { readonly metric: string; readonly atMs: number };

/** Older than two of the cadences in which it is measured. */
export function isStale(
  { metric, atMs }: Measured,
  cadenceSeconds: number | null,
  nowMs: number,
): boolean {
  const cadence = cadenceSeconds ?? CADENCE_SECONDS_DEFAULT;
  const isSlow = metricNamed(metric)?.kind === "volume" || metric === "processes_count";
  const everySeconds = isSlow ? Math.max(cadence, SLOW_SECONDS) : cadence;
  return nowMs - atMs > CADENCES_MAX * everySeconds * 1_000;
}
