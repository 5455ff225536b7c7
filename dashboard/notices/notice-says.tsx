import type { NoticeDocument, NoticeTicket } from "@vigie/shared/notice.ts";
import type { Language } from "@vigie/shared/problems.ts";
import { toTicket } from "../address.ts";
import { Link } from "../link.tsx";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { toTitle } from "../tickets/ticket-title.ts";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";

/** What happened, to which ticket, and when it was told. */
export function NoticeSays({ notice }: { readonly notice: NoticeDocument }) {
  const { clock } = useParts();
  const { words, formats, language } = useWords();
  const { kind, ticket, count, createdAt } = notice;
  const when = useClock(clock, (now) => formats.dayAndTime(Date.parse(createdAt), zoneHere(), now));
  return (
    <p>
      <b>{words.notices.kind[kind]}</b>
      {count > 1 && ` (${words.notices.times({ n: count })})`}
      {ticket !== null && (
        <>
          {" · "}
          <Link to={toTicket(ticket.id)}>{toTicketText(ticket, language, words)}</Link>
        </>
      )}
      <span className="muted small">{` · ${when}`}</span>
    </p>
  );
}

function toTicketText(
  ticket: NoticeTicket,
  language: Language,
  words: ReturnType<typeof useWords>["words"],
): string {
  return `${words.tickets.name({ number: ticket.number })} ${toTitle(ticket, language)}`;
}
