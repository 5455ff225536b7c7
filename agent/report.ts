import type { ProbeOutcome, Samples } from "@vigie/shared/envelope.ts";
import {
  OBJECTS_PER_KIND_MAX,
  SAMPLES_PER_REPORT_MAX,
  STRING_LENGTH_MAX,
} from "@vigie/shared/limits.ts";
import { metricOf, OBJECT_KINDS, type ObjectKind, type Unit } from "@vigie/shared/metrics.ts";
import type { ReportBody } from "./outbox.ts";
import type { Moment, Outcome } from "./probe.ts";

/**
 * One report as it grows, outcome by outcome. What the collector would refuse never gets in: a value
 * that is no finite number, an unknown metric, more than a report may hold. It becomes a problem of
 * the probe that said it, and the rest of the report stands.
 */
export type Problem = Omit<ProbeOutcome, "probe">;

type Values = Record<string, number>;

export class ReportDraft {
  readonly #samples: Values = {};
  readonly #objects: Partial<Record<ObjectKind, Record<string, Values>>> = {};
  #room = SAMPLES_PER_REPORT_MAX;

  /** Takes in what a probe answered; returns what was wrong with it. */
  add(outcome: Outcome): Problem | undefined {
    if (outcome.outcome !== "value") return toProblem(outcome.outcome, outcome.reason);
    let reason = outcome.missing;
    if (outcome.samples !== undefined) {
      reason = this.#copy(outcome.samples, undefined, this.#samples) ?? reason;
    }
    for (const kind of OBJECT_KINDS) {
      const found = outcome.objects?.[kind];
      if (found !== undefined) reason = this.#copyObjects(kind, found) ?? reason;
    }
    return reason === undefined ? undefined : toProblem("failed", reason);
  }

  finish(
    { wallMs, uptimeMs }: Moment,
    problems: readonly ProbeOutcome[],
    facts: ReportBody["facts"],
  ): ReportBody {
    const hasObjects = Object.keys(this.#objects).length > 0;
    return {
      at: new Date(wallMs).toISOString(),
      uptimeMs,
      samples: this.#samples,
      ...(hasObjects && { objects: this.#objects }),
      ...(facts !== undefined && { facts }),
      ...(problems.length > 0 && { probes: [...problems] }),
    };
  }

  /** Copies the samples that are right, rounded; returns what was wrong with the others. */
  #copy(from: Samples, kind: ObjectKind | undefined, to: Values): string | undefined {
    let reason: string | undefined;
    for (const name in from) {
      const value = from[name];
      const unit = metricOf(name, kind)?.unit;
      if (unit === undefined) {
        reason = "metric_unknown";
      } else if (value === undefined || !Number.isFinite(value)) {
        reason = "value_not_finite";
      } else if (this.#room === 0) {
        reason = "too_many_samples";
      } else {
        to[name] = toPrecision(value, unit);
        this.#room -= 1;
      }
    }
    return reason;
  }

  #copyObjects(kind: ObjectKind, found: Readonly<Record<string, Samples>>): string | undefined {
    const named: Record<string, Values> = {};
    let count = 0;
    let reason: string | undefined;
    for (const [name, from] of Object.entries(found)) {
      if (count === OBJECTS_PER_KIND_MAX) {
        reason = "too_many_objects";
        break;
      }
      if (!isObjectName(name)) {
        reason = "object_name_refused";
        continue;
      }
      const values: Values = {};
      reason = this.#copy(from, kind, values) ?? reason;
      named[name] = values;
      count += 1;
    }
    if (count > 0) this.#objects[kind] = named;
    return reason;
  }
}

/** What is wrong with a probe, as a report says it. */
export function toProblem(outcome: Problem["outcome"], reason: string): Problem {
  return { outcome, reason: reason.slice(0, STRING_LENGTH_MAX) };
}

/** What no screen shows and no store needs is rounded away: it is most of a report's length. */
function toPrecision(value: number, unit: Unit): number {
  switch (unit) {
    case "percent":
    case "per_second":
    case "load":
      return Math.round(value * 100) / 100;
    case "bytes":
    case "bytes_per_second":
    case "count":
    case "seconds":
      return Math.round(value);
  }
}

function isObjectName(name: string): boolean {
  return name !== "" && name.length <= STRING_LENGTH_MAX && name !== "__proto__";
}
