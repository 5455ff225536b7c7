import { VOLUMES } from "./plan.ts";
import type { Intent, Truth } from "./truth.ts";

/**
 * The small evaluator: which tickets an agent's own log calls for. What became alarming in a run stays
 * so, and so its one ticket stays open. The rules are told here by hand, and nothing of how the collector
 * decides is used.
 */
export type Called = {
  /** Machine, rule and object of the tickets that must be open. */
  readonly must: readonly string[];
  /** Those whose hold time may or may not be over. */
  readonly may: readonly string[];
};

const VOLUME_RULE = "volume_almost_full";
const VOLUME_FIRES_AT = 90;

/** Held for 1.5 s and three reports; a kill in between makes the reports count anew. */
const PROCESSOR_RULE = "processor_saturated";
const PROCESSOR_FIRES_AT = 95;
const SURELY_HELD_MS = 4_500;
const SURELY_HELD_REPORTS = 8;

export function calledFor(machineId: string, { intents, kept }: Truth): Called {
  const isKept = new Set(kept.map((line) => line.kept));
  const reports = intents.filter(({ intent }) => isKept.has(intent));
  const last = reports.at(-1);
  if (last === undefined) return { must: [], may: [] };

  const full = VOLUMES.filter((_, place) => (last.used[place] ?? 0) >= VOLUME_FIRES_AT);
  const volumes = full.map((object) => `${machineId} ${VOLUME_RULE} ${object}`);
  const processor = `${machineId} ${PROCESSOR_RULE} `;
  const isSurelyHeld = wasBusyFor(reports, last);
  return {
    must: isSurelyHeld ? [...volumes, processor] : volumes,
    may: last.busy >= PROCESSOR_FIRES_AT && !isSurelyHeld ? [processor] : [],
  };
}

function wasBusyFor(reports: readonly Intent[], last: Intent): boolean {
  const busy = reports.filter((report) => report.busy >= PROCESSOR_FIRES_AT);
  const first = busy[0];
  if (first === undefined) return false;
  return last.atMs - first.atMs >= SURELY_HELD_MS && busy.length >= SURELY_HELD_REPORTS;
}
