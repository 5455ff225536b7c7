import type { TargetPromise } from "@vigie/shared/contract.ts";
import type { PreviewedTarget, SlaPreview } from "@vigie/shared/sla.ts";
import { TARGET_KINDS } from "@vigie/shared/ticket.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { keyOf } from "./due-question.ts";
import type { DueQuestion } from "./place.ts";
import { type Reader, toBudgetText, toStepText } from "./promise-words.ts";
import { type ContractReading, clausesOf } from "./reading.ts";

/** What the clocks would say of each promise. */
export function DueAnswer(props: {
  readonly reading: ContractReading;
  readonly question: DueQuestion;
  readonly preview: SlaPreview;
}) {
  const { reading, question, preview } = props;
  const { levels, term } = clausesOf(reading);
  const level = levels.find(({ priority }) => priority === question.priority);
  return (
    <ul className="plain-list due-answer" aria-live="polite">
      {TARGET_KINDS.map((kind) => {
        const promise = level?.targets.find((promised) => promised.kind === kind);
        const target = preview.targets.find(({ name }) => name === kind);
        if (promise === undefined || target === undefined) return null;
        return <Target key={kind} {...{ target, promise }} zone={term.timeZone} />;
      })}
    </ul>
  );
}

function Target(props: {
  readonly target: PreviewedTarget;
  readonly promise: TargetPromise;
  readonly zone: string;
}) {
  const { target, promise, zone } = props;
  const reader = useWords();
  const { words, formats } = reader;
  const { clock } = useParts();
  const nowMs = clock.now();
  const moment = (instant: string) => formats.dayAndTime(Date.parse(instant), zone, nowMs);
  return (
    <li>
      <p className="due-kind">
        {words.clock.kind[promise.kind]}
        <span className="muted small">{toBudgetText(promise, reader)}</span>
      </p>
      <p
        className="due-says figures"
        title={target.dueAt === null ? undefined : formats.instant(Date.parse(target.dueAt), zone)}
      >
        {target.dueAt === null
          ? words.due.paused
          : words.due.dueAt({ moment: moment(target.dueAt) })}
      </p>
      <p className="small muted figures">
        {words.due.clockFrom({ moment: moment(target.clockStart) })}
      </p>
      <details className="fold">
        <summary>{words.due.details}</summary>
        <ul className="plain-list small figures">
          {target.openIntervals.map((interval) => (
            <li key={interval[0]}>{intervalText(interval, { zone, nowMs }, reader)}</li>
          ))}
          {stepsFor(promise, target).map(({ step, at }) => (
            <li key={keyOf(step)}>
              {words.due.escalation({
                step: toStepText(step, reader),
                moment: at === null ? words.due.never : moment(at),
              })}
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

/** lun. 23 nov. 9 h – 12 h 30: the day is said once where it is the same. */
function intervalText(
  [from, to]: PreviewedTarget["openIntervals"][number],
  { zone, nowMs }: { readonly zone: string; readonly nowMs: number },
  { words, formats }: Reader,
): string {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const isSameDay = formats.day(start, zone) === formats.day(end, zone);
  return words.due.open({
    from: formats.dayAndTime(start, zone, nowMs),
    to: isSameDay ? formats.time(end, zone) : formats.dayAndTime(end, zone, nowMs),
  });
}

/** The promise's own steps, with their moments; the answer also has those of other promises. */
function stepsFor({ escalations = [] }: TargetPromise, target: PreviewedTarget) {
  return escalations.flatMap((step) => {
    const found = target.escalations.find((planned) => keyOf(planned) === keyOf(step));
    return found === undefined ? [] : [{ step, at: found.at }];
  });
}
