import type { TicketTransition } from "@vigie/shared/ticket.ts";
import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords, type Words } from "../words/words.tsx";
import { toSentence } from "./sentence.ts";

/** What happened to a ticket, who did it and when, newest first. */
export function History(props: { readonly ticket: TicketDetail; readonly zone: string }) {
  const { ticket, zone } = props;
  const reader = useWords();
  return (
    <ol className="history">
      {ticket.transitions.toReversed().map((transition) => (
        <li key={transition.id} data-kind={transition.kind}>
          <p>{toSentence(transition, ticket.metric, reader)}</p>
          {transition.text !== null && <blockquote>{transition.text}</blockquote>}
          <Signature transition={transition} zone={zone} />
        </li>
      ))}
    </ol>
  );
}

/** Who and when; a page that stays open over midnight then says the day too. */
export function Signature(props: { readonly transition: TicketTransition; readonly zone: string }) {
  const { transition, zone } = props;
  const { clock } = useParts();
  const { words, formats } = useWords();
  const says = useClock(clock, (now) =>
    toWhen(transition, { zone, nowMs: now }, { words, formats }),
  );
  return (
    <p className="muted small" title={formats.instant(Date.parse(transition.at), zone)}>
      {transition.actor === BY_ITSELF ? words.history.byItself : transition.actor}
      {" · "}
      {says}
    </p>
  );
}

/** When it was written down, with the date where that is not today; and when it happened, if earlier. */
export function toWhen(
  { at, effectiveAt }: Pick<TicketTransition, "at" | "effectiveAt">,
  { zone, nowMs }: { readonly zone: string; readonly nowMs: number },
  { words, formats }: Pick<Words, "words" | "formats">,
): string {
  const [atMs, happenedMs] = [Date.parse(at), Date.parse(effectiveAt)];
  const momentOf = (ms: number) => {
    const isToday = formats.day(ms, zone) === formats.day(nowMs, zone);
    return isToday ? formats.time(ms, zone) : formats.dayAndTime(ms, zone, nowMs);
  };
  const when = momentOf(atMs);
  if (atMs - happenedMs < TOLD_LATE_MS) return when;
  return `${when} · ${words.tickets.eventAt({ moment: momentOf(happenedMs) })}`;
}

/** What is told later than this says also when it happened. */
const TOLD_LATE_MS = 60_000;

/** How the collector signs what it did without a hand. */
const BY_ITSELF = "vigie";
