import { SEVERITIES } from "@vigie/shared/rule.ts";
import { useState } from "react";
import { Check } from "../desk/checks.tsx";
import { Choice, TextField, toChoices } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { LevelFields } from "./level-fields.tsx";
import {
  FIRING_KINDS,
  FIRST_FILLED,
  levelsToFill,
  metricsByName,
  type RuleFilled,
  toRuleWish,
} from "./rule-filled.ts";

type Filling = {
  readonly filled: RuleFilled;
  readonly fill: (change: Partial<RuleFilled>) => void;
};

/** A rule of one's own: what is watched, from when it is an alert, and what becomes of it. */
export function NewRule(props: {
  readonly onKept: (id: string) => void;
  readonly onLeave: () => void;
}) {
  const { onKept, onLeave } = props;
  const { api } = useParts();
  const { words } = useWords();
  const [filled, setFilled] = useState(FIRST_FILLED);
  const [isTried, setTried] = useState(false);
  const fill = (change: Partial<RuleFilled>) => setFilled({ ...filled, ...change });
  const wish = toRuleWish(filled);
  const saving = useSaving({
    async work() {
      if (wish !== undefined) onKept((await api.addRule(wish)).document.id);
    },
    refreshes: ["rules"],
  });
  return (
    <form
      className="settings-form section"
      aria-labelledby="new-rule"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (wish !== undefined) saving.run();
      }}
    >
      <h2 id="new-rule">{words.rules.new}</h2>
      <Named {...{ filled, fill, isTried }} />
      <Fires {...{ filled, fill, isTried }} />
      <Becomes {...{ filled, fill }} />
      <FormEnd of={saving} onLeave={onLeave} />
    </form>
  );
}

type Tried = Filling & { readonly isTried: boolean };

function Named({ filled, fill, isTried }: Tried) {
  const { words } = useWords();
  const lacking = (text: string) => isTried && text.trim() === "" && words.start.needed;
  return (
    <>
      <TextField
        label={words.rules.name}
        value={filled.name}
        maxLength={120}
        error={lacking(filled.name)}
        data-autofocus
        onText={(name) => fill({ name })}
      />
      <TextField
        label={words.rules.why}
        description={words.rules.whyHint}
        value={filled.reason}
        maxLength={500}
        error={lacking(filled.reason)}
        onText={(reason) => fill({ reason })}
      />
    </>
  );
}

function Fires({ filled, fill, isTried }: Tried) {
  const { words, language } = useWords();
  const { rules } = words;
  const levels = levelsToFill(filled);
  const isRate = filled.kind === "rising" || filled.kind === "falling";
  const metrics = metricsByName(language).map(({ name, label }) => ({
    value: name,
    label: label[language],
  }));
  return (
    <>
      <Choice
        label={rules.metric}
        value={filled.metric}
        options={metrics}
        onChoose={(metric) => fill({ metric })}
      />
      <Choice
        label={rules.kind}
        value={filled.kind}
        options={toChoices(FIRING_KINDS, rules.kinds)}
        onChoose={(kind) => fill({ kind })}
      />
      <LevelFields
        levels={levels}
        filled={filled.levels}
        isRate={isRate}
        isTried={isTried}
        onFill={(given) => fill({ levels: given })}
      />
    </>
  );
}

function Becomes({ filled, fill }: Filling) {
  const { words } = useWords();
  const { rules } = words;
  return (
    <>
      <Choice
        label={rules.severity}
        value={filled.severity}
        options={toChoices(SEVERITIES, rules.severities)}
        onChoose={(severity) => fill({ severity })}
      />
      <Check
        label={rules.opensTicket}
        checked={filled.opensTicket}
        onChange={(opensTicket) => fill({ opensTicket })}
      />
      <Check
        label={rules.resolvesTicket}
        checked={filled.resolvesTicket}
        onChange={(resolvesTicket) => fill({ resolvesTicket })}
      />
    </>
  );
}
