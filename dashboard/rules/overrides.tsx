import { useQuery } from "@tanstack/react-query";
import { MACHINE_CLASSES } from "@vigie/shared/machine.ts";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import type { OverrideDocument, OverrideScope } from "@vigie/shared/rule-override.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Check } from "../desk/checks.tsx";
import { Choice, type Option, toOptions, withNone } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useMachines } from "../queries.ts";
import { useWords, type Words } from "../words/words.tsx";
import { LevelFields } from "./level-fields.tsx";
import { changesOf, type FilledLevels, type Level, type LevelName, levelsOf } from "./levels.ts";

/** For which classes and machines the rule is otherwise. */
export function Overrides({ rule }: { readonly rule: RuleDocument }) {
  const { settings } = useParts().api;
  const { words } = useWords();
  const [isAdding, setAdding] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["rule-overrides", rule.id],
    queryFn: ({ signal }) => settings.overrides(rule.id, signal),
  });
  return (
    <section className="side-fields" aria-labelledby="overrides-title">
      <h3 id="overrides-title">{words.rules.otherwise}</h3>
      <ul className="plain-list small">
        {data?.items.map((override) => (
          <Override key={ofScope(override.scope)} {...{ rule, override }} />
        ))}
      </ul>
      <ActProblem error={error} />
      {isAdding ? (
        <NewOverride rule={rule} onDone={() => setAdding(false)} />
      ) : (
        <button type="button" className="text-button" onClick={() => setAdding(true)}>
          {words.rules.addOtherwise}
        </button>
      )}
    </section>
  );
}

/** The last part of the path that names a scope: the class, or the machine's id. */
function ofScope(scope: OverrideScope): string {
  return scope.kind === "class" ? scope.class : scope.machineId;
}

const OVERRIDE_KEYS = ["rule-overrides"] as const;

function Override(props: { readonly rule: RuleDocument; readonly override: OverrideDocument }) {
  const { rule, override } = props;
  const { settings } = useParts().api;
  const reader = useWords();
  const { words } = reader;
  const removing = useSaving({
    work: () => settings.removeOverride(override),
    refreshes: OVERRIDE_KEYS,
  });
  const { scope, machineName } = override;
  const name =
    scope.kind === "class" ? words.machine.class[scope.class] : (machineName ?? scope.machineId);
  return (
    <li>
      <b>{name}</b>
      {` · ${toChangeText(override, levelsOf(rule), reader)} `}
      <button
        type="button"
        className="text-button"
        disabled={removing.isBusy}
        onClick={() => removing.run()}
      >
        {words.rules.asTheOthers}
        <span className="unseen">{name}</span>
      </button>
      <ActProblem error={removing.error} />
    </li>
  );
}

/** What is otherwise, by name, in the units in which it is written. */
export function toChangeText(
  { change }: Pick<OverrideDocument, "change">,
  levels: readonly Level[],
  { words: { rules }, formats }: Pick<Words, "words" | "formats">,
): string {
  if (change.enabled === false) return rules.off;
  const changed = levels.flatMap(({ name, unit, factor }) => {
    const value = change[name];
    if (value === undefined) return [];
    const amount = `${formats.text("load", value / factor)} ${rules.units[unit]}`.trim();
    return [rules.changed({ level: rules.levels[name], amount })];
  });
  return changed.length === 0 ? rules.on : changed.join(" · ");
}

/** `class` or `machine` with what it is of, such as "class server". */
function useScopes(): Option<string>[] {
  const { words } = useWords();
  const { data } = useMachines({ search: "", sort: "name", order: "asc", cursor: undefined });
  return [
    ...MACHINE_CLASSES.map((name) => ({
      value: `class ${name}`,
      label: words.rules.allOfClass({ name: words.machine.class[name] }),
    })),
    ...toOptions(data?.items ?? []).map(({ value, label }) => ({
      value: `machine ${value}`,
      label,
    })),
  ];
}

/** What is left as it is stays the rule's, and goes with it when that changes. */
function NewOverride({
  rule,
  onDone,
}: {
  readonly rule: RuleDocument;
  readonly onDone: () => void;
}) {
  const { settings } = useParts().api;
  const { words } = useWords();
  const levels = levelsOf(rule);
  const [scope, setScope] = useState("");
  const [isOff, setOff] = useState(false);
  const [filled, setFilled] = useState<FilledLevels>({});
  const change: Partial<Record<LevelName, number>> & { enabled?: boolean } = isOff
    ? { enabled: false }
    : changesOf(filled, levels);
  const isSaid = scope !== "" && Object.keys(change).length > 0;
  const saving = useSaving({
    work: () => settings.setOverride({ ruleId: rule.id, scope }, change),
    refreshes: OVERRIDE_KEYS,
    onDone,
  });
  return (
    <form
      className="side-fields"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (isSaid) saving.run();
      }}
    >
      <Choice
        size="xs"
        label={words.rules.forWhom}
        value={scope}
        options={withNone(words.desk.choose, useScopes())}
        onChoose={setScope}
      />
      <Check label={words.rules.switchOff} checked={isOff} onChange={setOff} />
      {!isOff && <LevelFields {...{ levels, filled }} onFill={setFilled} />}
      <FormEnd of={saving} onLeave={onDone} />
    </form>
  );
}
