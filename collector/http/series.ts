import { Instant, Series } from "@vigie/shared/machine.ts";
import { metricNamed } from "@vigie/shared/metrics.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { type Static, Type } from "typebox";
import { findMachine, toInstant } from "../flow/documents.ts";
import type { SeriesAnswer } from "../metrics/metric-store.ts";
import type { Api, HttpParts } from "./api.ts";
import { IdPath } from "./paths.ts";
import { requireFound } from "./problems.ts";

/** Series for charts: the server chooses the step, so that a chart never gets more than it can draw. */

/** Points of a series at most: a chart has no more pixels worth it. */
export const POINTS_MAX = 600;

/** Steps to choose from, seconds. The last one serves the longest span. */
const STEPS_SECONDS = [
  10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
] as const;

const DAY_SECONDS = 86_400;
const SPAN_DAYS_MAX = 400;

/** Between two reports of a machine that has not said how often it reports. */
const CADENCE_DEFAULT_SECONDS = 60;

/** So many steps or cadences without a sample are a gap, and not a report that came a little late. */
const GAP_STEPS = 2.5;

const SeriesQuery = Type.Object(
  {
    metric: Type.String({ maxLength: 64 }),
    /** The volume, disk or interface, for a metric of one. */
    object: Type.Optional(Type.String({ maxLength: 255 })),
    from: Instant,
    /** Exclusive. */
    to: Instant,
  },
  { additionalProperties: false },
);
type SeriesQuery = Static<typeof SeriesQuery>;

export function addSeries(
  app: Api,
  { registry, metrics }: Pick<HttpParts, "registry" | "metrics">,
): void {
  app.route({
    method: "GET",
    url: "/api/machines/:id/series",
    config: { policy: "staff" },
    schema: {
      summary: "One metric of a machine over time",
      tags: ["machines"],
      params: IdPath,
      querystring: SeriesQuery,
      response: { 200: Series },
    },
    handler: async ({ params, query }) => {
      const machine = requireFound(await findMachine(registry.read, params.id));
      checkMetric(query);
      const { fromMs, toMs } = spanOf(query);
      const cadenceSeconds = machine.cadenceSeconds ?? CADENCE_DEFAULT_SECONDS;
      const stepSeconds = stepFor((toMs - fromMs) / 1_000, cadenceSeconds);
      const { metric, object = null } = query;
      const stepMs = stepSeconds * 1_000;
      const asked = { machineId: params.id, metric, object, fromMs, toMs, stepMs };
      const quietMs = Math.max(stepSeconds, cadenceSeconds, CADENCE_DEFAULT_SECONDS) * 1_000;
      const columns = withGaps(await metrics.series(asked), { stepMs, gapMs: GAP_STEPS * quietMs });
      return {
        metric,
        object,
        from: toInstant(fromMs),
        to: toInstant(toMs),
        stepSeconds,
        ...columns,
      };
    },
  });
}

/** The least step of the ladder that is no shorter than the cadence and gives few enough points. */
export function stepFor(spanSeconds: number, cadenceSeconds: number): number {
  const least = Math.max(cadenceSeconds, spanSeconds / POINTS_MAX);
  return STEPS_SECONDS.find((step) => step >= least) ?? DAY_SECONDS;
}

/**
 * Puts one empty place into each gap, so that no line is drawn across it. Steps without a sample
 * between two reports are no gap.
 */
export function withGaps(
  { atMs, mean, min, max }: SeriesAnswer,
  { stepMs, gapMs }: { readonly stepMs: number; readonly gapMs: number },
): Pick<Series, "at" | "mean" | "min" | "max"> {
  const columns: Pick<Series, "at" | "mean" | "min" | "max"> = {
    at: [],
    mean: [],
    min: [],
    max: [],
  };
  const add = (at: number, place: number | undefined): void => {
    columns.at.push(at);
    columns.mean.push(place === undefined ? null : (mean[place] ?? null));
    columns.min.push(place === undefined ? null : (min[place] ?? null));
    columns.max.push(place === undefined ? null : (max[place] ?? null));
  };
  let before: number | undefined;
  for (const [place, at] of atMs.entries()) {
    if (before !== undefined && at - before > gapMs) add(before + stepMs, undefined);
    add(at, place);
    before = at;
  }
  return columns;
}

function checkMetric({ metric, object }: SeriesQuery): void {
  const known = metricNamed(metric);
  if (known === undefined) refuse("query/metric is not in the catalogue of metrics");
  else if (known.kind !== undefined && object === undefined) {
    refuse(`query/object is needed: which ${known.kind}`);
  } else if (known.kind === undefined && object !== undefined) {
    refuse("query/object does not go with a metric of the machine itself");
  }
}

function spanOf({ from, to }: SeriesQuery): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = Temporal.Instant.from(from).epochMilliseconds;
  const toMs = Temporal.Instant.from(to).epochMilliseconds;
  if (toMs <= fromMs) refuse("query/to must be after query/from");
  const days = (toMs - fromMs) / 1_000 / DAY_SECONDS;
  if (days > SPAN_DAYS_MAX) {
    const detail = `${Math.ceil(days)} days, at most ${SPAN_DAYS_MAX}`;
    throw new ProblemError("series_too_long", { detail });
  }
  return { fromMs, toMs };
}

function refuse(detail: string): never {
  throw new ProblemError("request_malformed", { detail });
}
