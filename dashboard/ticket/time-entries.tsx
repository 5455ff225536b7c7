import { Button } from "@mantine/core";
import type { TimeEntryDocument, TimeKind } from "@vigie/shared/work.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { useTimeEntries } from "../desk/questions.ts";
import { Removal } from "../desk/removal.tsx";
import { useSignature, useSigned } from "../desk/use-signed.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { KindChoice } from "./kind-choice.tsx";
import { type ReadTicket, TICKET_KEYS } from "./reading.ts";
import { TimeByHand } from "./time-by-hand.tsx";
import { TimeCorrection } from "./time-correction.tsx";

/** What was worked and travelled, by whom; a timer for what is being done now. */
export function TimeEntries({
  ticket,
  zone,
}: {
  readonly ticket: ReadTicket;
  readonly zone: string;
}) {
  const { id, worked } = ticket.document;
  const { words, formats } = useWords();
  const { data, error } = useTimeEntries(id);
  const minutes = (n: number) => formats.budget(n * 60);
  const sums = [
    worked.workMinutes > 0 && words.time.worked({ duration: minutes(worked.workMinutes) }),
    worked.travelMinutes > 0 && words.time.travelled({ duration: minutes(worked.travelMinutes) }),
    worked.outOfHoursMinutes > 0 &&
      words.time.outOfHours({ duration: minutes(worked.outOfHoursMinutes) }),
  ]
    .filter((part) => part !== false)
    .join(" · ");
  return (
    <section className="section side-fields" aria-labelledby="ticket-time">
      <h2 id="ticket-time">{words.time.title}</h2>
      {sums !== "" && <p className="small figures">{sums}</p>}
      <ul className="plain-list small time-entries">
        {data?.items.map((entry) => (
          <TimeEntry key={entry.id} entry={entry} zone={zone} />
        ))}
      </ul>
      <ActProblem error={error} />
      <Timer ticketId={id} entries={data?.items ?? []} />
      <TimeByHand ticketId={id} zone={zone} />
    </section>
  );
}

function TimeEntry({ entry, zone }: { readonly entry: TimeEntryDocument; readonly zone: string }) {
  const { desk } = useParts().api;
  const { clock } = useParts();
  const { words, formats } = useWords();
  const [isCorrecting, setCorrecting] = useState(false);
  const startedMs = Date.parse(entry.startedAt);
  const when = useClock(clock, (now) => formats.dayAndTime(startedMs, zone, now));
  const running = useClock(clock, (now) => formats.duration((now - startedMs) / 1_000));
  const removing = useSigned({
    work: (_input, by) => desk.removeTime(entry, by),
    refreshes: TICKET_KEYS,
  });
  const { minutes, outOfHoursMinutes, kind, by, note } = entry;
  return (
    <li>
      <p className="figures">
        <b>
          {minutes === null
            ? words.time.running({ duration: running })
            : formats.duration(minutes * 60)}
        </b>
        {kind === "travel" && ` · ${words.time.kind.travel}`}
        {outOfHoursMinutes !== null &&
          outOfHoursMinutes > 0 &&
          ` · ${words.time.outOfHours({ duration: formats.duration(outOfHoursMinutes * 60) })}`}
        <span className="muted">{` · ${by} · ${when}`}</span>
      </p>
      {note !== "" && <p>{note}</p>}
      {minutes !== null && !isCorrecting && (
        <p className="alert-acts">
          <button type="button" className="text-button" onClick={() => setCorrecting(true)}>
            {words.time.correct}
            <span className="unseen">{`${by} ${when}`}</span>
          </button>
          <Removal of={removing} label={words.time.remove} name={`${by} ${when}`} />
        </p>
      )}
      {isCorrecting && <TimeCorrection {...{ entry, zone }} onDone={() => setCorrecting(false)} />}
      <ActProblem error={removing.error} />
    </li>
  );
}

/** One's own timer on this ticket: it runs, or can be started. */
function Timer(props: {
  readonly ticketId: string;
  readonly entries: readonly TimeEntryDocument[];
}) {
  const { ticketId, entries } = props;
  const { desk } = useParts().api;
  const { words } = useWords();
  const { name } = useSignature();
  const [kind, setKind] = useState<TimeKind>("work");
  const running = entries.find(({ endedAt, by }) => endedAt === null && by === name);
  const timing = useSigned({
    work: (_input, by) =>
      running === undefined
        ? desk.startTimer(ticketId, { by, kind })
        : desk.stopTimer(running, { by }),
    refreshes: TICKET_KEYS,
  });
  return (
    <>
      <div className="inline-form">
        {running === undefined && <KindChoice kind={kind} onChoose={setKind} />}
        <Button size="xs" variant="default" loading={timing.isBusy} onClick={() => timing.run()}>
          {running === undefined ? words.time.start : words.time.stop}
        </Button>
      </div>
      <ActProblem error={timing.error} />
    </>
  );
}
