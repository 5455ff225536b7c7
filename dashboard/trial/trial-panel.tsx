import { Button } from "@mantine/core";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { useAddress } from "../address.ts";
import { Link } from "../link.tsx";
import type { MachineLive } from "../live/machine-live.ts";
import { useRules } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { SampleRemoval } from "./sample-removal.tsx";
import {
  type Shipped,
  TRIAL_METRIC,
  TRIAL_RULE_KEY,
  type Trial,
  toCourse,
  toLowered,
  toShipped,
} from "./trial-course.ts";
import { type TrialStep, toSteps } from "./trial-steps.ts";
import { useTrial } from "./use-trial.ts";

/** One sentence and one button: see an alert become a ticket, then end. */
export function TrialPanel({ live, zone }: { readonly live: MachineLive; readonly zone: string }) {
  const { words } = useWords();
  const { data: rules, error } = useRules();
  const rule = rules?.items.find(({ key }) => key === TRIAL_RULE_KEY);
  const shipped = rule && toShipped(rule);
  return (
    <section className="section trial" aria-labelledby="trial-title">
      <h2 id="trial-title">{words.trial.title}</h2>
      {rule === undefined || shipped === undefined ? (
        <div className="trial-wait">{error !== null && <ProblemNotice error={error} />}</div>
      ) : (
        <TrialWithRule {...{ live, rule, shipped, zone }} />
      )}
      <SampleRemoval rule={rule} />
    </section>
  );
}

type TrialParts = {
  readonly live: MachineLive;
  readonly rule: RuleDocument;
  readonly shipped: Shipped;
  readonly zone: string;
};

function TrialWithRule({ live, rule, shipped, zone }: TrialParts) {
  const { trial, lowering, puttingBack, forget } = useTrial(rule, live.alerts);
  const error = lowering.error ?? puttingBack.error;
  return (
    <>
      {trial === undefined ? (
        <TrialStart
          {...{ live, rule }}
          isBusy={lowering.isPending}
          onStart={(present) => lowering.mutate(present)}
        />
      ) : (
        <TrialCourse
          {...{ trial, live, rule, shipped, zone }}
          isBusy={puttingBack.isPending}
          onPutBack={() => puttingBack.mutate(trial)}
          onForget={forget}
        />
      )}
      {error !== null && <ProblemNotice error={error} />}
    </>
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
  if (present === undefined || lowered === undefined) {
    return <p className="muted trial-wait">{words.trial.aboutUnknown}</p>;
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

function TrialCourse(
  props: TrialParts & {
    readonly trial: Trial;
    readonly isBusy: boolean;
    readonly onPutBack: () => void;
    readonly onForget: () => void;
  },
) {
  const { trial, live, rule, shipped, zone, isBusy, onPutBack, onForget } = props;
  const reader = useWords();
  const { words, formats } = reader;
  const course = toCourse(trial, rule, live);
  const steps = toSteps({ trial, course, shipped }, { ...reader, zone });
  const threshold = formats.text("percent", shipped.condition.fireAt);
  return (
    <>
      {!course.isPutBack && <p>{words.trial.running}</p>}
      <ol className="steps" aria-live="polite">
        {steps.map((step) => (
          <Step key={step.id} step={step} ticketId={course.ticket?.id} />
        ))}
      </ol>
      {!course.isPutBack && (
        <Button size="sm" loading={isBusy} onClick={onPutBack}>
          {words.trial.putBack({ threshold })}
        </Button>
      )}
      {course.isRecovered && (
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
