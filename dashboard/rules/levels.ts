import { metricNamed, type Unit } from "@vigie/shared/metrics.ts";
import type { Language } from "@vigie/shared/problems.ts";
import { type Condition, metricOfCondition } from "@vigie/shared/rule.ts";

/** The levels of a rule as a person fills them in, in units that fit a hand; and back. */

export const LEVEL_NAMES = [
  "fireAt",
  "clearAt",
  "andLevel",
  "fireWithinHours",
  "clearBeyondHours",
  "absentForSeconds",
  "fireAtSeconds",
  "clearAtSeconds",
  "holdForSeconds",
] as const;
export type LevelName = (typeof LEVEL_NAMES)[number];

/** What is measured, or of time. */
export type LevelUnit = Unit | "hours" | "minutes" | "gigabytes" | "megabytes_per_second";

export type Level = {
  readonly name: LevelName;
  readonly value: number;
  readonly unit: LevelUnit;
  /** How much of the collector's unit one of this is. */
  readonly factor: number;
};

type Held = { readonly condition: Condition; readonly holdForSeconds: number };

/** What of a rule can be set otherwise, in the order in which it is read. */
export function levelsOf({ condition, holdForSeconds }: Held): Level[] {
  return [
    ...conditionLevels(condition),
    { name: "holdForSeconds", value: holdForSeconds / MINUTE_S, unit: "minutes", factor: MINUTE_S },
  ];
}

const MINUTE_S = 60;

function conditionLevels(condition: Condition): Level[] {
  switch (condition.kind) {
    case "threshold": {
      const { and, fireAt, clearAt } = condition;
      return [
        ...measured(condition, { fireAt, clearAt }),
        ...(and === undefined ? [] : [toLevel("andLevel", and.level, unitOf(and.metric))]),
      ];
    }
    case "rate":
      return measured(condition, { fireAt: condition.fireAt, clearAt: condition.clearAt });
    case "forecast":
      return [
        { name: "fireWithinHours", value: condition.fireWithinHours, unit: "hours", factor: 1 },
        { name: "clearBeyondHours", value: condition.clearBeyondHours, unit: "hours", factor: 1 },
      ];
    case "absence": {
      const value = condition.absentForSeconds / MINUTE_S;
      return [{ name: "absentForSeconds", value, unit: "minutes", factor: MINUTE_S }];
    }
    case "clock":
      return [
        { name: "fireAtSeconds", value: condition.fireAtSeconds, unit: "seconds", factor: 1 },
        { name: "clearAtSeconds", value: condition.clearAtSeconds, unit: "seconds", factor: 1 },
      ];
    case "offline":
    case "site_offline":
      return [];
  }
}

function measured(
  condition: Condition,
  { fireAt, clearAt }: { readonly fireAt: number; readonly clearAt: number },
): Level[] {
  const unit = unitOf(metricOfCondition(condition));
  return [toLevel("fireAt", fireAt, unit), toLevel("clearAt", clearAt, unit)];
}

function unitOf(metric: string | null): Unit {
  return (metric === null ? undefined : metricNamed(metric)?.unit) ?? "count";
}

const GIGA = 1e9;
const MEGA = 1e6;

/** Nobody writes bytes by the thousand million. */
function toLevel(name: LevelName, raw: number, unit: Unit): Level {
  if (unit === "bytes") return { name, value: raw / GIGA, unit: "gigabytes", factor: GIGA };
  if (unit === "bytes_per_second") {
    return { name, value: raw / MEGA, unit: "megabytes_per_second", factor: MEGA };
  }
  return { name, value: raw, unit, factor: 1 };
}

/** Fields as they are filled in; an empty one says nothing. */
export type FilledLevels = Readonly<Partial<Record<LevelName, string>>>;

/** The levels as fields, to be changed, with the decimal sign of who reads. */
export function toFields(levels: readonly Level[], language: Language): FilledLevels {
  const sign = language === "fr" ? "," : ".";
  return Object.fromEntries(
    levels.map(({ name, value }) => [name, String(rounded(value)).replace(".", sign)]),
  );
}

/** Enough digits for a person; 20 GiB would be 21.47483648 GB. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What was filled in and differs from what it is, in the collector's units; what is no number is not said. */
export function changesOf(
  filled: FilledLevels,
  levels: readonly Level[],
): Partial<Record<LevelName, number>> {
  const changes: Partial<Record<LevelName, number>> = {};
  for (const { name, value, factor } of levels) {
    const text = (filled[name] ?? "").trim().replace(",", ".");
    const said = Number(text);
    if (text === "" || Number.isNaN(said) || said === rounded(value)) continue;
    changes[name] = said * factor;
  }
  return changes;
}

/** The condition with levels changed; those that it has not are left out. */
export function withLevels(
  condition: Condition,
  changes: Partial<Record<Exclude<LevelName, "holdForSeconds">, number>>,
): Condition {
  const { andLevel, ...own } = changes;
  const changed = { ...condition, ...own };
  if (condition.kind !== "threshold" || andLevel === undefined) return changed;
  if (condition.and === undefined) return changed;
  return { ...condition, ...own, and: { ...condition.and, level: andLevel } };
}
