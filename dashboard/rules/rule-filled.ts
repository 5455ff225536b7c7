import { METRICS, type Metric, metricNamed } from "@vigie/shared/metrics.ts";
import type { Condition, RuleWish, Severity } from "@vigie/shared/rule.ts";
import { changesOf, type FilledLevels, type Level, levelsOf, withLevels } from "./levels.ts";

/** A rule of one's own, as a person fills it in. */

export const FIRING_KINDS = ["above", "below", "rising", "falling", "absence"] as const;
export type FiringKind = (typeof FIRING_KINDS)[number];

export type RuleFilled = {
  readonly name: string;
  readonly reason: string;
  readonly metric: string;
  readonly kind: FiringKind;
  readonly levels: FilledLevels;
  readonly severity: Severity;
  readonly opensTicket: boolean;
  readonly resolvesTicket: boolean;
};

const HOLD_MINUTES_FIRST = "10";

export const FIRST_FILLED: RuleFilled = {
  name: "",
  reason: "",
  metric: METRICS[0]?.name ?? "",
  kind: "above",
  levels: { holdForSeconds: HOLD_MINUTES_FIRST },
  severity: "warning",
  opensTicket: true,
  resolvesTicket: true,
};

/** A change is measured over this long. */
const RATE_WINDOW_S = 3_600;
const ABSENT_S_MIN = 60;

/** What is to be filled in for such a rule. */
export function levelsToFill({ metric, kind }: Pick<RuleFilled, "metric" | "kind">): Level[] {
  return levelsOf({ condition: toBlank(metric, kind), holdForSeconds: 0 });
}

function toBlank(metric: string, kind: FiringKind): Condition {
  const levels = { fireAt: 0, clearAt: 0 };
  switch (kind) {
    case "above":
    case "below":
      return { kind: "threshold", metric, direction: kind, ...levels };
    case "rising":
    case "falling": {
      const direction = kind === "rising" ? "above" : "below";
      return { kind: "rate", metric, direction, ...levels, windowSeconds: RATE_WINDOW_S };
    }
    case "absence":
      return { kind: "absence", metric, absentForSeconds: ABSENT_S_MIN };
  }
}

/** The rule as it is asked for; undefined while something is missing. */
export function toRuleWish(filled: RuleFilled): RuleWish | undefined {
  const { metric, kind, levels, severity, opensTicket, resolvesTicket } = filled;
  const label = filled.name.trim();
  const reason = filled.reason.trim();
  const toFill = levelsToFill(filled);
  const isWhole = toFill.every(({ name }) => isNumber(levels[name]));
  if (label === "" || reason === "" || metricNamed(metric) === undefined || !isWhole) {
    return undefined;
  }
  const { holdForSeconds = 0, ...changes } = changesOf(levels, toFill);
  return {
    key: toKey(label),
    label: { en: label, fr: label },
    reason: { en: reason, fr: reason },
    condition: withSigns(withLevels(toBlank(metric, kind), changes), kind),
    holdForSeconds: Math.round(holdForSeconds),
    severity,
    opensTicket,
    resolvesTicket,
  };
}

function isNumber(text: string | undefined): boolean {
  const said = (text ?? "").trim().replace(",", ".");
  return said !== "" && !Number.isNaN(Number(said));
}

/** A fall is written as how much it falls, and is a negative change. */
function withSigns(condition: Condition, kind: FiringKind): Condition {
  if (condition.kind !== "rate" || kind !== "falling") return condition;
  const negative = (level: number): number => -Math.abs(level);
  const { fireAt, clearAt } = condition;
  return { ...condition, fireAt: negative(fireAt), clearAt: negative(clearAt) };
}

const KEY_LENGTH_MAX = 64;

/** A stable name made of what it is called: "File d'impression" is `own_file_d_impression`. */
export function toKey(name: string): string {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const words = plain.replaceAll(/[^a-z0-9]+/g, "_");
  return `own_${words}`.slice(0, KEY_LENGTH_MAX).replaceAll(/_+/g, "_").replace(/_$/, "");
}

/** All that is measured, by its name in the reader's language. */
export function metricsByName(language: "en" | "fr"): readonly Metric[] {
  return [...METRICS].sort((a, b) => a.label[language].localeCompare(b.label[language], language));
}
