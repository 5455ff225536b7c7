import { metricNamed } from "@vigie/shared/metrics.ts";
import type { Condition, RuleDocument } from "@vigie/shared/rule.ts";
import type { Words } from "../words/words.tsx";

/** When a rule fires, as one sentence. */

type Reader = Pick<Words, "words" | "formats" | "language">;

const HOUR_S = 3_600;

export function toConditionText(
  { condition, holdForSeconds }: Pick<RuleDocument, "condition" | "holdForSeconds">,
  reader: Reader,
): string {
  const { words, formats } = reader;
  const says = whenText(condition, reader);
  if (holdForSeconds === 0) return says;
  return words.rules.holding({ says, duration: formats.budget(holdForSeconds) });
}

function whenText(condition: Condition, reader: Reader): string {
  const { words, formats } = reader;
  const { when } = words.rules;
  switch (condition.kind) {
    case "threshold":
      return thresholdText(condition, reader);
    case "rate": {
      const { label, value } = measureOf(condition.metric, reader);
      const level = value(Math.abs(condition.fireAt));
      return when.rate[condition.direction]({ metric: label, level });
    }
    case "forecast": {
      const { label, value } = measureOf(condition.metric, reader);
      const duration = formats.duration(condition.fireWithinHours * HOUR_S);
      return when.forecast({ metric: label, level: value(condition.level), duration });
    }
    case "absence": {
      const { label } = measureOf(condition.metric, reader);
      const duration = formats.budget(condition.absentForSeconds);
      return when.absence({ metric: label, duration });
    }
    case "clock":
      return when.clock({ duration: formats.budget(condition.fireAtSeconds) });
    case "offline":
      return words.alerts.offline;
    case "site_offline":
      return when.siteOffline;
  }
}

function thresholdText(
  { metric, direction, fireAt, clearAt, and }: Extract<Condition, { kind: "threshold" }>,
  reader: Reader,
): string {
  const { when } = reader.words.rules;
  const { label, value } = measureOf(metric, reader);
  const says = when.threshold[direction]({
    metric: label,
    level: value(fireAt),
    clear: value(clearAt),
  });
  if (and === undefined) return says;
  const other = measureOf(and.metric, reader);
  const level = other.value(and.level);
  return when.and[and.direction]({ says, metric: withSmallLetter(other.label), level });
}

/** As a name stands within a sentence; one that is all capitals stays. */
function withSmallLetter(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** What a metric is called, and how its values are written. */
export function measureOf(
  metric: string,
  { formats, language }: Pick<Reader, "formats" | "language">,
) {
  const named = metricNamed(metric);
  const unit = named?.unit ?? "count";
  return {
    label: named?.label[language] ?? metric,
    value: (amount: number) => formats.text(unit, amount),
  };
}
