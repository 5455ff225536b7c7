import { metricNamed } from "@vigie/shared/metrics.ts";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import type { MachineLive } from "../live/machine-live.ts";
import type { Words } from "../words/words.tsx";
import type { ChartQuestion } from "./chart.tsx";
import type { Summary } from "./columns.ts";
import type { PlotThreshold } from "./plot.ts";

/** Which questions are asked of a machine, and how their answers read. */

type Reader = Pick<Words, "words" | "formats">;

/** Volumes drawn in one chart: more lines than these cannot be told apart. */
const VOLUMES_MAX = 4;
const VOLUME_COLOURS = [
  "--chart-volume",
  "--chart-volume-2",
  "--chart-volume-3",
  "--chart-volume-4",
];

/** Objects that have this metric now, by name. */
export function objectsOf(live: MachineLive, metric: string): string[] {
  const names = [...live.latest.values()]
    .filter((value) => value.metric === metric)
    .map(({ object }) => object)
    .filter((object) => object !== null);
  return names.sort((a, b) => a.localeCompare(b));
}

/** The thresholds at which rules on this metric fire. */
function thresholdsOf(
  rules: readonly RuleDocument[],
  metric: string,
  { words, formats }: Reader,
): PlotThreshold[] {
  const unit = metricNamed(metric)?.unit ?? "count";
  return rules.flatMap(({ condition, enabled, severity }) => {
    if (!enabled || condition.kind !== "threshold" || condition.metric !== metric) return [];
    const label = words.charts.threshold({ value: formats.text(unit, condition.fireAt) });
    return [{ value: condition.fireAt, label, severity }];
  });
}

export function processorQuestion(rules: readonly RuleDocument[], reader: Reader): ChartQuestion {
  const { words, formats } = reader;
  const metric = "cpu_busy_percent";
  return {
    id: "processor",
    what: words.charts.names.processor,
    unit: "percent",
    lines: [{ metric, object: null, name: words.charts.mean, colour: "--chart-processor" }],
    thresholds: thresholdsOf(rules, metric, reader),
    answer: ([summary]) =>
      summary &&
      words.charts.processor({
        mean: formats.text("percent", summary.mean),
        max: formats.text("percent", summary.max),
      }),
  };
}

export function memoryQuestion(rules: readonly RuleDocument[], reader: Reader): ChartQuestion {
  const { words, formats } = reader;
  const metric = "memory_used_percent";
  return {
    id: "memory",
    what: words.charts.names.memory,
    unit: "percent",
    lines: [{ metric, object: null, name: words.charts.mean, colour: "--chart-memory" }],
    thresholds: thresholdsOf(rules, metric, reader),
    answer: ([summary]) =>
      summary &&
      words.charts.memory({
        now: formats.text("percent", summary.last),
        max: formats.text("percent", summary.max),
      }),
  };
}

export function volumesQuestion(
  live: MachineLive,
  rules: readonly RuleDocument[],
  reader: Reader,
): ChartQuestion {
  const metric = "volume_used_percent";
  const fullness = (name: string) => live.latest.get(`${metric} ${name}`)?.value ?? 0;
  const names = objectsOf(live, metric)
    .sort((a, b) => fullness(b) - fullness(a))
    .slice(0, VOLUMES_MAX);
  return {
    id: "volumes",
    what: reader.words.charts.names.volumes,
    unit: "percent",
    lines: names.map((name, place) => ({
      metric,
      object: name,
      name,
      colour: VOLUME_COLOURS[place] ?? "--chart-volume",
    })),
    thresholds: thresholdsOf(rules, metric, reader),
    answer: (summaries) => volumesAnswer(names, summaries, reader),
  };
}

function volumesAnswer(
  names: readonly string[],
  summaries: readonly (Summary | undefined)[],
  { words, formats }: Reader,
): string | undefined {
  const known = names.flatMap((name, place) => {
    const last = summaries[place]?.last;
    return last === undefined ? [] : [{ name, last }];
  });
  const fullest = known.sort((a, b) => b.last - a.last)[0];
  if (fullest === undefined) return undefined;
  const says = names.length === 1 ? words.charts.volume : words.charts.volumes;
  return says({ name: fullest.name, now: formats.text("percent", fullest.last) });
}

export function networkQuestion(
  name: string | undefined,
  { words, formats }: Reader,
): ChartQuestion {
  return {
    id: "network",
    what: words.charts.names.network,
    unit: "bytes_per_second",
    lines: twoLines(name, [
      ["interface_received_bytes_per_second", words.charts.received, "--chart-received"],
      ["interface_sent_bytes_per_second", words.charts.sent, "--chart-sent"],
    ]),
    thresholds: [],
    answer: ([received, sent]) => {
      if (name === undefined || received === undefined || sent === undefined) return undefined;
      return words.charts.network({
        name,
        received: formats.text("bytes_per_second", received.mean),
        sent: formats.text("bytes_per_second", sent.mean),
      });
    },
  };
}

export function diskQuestion(name: string | undefined, { words, formats }: Reader): ChartQuestion {
  return {
    id: "disk",
    what: words.charts.names.disk,
    unit: "bytes_per_second",
    lines: twoLines(name, [
      ["disk_read_bytes_per_second", words.charts.read, "--chart-read"],
      ["disk_write_bytes_per_second", words.charts.written, "--chart-written"],
    ]),
    thresholds: [],
    answer: ([read, written]) => {
      if (name === undefined || read === undefined || written === undefined) return undefined;
      return words.charts.disk({
        name,
        read: formats.text("bytes_per_second", read.mean),
        written: formats.text("bytes_per_second", written.mean),
      });
    },
  };
}

export function loadQuestion({ words, formats }: Reader): ChartQuestion {
  return {
    id: "load",
    what: words.charts.names.load,
    unit: "load",
    lines: [
      { metric: "load_1m", object: null, name: words.charts.mean, colour: "--chart-processor" },
    ],
    thresholds: [],
    answer: ([summary]) =>
      summary &&
      words.charts.load({
        mean: formats.text("load", summary.mean),
        max: formats.text("load", summary.max),
      }),
  };
}

type TwoLines = readonly (readonly [metric: string, name: string, colour: string])[];

function twoLines(object: string | undefined, lines: TwoLines): ChartQuestion["lines"] {
  if (object === undefined) return [];
  return lines.map(([metric, name, colour]) => ({ metric, object, name, colour }));
}
