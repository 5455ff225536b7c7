import { Button } from "@mantine/core";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { useAddress } from "../address.ts";
import { Link } from "../link.tsx";
import type { MachineLive } from "../live/machine-live.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { SampleRemoval } from "./sample-removal.tsx";
import { TRIAL_METRIC, TRIAL_RULE_KEY, type Trial, toCourse, toLowered } from "./trial-course.ts";
import { type TrialStep, toSteps } from "./trial-steps.ts";
import { useTrial } from "./use-trial.ts";

/** One sentence and one button: see an alert become a ticket, then end. */
export function TrialPanel(props: {
  readonly live: MachineLive;
  readonly rules: readonly RuleDocument[];
  readonly zone: string;
}) {
  const { live, rules, zone } = props;
  const { words } = useWords();
  const { trial, lowering, puttingBack, forget } = useTrial();
  const rule = rules.find(({ id, key }) => (trial ? id === trial.ruleId : key === TRIAL_RULE_KEY));
  const error = lowering.error ?? puttingBack.error;
  if (rule === undefined) return null;
  return (
    <section className="section trial" aria-labelledby="trial-title">
      <h2 id="trial-title">{words.trial.title}</h2>
      {trial === undefined ? (
        <TrialStart
          {...{ live, rule }}
          isBusy={lowering.isPending}
          onStart={(present) => lowering.mutate({ ruleId: rule.id, present })}
        />
      ) : (
        <TrialCourse
          {...{ trial, live, zone }}
          isBusy={puttingBack.isPending}
          onPutBack={() => puttingBack.mutate(trial)}
          onForget={forget}
        />
      )}
      {error !== null && <ProblemNotice error={error} />}
      <SampleRemoval />
    </section>
  );
}

function TrialStart(props: {
  readonly live: MachineLive;
  readonly rule: RuleDocument;
  readonly isBusy: boolean;
  readonly onStart: (present: number) => void;
}) {
  const { live, rule, isBusy, onStart } = props;
  const { words, formats, language } = useWords();
  const present = live.latest.get(TRIAL_METRIC)?.value;
  const lowered = present === undefined ? undefined : toLowered(rule, present);
  if (present === undefined || lowered?.condition?.kind !== "threshold") {
    return <p className="muted">{words.trial.aboutUnknown}</p>;
  }
  const threshold = formats.text("percent", lowered.condition.fireAt);
  const now = formats.text("percent", present);
  return (
    <>
      <p>{words.trial.about({ rule: rule.label[language], now })}</p>
      <Button size="sm" loading={isBusy} onClick={() => onStart(present)}>
        {words.trial.lower({ threshold })}
      </Button>
    </>
  );
}

function TrialCourse(props: {
  readonly trial: Trial;
  readonly live: MachineLive;
  readonly zone: string;
  readonly isBusy: boolean;
  readonly onPutBack: () => void;
  readonly onForget: () => void;
}) {
  const { trial, live, zone, isBusy, onPutBack, onForget } = props;
  const reader = useWords();
  const { words, formats } = reader;
  const course = toCourse(trial, live);
  const steps = toSteps(trial, course, { ...reader, zone });
  const threshold = formats.text("percent", trial.before.condition.fireAt);
  return (
    <>
      {trial.putBackAtMs === undefined && <p>{words.trial.running}</p>}
      <ol className="steps" aria-live="polite">
        {steps.map((step) => (
          <Step key={step.id} step={step} ticketId={course.ticket?.ticket.id} />
        ))}
      </ol>
      {trial.putBackAtMs === undefined ? (
        <Button size="sm" loading={isBusy} onClick={onPutBack}>
          {words.trial.putBack({ threshold })}
        </Button>
      ) : (
        <Button size="sm" variant="default" onClick={onForget}>
          {words.trial.again}
        </Button>
      )}
    </>
  );
}

function Step(props: { readonly step: TrialStep; readonly ticketId: string | undefined }) {
  const { step, ticketId } = props;
  const address = useAddress();
  const isLink = step.id === "ticket" && ticketId !== undefined;
  return (
    <li data-done={step.isDone}>
      <span className={step.isDone ? "shape shape-fine" : "shape shape-pending"} />
      {isLink ? <Link to={{ ...address, ticketId }}>{step.text}</Link> : <span>{step.text}</span>}
      {step.time !== undefined && <time className="muted small">{step.time}</time>}
    </li>
  );
}
