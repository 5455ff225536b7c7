import {
  METRICS,
  type Metric,
  OBJECT_KINDS,
  type ObjectKind,
  type Unit,
} from "@vigie/shared/metrics.ts";
import type { ReportBody } from "./outbox.ts";

/** A report and other things as text for people: aligned, with units that they read. */

const HEADINGS: Readonly<Record<ObjectKind, string>> = {
  volume: "Volumes",
  disk: "Disks",
  interface: "Network interfaces",
};

const BINARY_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** The report as lines: the machine, then its objects kind by kind, then what was not measured. */
export function toTable(report: ReportBody): string {
  const sections = [
    [`Measured at ${report.at}, up for ${toDuration(report.uptimeMs / 1_000)}`],
    machineSection(report),
    ...OBJECT_KINDS.map((kind) => objectSection(report, kind)),
    factSection(report),
    problemSection(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** A value with its unit, such as `12.4 %` or `8.7 GiB`. */
export function toText(value: number, unit: Unit): string {
  switch (unit) {
    case "percent":
      return `${value.toFixed(1)} %`;
    case "bytes":
      return toBinary(value);
    case "bytes_per_second":
      return `${toBinary(value)}/s`;
    case "per_second":
      return `${value.toFixed(1)} /s`;
    case "count":
      return value.toFixed(0);
    case "seconds":
      return toDuration(value);
    case "load":
      return value.toFixed(2);
  }
}

/** The two largest units of a duration, such as `3 d 4 h`. */
export function toDuration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [Math.floor(seconds) % 60, "s"],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ");
}

/** Rows with their columns under one another; the first column is text, the others are figures. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
    }
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const blanks = " ".repeat((widths[column] ?? 0) - widthOf(cell));
        return column === 0 ? cell + blanks : blanks + cell;
      })
      .join("  ")
      .trimEnd(),
  );
}

function machineSection({ samples }: ReportBody): string[] {
  const rows = METRICS.filter(({ kind, name }) => kind === undefined && name in samples).map(
    (metric) => [metric.label.en, valueOf(samples, metric)],
  );
  return alignColumns(rows);
}

function objectSection({ objects }: ReportBody, kind: ObjectKind): string[] {
  const found = Object.entries(objects?.[kind] ?? {});
  if (found.length === 0) return [];
  const metrics = METRICS.filter((metric) => metric.kind === kind);
  const head = [HEADINGS[kind], ...metrics.map(({ label }) => label.en)];
  const rows = found.map(([name, samples]) => [
    toPrintable(name),
    ...metrics.map((metric) => valueOf(samples, metric)),
  ]);
  return alignColumns([head, ...rows]);
}

function factSection({ facts }: ReportBody): string[] {
  const rows = Object.entries(facts ?? {}).map(([name, { hash }]) => [name, hash]);
  return rows.length === 0 ? [] : alignColumns([["Facts", "SHA-256"], ...rows]);
}

function problemSection({ probes = [] }: ReportBody): string[] {
  if (probes.length === 0) return [];
  return alignColumns([
    ["Not measured", "outcome", "reason"],
    ...probes.map(({ probe, outcome, reason }) => [probe, outcome, reason]),
  ]);
}

function valueOf(samples: Readonly<Record<string, number>>, metric: Metric): string {
  const value = samples[metric.wireName];
  return value === undefined ? "-" : toText(value, metric.unit);
}

function toBinary(bytes: number): string {
  let value = bytes;
  let power = 0;
  while (value >= 1_024 && power < BINARY_UNITS.length - 1) {
    value /= 1_024;
    power += 1;
  }
  return `${power === 0 ? value.toFixed(0) : value.toFixed(1)} ${BINARY_UNITS[power]}`;
}

/** A name that others chose must not steer the terminal. */
function toPrintable(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");
}

/** Width in characters, not in code units: names may hold any. */
function widthOf(text: string): number {
  return Array.from(text).length;
}
