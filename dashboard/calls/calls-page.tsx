import { Button } from "@mantine/core";
import type { CallDocument } from "@vigie/shared/ticket-wish.ts";
import { useState } from "react";
import { toTicket } from "../address.ts";
import { Beside } from "../desk/beside.tsx";
import { MoreRows } from "../desk/more-rows.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { rowsOf, useCalls } from "../desk/questions.ts";
import { Link } from "../link.tsx";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import { CallForm } from "./call-form.tsx";
import { CallTicketForm } from "./call-ticket-form.tsx";

/** Every call that was logged, with the ticket that it is about, where there is one. */
export function CallsPage() {
  const { words } = useWords();
  const calls = useCalls();
  const [isLogging, setLogging] = useState(false);
  const rows = rowsOf(calls.data);
  return (
    <>
      <PageTitle>{words.desk.pages.calls}</PageTitle>
      {calls.error !== null && (
        <ProblemNotice error={calls.error} onRetry={() => void calls.refetch()} />
      )}
      <div className="settings">
        <div className="settings-list">
          <Button size="xs" variant="default" onClick={() => setLogging(true)}>
            {words.calls.log}
          </Button>
          {calls.isSuccess && rows.length === 0 && <p className="quiet">{words.calls.none}</p>}
          <ul className="plain-list entries">
            {rows.map((call) => (
              <Call key={call.id} call={call} />
            ))}
          </ul>
          <MoreRows of={calls} />
        </div>
        {isLogging && (
          <Beside>
            <CallForm onDone={() => setLogging(false)} />
          </Beside>
        )}
      </div>
    </>
  );
}

/** One call: who with, when, what was said, and what became of it. */
function Call({ call }: { readonly call: CallDocument }) {
  const { clock } = useParts();
  const { words, formats } = useWords();
  const { at, by, customer, contact, direction, minutes, text, ticket } = call;
  const atMs = Date.parse(at);
  const when = useClock(clock, (now) => formats.dayAndTime(atMs, zoneHere(), now));
  const lasted = minutes === null ? undefined : formats.duration(minutes * 60);
  const facts = [words.calls.direction[direction], when, lasted, by];
  return (
    <li>
      <p>
        <b>{contact === null ? customer.name : `${contact.name} · ${customer.name}`}</b>
      </p>
      <p className="muted small">{facts.filter((fact) => fact !== undefined).join(" · ")}</p>
      <p className="plain-text">{text}</p>
      {ticket === null ? (
        <CallWithoutTicket call={call} />
      ) : (
        <p className="small">
          <Link to={toTicket(ticket.id)}>{words.tickets.name({ number: ticket.number })}</Link>
        </p>
      )}
    </li>
  );
}

/** What was only logged may ask for a ticket after all. */
function CallWithoutTicket({ call }: { readonly call: CallDocument }) {
  const { words } = useWords();
  const [isOpening, setOpening] = useState(false);
  if (isOpening) return <CallTicketForm call={call} onLeave={() => setOpening(false)} />;
  return (
    <button type="button" className="text-button" onClick={() => setOpening(true)}>
      {words.calls.makeTicket}
    </button>
  );
}
