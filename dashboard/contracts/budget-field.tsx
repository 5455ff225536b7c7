import type { TargetPromise } from "@vigie/shared/contract.ts";
import type { VersionWish } from "@vigie/shared/contract-version.ts";
import { useWords } from "../words/words.tsx";
import { toBudgetText } from "./promise-words.ts";
import type { Editing } from "./reading.ts";

const HOUR_SECONDS = 3_600;
/** A year of hours, and of working days: what the collector takes. */
const HOURS_MAX = 8_760;
const DAYS_MAX = 260;

/** The budget of one promise, as a number that a person may change. */
export function BudgetField(props: {
  readonly editing: Editing;
  readonly priority: number;
  readonly promise: TargetPromise;
}) {
  const { editing, priority, promise } = props;
  const reader = useWords();
  const { words } = reader;
  const target = words.clock.kind[promise.kind];
  const inDays = promise.workingDays !== undefined;
  const value = promise.workingDays ?? (promise.budgetSeconds ?? 0) / HOUR_SECONDS;
  return (
    <span className="budget-field" title={toBudgetText(promise, reader)}>
      <input
        type="number"
        min={0}
        max={inDays ? DAYS_MAX : HOURS_MAX}
        step={inDays ? 1 : "any"}
        defaultValue={value}
        aria-label={
          inDays
            ? words.draft.budgetDays({ target, priority })
            : words.draft.budgetHours({ target, priority })
        }
        onChange={({ currentTarget }) => {
          const typed = currentTarget.valueAsNumber;
          if (!currentTarget.validity.valid || Number.isNaN(typed)) return;
          const budget = inDays
            ? { workingDays: typed }
            : { budgetSeconds: Math.round(typed * HOUR_SECONDS) };
          editing.change(withBudget(editing.content, { priority, kind: promise.kind, budget }));
        }}
      />
      {inDays ? words.draft.days : words.draft.hours}
    </span>
  );
}

/** The same content with another budget for one promise. */
export function withBudget(
  content: VersionWish,
  {
    priority,
    kind,
    budget,
  }: {
    readonly priority: number;
    readonly kind: TargetPromise["kind"];
    readonly budget: Pick<TargetPromise, "budgetSeconds" | "workingDays">;
  },
): VersionWish {
  const levels = content.clauses.levels.map((level) =>
    level.priority === priority
      ? {
          ...level,
          targets: level.targets.map((target) =>
            target.kind === kind ? { ...target, ...budget } : target,
          ),
        }
      : level,
  );
  return { ...content, clauses: { ...content.clauses, levels } };
}
