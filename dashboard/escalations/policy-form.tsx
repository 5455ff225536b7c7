import {
  ESCALATION_REPEATS_MAX,
  type EscalationPolicyDocument,
} from "@vigie/shared/escalation-policy.ts";
import { useState } from "react";
import { Checks } from "../desk/checks.tsx";
import { TextField } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { PRIORITY_OPTIONS } from "../desk/priority-options.ts";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { Customers } from "./customers.tsx";
import { type Filled, toFilled, toPolicyChange, toPolicyWish, toSteps } from "./policy-filled.ts";
import { type Known, toPolicyName } from "./policy-words.ts";
import { Steps } from "./steps.tsx";

type Filling = { readonly filled: Filled; readonly fill: (change: Partial<Filled>) => void };

/** A new policy, or one with what changed. */
export function PolicyForm(props: {
  readonly policy: EscalationPolicyDocument | undefined;
  readonly known: Known;
  readonly onDone: () => void;
}) {
  const { policy, known, onDone } = props;
  const reader = useWords();
  const { words } = reader;
  const [isTried, setTried] = useState(false);
  const [filled, setFilled] = useState(() => toFilled(policy));
  const fill = (change: Partial<Filled>) => setFilled({ ...filled, ...change });
  const saving = usePolicySaving(policy, filled, onDone);
  const needsName = isTried && policy?.key == null && filled.name.trim() === "";
  const isWrong = isTried && toSteps(filled.steps) === undefined;
  return (
    <form
      className="settings-form section"
      aria-labelledby="policy-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (isWhole(policy, filled)) saving.run();
      }}
    >
      <h2 id="policy-form">
        {policy === undefined ? words.escalations.new : toPolicyName(policy, reader)}
      </h2>
      <TextField
        label={words.escalations.name}
        value={filled.name}
        placeholder={policy === undefined ? undefined : toPolicyName(policy, reader)}
        maxLength={120}
        error={needsName && words.start.needed}
        onText={(name) => fill({ name })}
      />
      <About {...{ filled, fill }} />
      <Steps
        steps={filled.steps}
        known={known}
        problem={isWrong && words.escalations.wrongOrder}
        onSteps={(steps) => fill({ steps })}
      />
      <Again {...{ filled, fill }} />
      <FormEnd of={saving} onLeave={onDone} />
    </form>
  );
}

/** One that came with Vigie needs no name. */
function isWhole(policy: EscalationPolicyDocument | undefined, filled: Filled): boolean {
  const isNamed = policy !== undefined && policy.key !== null;
  return (isNamed ? toPolicyChange(filled) : toPolicyWish(filled)) !== undefined;
}

function usePolicySaving(
  policy: EscalationPolicyDocument | undefined,
  filled: Filled,
  onDone: () => void,
) {
  const { onCall } = useParts().api;
  return useSaving({
    async work() {
      if (policy === undefined) {
        const wish = toPolicyWish(filled);
        if (wish !== undefined) await onCall.addPolicy(wish);
        return;
      }
      const change = toPolicyChange(filled);
      if (change !== undefined) await onCall.changePolicy(policy, change);
    },
    refreshes: ["escalation-policies"],
    onDone,
  });
}

/** Of which tickets. */
function About({ filled, fill }: Filling) {
  const { words } = useWords();
  return (
    <>
      <Checks
        legend={words.escalations.priorities}
        options={PRIORITY_OPTIONS}
        chosen={filled.priorities}
        onChoose={(priorities) => fill({ priorities: [...priorities].sort() })}
      />
      <Customers ids={filled.customerIds} onChoose={(customerIds) => fill({ customerIds })} />
    </>
  );
}

/** How often all of it comes again. */
function Again({ filled, fill }: Filling) {
  const { words } = useWords();
  return (
    <div className="field-row">
      <TextField
        type="number"
        min={0}
        max={ESCALATION_REPEATS_MAX}
        required
        label={words.escalations.repeats}
        value={filled.repeats}
        onText={(repeats) => fill({ repeats })}
      />
      {Number(filled.repeats) > 0 && (
        <TextField
          type="number"
          min={1}
          required
          label={words.escalations.repeatAfter}
          value={filled.repeatAfter}
          onText={(repeatAfter) => fill({ repeatAfter })}
        />
      )}
    </div>
  );
}
