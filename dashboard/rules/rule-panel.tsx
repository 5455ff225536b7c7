import type { RuleChange, RuleDocument } from "@vigie/shared/rule.ts";
import { useState } from "react";
import { toEtag } from "../api/requests.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { Check } from "../desk/checks.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { Removal } from "../desk/removal.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { DryRun } from "./dry-run.tsx";
import { LevelFields } from "./level-fields.tsx";
import { changesOf, type FilledLevels, levelsOf, toFields, withLevels } from "./levels.ts";
import { Overrides } from "./overrides.tsx";

/** One rule: why it is there, its levels, what they would have meant, and where it is otherwise. */
export function RulePanel(props: { readonly rule: RuleDocument; readonly onLeave: () => void }) {
  const { rule, onLeave } = props;
  const { language } = useWords();
  const [filled, setFilled] = useState(() => toFields(levelsOf(rule), language));
  const change = toChange(rule, filled);
  const { condition, holdForSeconds } = change;
  return (
    <section className="settings-form section" aria-labelledby="rule-title">
      <h2 id="rule-title">{rule.label[language]}</h2>
      <p className="small">{rule.reason[language]}</p>
      <RuleForm {...{ rule, filled, onLeave }} onFill={setFilled} />
      <DryRun
        rule={rule}
        wish={{
          ...(condition !== undefined && { condition }),
          ...(holdForSeconds !== undefined && { holdForSeconds }),
        }}
      />
      <Overrides rule={rule} />
      {rule.shipped === null && <Removing rule={rule} onDone={onLeave} />}
    </section>
  );
}

/** A rule of one's own can go; one that came with Vigie is only switched off. */
function Removing(props: { readonly rule: RuleDocument; readonly onDone: () => void }) {
  const { rule, onDone } = props;
  const { api } = useParts();
  const { words, language } = useWords();
  const removing = useSaving({ work: () => api.removeRule(rule), refreshes: ["rules"], onDone });
  return (
    <>
      <p className="alert-acts">
        <Removal of={removing} label={words.rules.remove} name={rule.label[language]} />
      </p>
      <ActProblem error={removing.error} />
    </>
  );
}

/** What was filled in and differs from the rule as it is. */
function toChange(rule: RuleDocument, filled: FilledLevels): RuleChange {
  const { holdForSeconds, ...levels } = changesOf(filled, levelsOf(rule));
  return {
    ...(holdForSeconds !== undefined && { holdForSeconds }),
    ...(Object.keys(levels).length > 0 && { condition: withLevels(rule.condition, levels) }),
  };
}

/** Whether it is watched at all, and what becomes of it. */
const ACTS = ["enabled", "opensTicket", "resolvesTicket"] as const;

function RuleForm(props: {
  readonly rule: RuleDocument;
  readonly filled: FilledLevels;
  readonly onFill: (filled: FilledLevels) => void;
  readonly onLeave: () => void;
}) {
  const { rule, filled, onFill, onLeave } = props;
  const { api } = useParts();
  const { words } = useWords();
  const { enabled, opensTicket, resolvesTicket } = rule;
  const [acts, setActs] = useState({ enabled, opensTicket, resolvesTicket });
  const saving = useSaving({
    work: () => {
      const change = { ...toChange(rule, filled), ...acts };
      return api.changeRule(rule.id, change, toEtag(rule.version));
    },
    refreshes: ["rules"],
    onDone: onLeave,
  });
  return (
    <form
      className="side-fields"
      onSubmit={(submit) => {
        submit.preventDefault();
        saving.run();
      }}
    >
      <LevelFields
        levels={levelsOf(rule)}
        isRate={rule.condition.kind === "rate"}
        {...{ filled, onFill }}
      />
      {ACTS.map((act) => (
        <Check
          key={act}
          label={words.rules[act]}
          checked={acts[act]}
          onChange={(checked) => setActs({ ...acts, [act]: checked })}
        />
      ))}
      <AsShipped {...{ rule, onFill }} />
      <FormEnd of={saving} onLeave={onLeave} />
    </form>
  );
}

/** The levels that came with Vigie, as fields: nothing is kept by it. */
function AsShipped(props: {
  readonly rule: RuleDocument;
  readonly onFill: (filled: FilledLevels) => void;
}) {
  const { rule, onFill } = props;
  const { words, language } = useWords();
  const { shipped } = rule;
  if (shipped === null) return null;
  return (
    <button
      type="button"
      className="text-button"
      onClick={() => onFill(toFields(levelsOf(shipped), language))}
    >
      {words.rules.asShipped}
    </button>
  );
}
