import type { TargetPromise } from "@vigie/shared/contract.ts";
import type { VersionWish } from "@vigie/shared/contract-version.ts";
import { useState } from "react";
import { useWords } from "../words/words.tsx";
import { parseBudget, toTypedBudget } from "./budget-text.ts";
import type { Editing } from "./reading.ts";

/** What the collector takes. */
const DAYS_MAX = 260;
const TYPED_LENGTH_MAX = 24;

type FieldProps = {
  readonly editing: Editing;
  readonly priority: number;
  readonly promise: TargetPromise;
};

/** The budget of one promise, that a person may change: a length of time, or working days. */
export function BudgetField(props: FieldProps) {
  return props.promise.workingDays === undefined ? <TimeField {...props} /> : <Days {...props} />;
}

function TimeField({ editing, priority, promise: { kind, budgetSeconds = 0 } }: FieldProps) {
  const { words } = useWords();
  const [typed, setTyped] = useState(() => toTypedBudget(budgetSeconds));
  const isReadable = parseBudget(typed) !== undefined;
  const hintId = `budget-${kind}-${priority}`;
  return (
    <span className="budget-field">
      <input
        type="text"
        className="budget-time"
        value={typed}
        maxLength={TYPED_LENGTH_MAX}
        aria-label={words.draft.budgetTime({ target: words.clock.kind[kind], priority })}
        aria-invalid={!isReadable}
        aria-describedby={isReadable ? undefined : hintId}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          const seconds = parseBudget(currentTarget.value);
          if (seconds === undefined) return;
          const budget = { budgetSeconds: seconds };
          editing.change(withBudget(editing.content, { priority, kind, budget }));
        }}
        onBlur={() => isReadable && setTyped(toTypedBudget(budgetSeconds))}
      />
      {!isReadable && (
        <span id={hintId} className="small word-broken" role="alert">
          {words.draft.badBudget}
        </span>
      )}
    </span>
  );
}

function Days({ editing, priority, promise: { kind, workingDays } }: FieldProps) {
  const { words } = useWords();
  return (
    <span className="budget-field">
      <input
        type="number"
        min={0}
        max={DAYS_MAX}
        step={1}
        defaultValue={workingDays}
        aria-label={words.draft.budgetDays({ target: words.clock.kind[kind], priority })}
        onChange={({ currentTarget }) => {
          const typed = currentTarget.valueAsNumber;
          if (!currentTarget.validity.valid || Number.isNaN(typed)) return;
          const budget = { workingDays: typed };
          editing.change(withBudget(editing.content, { priority, kind, budget }));
        }}
      />
      {words.draft.days}
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
