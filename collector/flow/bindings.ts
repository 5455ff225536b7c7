import type {
  AbsenceCondition,
  ForecastCondition,
  RateCondition,
  ThresholdCondition,
} from "@vigie/shared/rule.ts";
import type { Rule } from "../domain/rule.ts";
import type { Column } from "../domain/samples.ts";
import { cellKey } from "./machine-memory.ts";
import type { RuleSet } from "./rule-sets.ts";
import type { Outline, ShapeMemory } from "./shapes.ts";

/**
 * What rules look at in reports of one outline. It is worked out once for all machines that report
 * alike and have the same rules; after that a report costs a few comparisons.
 */
export type Bound = {
  readonly ruleSet: RuleSet;
  readonly bindings: readonly Binding[];
  readonly absences: readonly AbsenceBinding[];
  readonly trends: readonly TrendBinding[];
};

/** One rule on one column of reports of an outline. */
export type Binding = {
  readonly rule: Rule;
  readonly condition: ThresholdCondition;
  /** "" for the machine itself. */
  readonly object: string;
  /** Of the cell that it has once it was not clear. */
  readonly key: string;
  readonly column: number;
  /** The column of the second metric; -1 = there is none in such reports. */
  readonly and: number;
};

/** One rule on a metric that may be missing from a shape. */
export type AbsenceBinding = {
  readonly rule: Rule;
  readonly condition: AbsenceCondition;
  /** Of the cell that it has once the metric was missing. */
  readonly key: string;
};

/** One rule on how a column goes over time, as the metric store has it. */
export type TrendBinding = {
  readonly rule: Rule;
  readonly condition: RateCondition | ForecastCondition;
  /** "" for the machine itself. */
  readonly object: string;
  readonly key: string;
  readonly column: Column;
};

/** What these rules look at in reports of the shape. */
export function boundTo(ruleSet: RuleSet, used: ShapeMemory): Bound {
  if (used.bound?.ruleSet === ruleSet) return used.bound;
  const { outline } = used;
  const bound = outline.bound.get(ruleSet) ?? bind(ruleSet, outline);
  outline.bound.set(ruleSet, bound);
  used.bound = bound;
  return bound;
}

function bind(ruleSet: RuleSet, { columns }: Outline): Bound {
  const { enabled } = ruleSet;
  return {
    ruleSet,
    bindings: enabled.flatMap((rule) => thresholdBindings(rule, columns)),
    absences: enabled.flatMap((rule) => absenceBindings(rule)),
    trends: enabled.flatMap((rule) => trendBindings(rule, columns)),
  };
}

function thresholdBindings(rule: Rule, columns: readonly Column[]): Binding[] {
  const { condition } = rule;
  if (condition.kind !== "threshold") return [];
  return columns.flatMap(({ metric, object: named }, column) => {
    if (metric !== condition.metric) return [];
    const and = columns.findIndex(
      (other) => other.metric === condition.and?.metric && other.object === named,
    );
    const object = named ?? "";
    return [{ rule, condition, object, key: cellKey(rule.id, object), column, and }];
  });
}

function absenceBindings(rule: Rule): AbsenceBinding[] {
  const { condition } = rule;
  return condition.kind === "absence" ? [{ rule, condition, key: cellKey(rule.id, "") }] : [];
}

function trendBindings(rule: Rule, columns: readonly Column[]): TrendBinding[] {
  const { condition } = rule;
  if (condition.kind !== "rate" && condition.kind !== "forecast") return [];
  return columns
    .filter(({ metric }) => metric === condition.metric)
    .map((column) => {
      const object = column.object ?? "";
      return { rule, condition, object, key: cellKey(rule.id, object), column };
    });
}
