import { metricNamed, OBJECT_KINDS } from "@vigie/shared/metrics.ts";
import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import type { Shape } from "../domain/samples.ts";
import { stepCount } from "../domain/steps.ts";
import { fitRow, tellRefused } from "./fitting.ts";
import {
  authorization,
  createWriter,
  type InfluxSettings,
  unavailable,
  type Writer,
} from "./influxdb-write.ts";
import {
  type LineShape,
  measurementOf,
  toLineShape,
  toLines,
  toTagValue,
} from "./line-protocol.ts";
import type { MetricStore, OnRefused, SeriesQuery, SpoolRow } from "./metric-store.ts";

/**
 * Keeps samples in InfluxDB 1.6 and later, 2.x, 3.x or its cloud, by what they all have in common:
 * line protocol in, InfluxQL out.
 *
 * It keeps no mark: a row that is applied again writes the same points to the same places. For the
 * same reason, of two reports of a machine with the same millisecond the later one is kept, metric by
 * metric; the embedded engine keeps both.
 */
export type InfluxMetrics = MetricStore & {
  /** Asks whether the server is there; rejects with `metrics_unavailable`. */
  open(): Promise<void>;
};

export type InfluxOptions = {
  readonly onRefused: OnRefused;
  readonly limits?: Limits;
};

type Limits = { readonly writeMs: number; readonly queryMs: number };
const LIMITS: Limits = { writeMs: 10_000, queryMs: 30_000 };

/** Calls that may wait for their turn; one more is refused, and may be made again. */
const CALLS_MAX = 100;

/** Text of one write: some ten milliseconds of making it, then others have their turn. */
const WRITE_CHARACTERS = 1_000_000;

/** Prepared heads of lines; above this many shapes they are made anew. */
const LINE_SHAPES_MAX = 50_000;

export function createInfluxMetrics(
  settings: InfluxSettings,
  { onRefused, limits = LIMITS }: InfluxOptions,
): InfluxMetrics {
  let refusedCount = 0;
  const refuse: OnRefused = (lines, reason) => {
    refusedCount += lines.length;
    onRefused(lines, reason);
  };
  const writer = createWriter(settings, { timeoutMs: limits.writeMs, onRefused: refuse });
  const ask = createAsk(settings, limits.queryMs);
  const applyNow = createApply(writer, refuse);
  let turn: Promise<void> = Promise.resolve();
  let waiting = 0;

  const rowsOf = createRowsOf(settings, ask);

  return {
    async open() {
      await ask.ping();
    },

    async apply(rows, shapes) {
      if (waiting >= CALLS_MAX) throw unavailable("too many calls are waiting");
      waiting += 1;
      // One after the other: the client's flush knows the failures of its last request only.
      const applied = turn.then(() => applyNow(rows, shapes)).finally(() => (waiting -= 1));
      turn = applied.catch(() => {});
      await applied;
    },

    async series(query) {
      const rows = await rowsOf(query, ["mean", "min", "max"]);
      const column = (index: number) => rows.map((row) => row[index] ?? 0);
      return { atMs: column(0), mean: column(1), min: column(2), max: column(3) };
    },

    async medians(query) {
      const rows = await rowsOf(query, ["median"]);
      return { atMs: rows.map((row) => row[0] ?? 0), median: rows.map((row) => row[1] ?? 0) };
    },

    async dropBefore(beforeMs) {
      const measurements = ["machine", ...OBJECT_KINDS];
      const texts = measurements.map(
        (name) => `DELETE FROM ${quoted(name)} WHERE time < ${Math.floor(beforeMs)}ms`,
      );
      await ask.query(texts.join("; "), {});
    },

    refused: () => refusedCount,

    async close() {
      await turn;
      await writer.close();
    },
  };
}

/** Steps of a series: where each begins, and what was asked of it. */
function createRowsOf(settings: InfluxSettings, ask: ReturnType<typeof createAsk>) {
  return async (query: SeriesQuery, asked: readonly Asked[]): Promise<Static<typeof Rows>> => {
    if (stepCount(query) === 0 || metricNamed(query.metric) === undefined) return [];
    const { machineId: machine, object } = query;
    const parameters = {
      machine: toTagValue(machine),
      object: object === null ? "" : toTagValue(object),
    };
    return ask.query(seriesText(query, asked, settings.retentionPolicy), parameters);
  };
}

type KnownShape = { readonly width: number; readonly lineShape: LineShape };

function createApply(writer: Writer, onRefused: OnRefused) {
  const known = new Map<number, KnownShape>();

  return async (rows: readonly SpoolRow[], shapes: readonly Shape[]): Promise<void> => {
    if (known.size > LINE_SHAPES_MAX) known.clear();
    for (const shape of shapes) {
      if (known.has(shape.id)) continue;
      known.set(shape.id, { width: shape.columns.length, lineShape: toLineShape(shape) });
    }
    const fitted = rows.map((row) => fitRow(row, (id) => known.get(id)?.width));
    let text = "";
    for (const report of fitted.flatMap(({ reports }) => reports)) {
      text += toLines(report, known.get(report.shapeId)?.lineShape ?? []);
      if (text.length < WRITE_CHARACTERS) continue;
      await writer.write(text);
      text = "";
    }
    if (text !== "") await writer.write(text);
    tellRefused(
      fitted.flatMap(({ refused }) => refused),
      onRefused,
    );
  };
}

/** What may be asked of a step; PERCENTILE is one of the values, where MEDIAN may lie between two. */
const ASKED = {
  mean: (field: string) => `mean(${field})`,
  min: (field: string) => `min(${field})`,
  max: (field: string) => `max(${field})`,
  median: (field: string) => `percentile(${field}, 50)`,
} as const;
type Asked = keyof typeof ASKED;

function seriesText(query: SeriesQuery, asked: readonly Asked[], retentionPolicy: string): string {
  const { metric, fromMs, toMs, stepMs } = query;
  const field = quoted(metric);
  const policy = retentionPolicy === "" ? "" : `${quoted(retentionPolicy)}.`;
  return [
    `SELECT ${asked.map((name) => ASKED[name](field)).join(", ")}`,
    `FROM ${policy}${quoted(measurementOf(metric))}`,
    `WHERE machine = $machine AND object = $object AND time >= ${fromMs}ms AND time < ${toMs}ms`,
    `GROUP BY time(${stepMs}ms) fill(none)`,
  ].join(" ");
}

function quoted(name: string): string {
  return `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

const Rows = Type.Array(Type.Array(Type.Union([Type.Number(), Type.Null()])));
const Answer = Type.Object({
  results: Type.Array(
    Type.Object({
      error: Type.Optional(Type.String()),
      series: Type.Optional(Type.Array(Type.Object({ values: Rows }))),
    }),
  ),
});
const answerCheck = Compile(Answer);

function createAsk(settings: InfluxSettings, timeoutMs: number) {
  const base = settings.url.replace(/\/+$/, "");
  const headers = authorization(settings);

  async function request(path: string, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(base + path, { ...init, headers, signal, redirect: "error" });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return response;
  }

  return {
    async ping(): Promise<void> {
      try {
        const response = await request("/ping", {});
        await response.body?.cancel();
      } catch (error) {
        throw unavailable(error);
      }
    },

    async query(q: string, parameters: Record<string, string>): Promise<Static<typeof Rows>> {
      const params = JSON.stringify(parameters);
      const body = new URLSearchParams({ db: settings.database, epoch: "ms", q, params });
      try {
        const response = await request("/query", { method: "POST", body });
        return toRows(await response.json());
      } catch (error) {
        throw unavailable(error);
      }
    },
  };
}

function toRows(answer: unknown): Static<typeof Rows> {
  if (!answerCheck.Check(answer)) throw new Error("its answer does not have the known form");
  const error = answer.results.find((result) => result.error !== undefined)?.error;
  if (error !== undefined) throw new Error(error);
  return answer.results.flatMap((result) => result.series ?? []).flatMap(({ values }) => values);
}
