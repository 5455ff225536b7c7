import type { TicketDetail } from "@vigie/shared/ticket.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { toSentence } from "./sentence.ts";

/** What happened to a ticket, who did it and when, newest first. */
export function History(props: { readonly ticket: TicketDetail; readonly zone: string }) {
  const { ticket, zone } = props;
  const { clock } = useParts();
  const reader = useWords();
  const { words, formats } = reader;
  return (
    <ol className="history">
      {ticket.transitions.toReversed().map((transition) => {
        const atMs = Date.parse(transition.at);
        const happenedMs = Date.parse(transition.effectiveAt);
        return (
          <li key={transition.id} data-kind={transition.kind}>
            <p>{toSentence(transition, ticket.metric, reader)}</p>
            {transition.text !== null && <blockquote>{transition.text}</blockquote>}
            <p className="muted small" title={formats.instant(atMs, zone)}>
              {transition.actor === BY_ITSELF ? words.history.byItself : transition.actor}
              {" · "}
              {formats.moment(atMs, zone, clock.now())}
              {atMs - happenedMs >= TOLD_LATE_MS &&
                ` · ${words.tickets.eventAt({ moment: formats.moment(happenedMs, zone, clock.now()) })}`}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

/** What is told later than this says also when it happened. */
const TOLD_LATE_MS = 60_000;

/** How the collector signs what it did without a hand. */
const BY_ITSELF = "vigie";
