import { ESCALATION_STEPS_MAX, type EscalationTarget } from "@vigie/shared/escalation-policy.ts";
import { STAFF_ROLES } from "@vigie/shared/staff.ts";
import { Choice, type Option, TextField } from "../desk/fields.tsx";
import { useWords } from "../words/words.tsx";
import { type FilledStep, toTarget, toTargetKey, withStep } from "./policy-filled.ts";
import { type Known, toTargetText } from "./policy-words.ts";

/** The steps in order: after how long, and who is told then. */
export function Steps(props: {
  readonly steps: readonly FilledStep[];
  readonly known: Known;
  readonly problem: string | false;
  readonly onSteps: (steps: readonly FilledStep[]) => void;
}) {
  const { steps, known, problem, onSteps } = props;
  const { words } = useWords();
  return (
    <fieldset className="checks">
      <legend>{words.escalations.steps}</legend>
      {steps.map((step, at) => (
        <Step
          key={step.key}
          {...{ step, known, at }}
          onStep={(changed) => onSteps(steps.map((one) => (one === step ? changed : one)))}
          onTake={
            steps.length === 1 ? undefined : () => onSteps(steps.filter((one) => one !== step))
          }
        />
      ))}
      {problem !== false && (
        <p className="notice" role="alert">
          <span className="shape shape-attention" />
          {problem}
        </p>
      )}
      <p className="small muted">{words.escalations.onCallHint}</p>
      {steps.length < ESCALATION_STEPS_MAX && (
        <p>
          <button type="button" className="text-button" onClick={() => onSteps(withStep(steps))}>
            {words.escalations.addStep}
          </button>
        </p>
      )}
    </fieldset>
  );
}

function Step(props: {
  readonly step: FilledStep;
  /** From 0 on. */
  readonly at: number;
  readonly known: Known;
  readonly onStep: (step: FilledStep) => void;
  /** undefined = it is the only one. */
  readonly onTake: (() => void) | undefined;
}) {
  const { step, at, known, onStep, onTake } = props;
  const { words } = useWords();
  return (
    <div className="policy-step">
      <TextField
        type="number"
        min={0}
        required
        label={words.escalations.after}
        value={step.after}
        onText={(after) => onStep({ ...step, after })}
      />
      <Choice
        label={words.escalations.tells}
        value={step.target}
        options={useTargets(known, step.target)}
        onChoose={(target) => onStep({ ...step, target })}
      />
      {onTake !== undefined && (
        <button
          type="button"
          className="chip"
          title={words.escalations.removeStep({ n: at + 1 })}
          onClick={onTake}
        >
          <span aria-hidden="true">×</span>
          <span className="unseen">{words.escalations.removeStep({ n: at + 1 })}</span>
        </button>
      )}
    </div>
  );
}

/** Whom a step can tell; whom it tells already, even where they are gone. */
function useTargets(known: Known, chosen: string): Option<string>[] {
  const reader = useWords();
  const targets: EscalationTarget[] = [
    { tells: "on_call" },
    ...known.rotas.map(({ id }) => ({ tells: "rota" as const, rotaId: id })),
    ...STAFF_ROLES.map((role) => ({ tells: "role" as const, role })),
    ...known.teams.map(({ id }) => ({ tells: "team" as const, teamId: id })),
    ...known.staff.map(({ id }) => ({ tells: "staff" as const, staffId: id })),
  ];
  const told = toTarget(chosen);
  const isListed = targets.some((target) => toTargetKey(target) === chosen);
  const all = told === undefined || isListed ? targets : [...targets, told];
  return all.map((target) => ({
    value: toTargetKey(target),
    label: toTargetText(target, known, reader),
  }));
}
