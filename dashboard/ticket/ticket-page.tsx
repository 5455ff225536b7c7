import { isTicketAbsent, useTicket, useWatch } from "../queries.ts";
import { PageProblem, PageWords } from "../shell/problem-notice.tsx";
import { TargetClock } from "../tickets/target-clock.tsx";
import { toTitle } from "../tickets/ticket-title.ts";
import { useTitle } from "../use-title.ts";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import { Attachments } from "./attachments.tsx";
import { Composer } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { Coverage } from "./coverage.tsx";
import { Endings } from "./endings.tsx";
import { Links } from "./links.tsx";
import { People } from "./people.tsx";
import { QueuePlace } from "./queue-place.tsx";
import type { ReadTicket } from "./reading.ts";
import { Steps } from "./steps.tsx";
import { Tags } from "./tags.tsx";
import { Terms } from "./terms.tsx";
import { TicketHead } from "./ticket-head.tsx";
import { TimeEntries } from "./time-entries.tsx";

/** One ticket: what was promised, what was said, and beside it all that can be done with it. */
export function TicketPage({ ticketId }: { readonly ticketId: string }) {
  const { words } = useWords();
  const { data, error, refetch } = useTicket(ticketId);
  if (data !== undefined) return <Ticket ticket={data} />;
  if (isTicketAbsent(ticketId, error)) return <PageWords>{words.tickets.absent}</PageWords>;
  if (error === null) return <PageWords>{words.problems.reading}</PageWords>;
  return <PageProblem error={error} onRetry={() => void refetch()} />;
}

function Ticket({ ticket }: { readonly ticket: ReadTicket }) {
  const { document: of } = ticket;
  const { words, language } = useWords();
  const zone = zoneHere();
  const title = toTitle(of, language);
  useWatch(of.machine === null ? [] : [of.machine.id]);
  useTitle(`${words.tickets.name({ number: of.number })} ${title}`);
  return (
    <div className="ticket-page">
      <TicketHead ticket={ticket} zone={zone} />
      <div className="ticket-main">
        <section className="section ticket-owed" aria-labelledby="ticket-promises">
          <h2 id="ticket-promises">{words.tickets.promises}</h2>
          <Coverage ticket={ticket} />
          <QueuePlace ticket={ticket} />
          <Promises ticket={ticket} zone={zone} />
        </section>
        <Conversation ticket={ticket} zone={zone} />
        <Composer ticket={ticket} />
      </div>
      <div className="ticket-side">
        <Steps ticket={ticket} />
        <People ticket={ticket} />
        <Terms ticket={ticket} />
        <TimeEntries ticket={ticket} zone={zone} />
        <Links ticket={ticket} />
        <Tags ticket={ticket} />
        <Attachments ticket={of} />
        <Endings ticket={ticket} />
      </div>
    </div>
  );
}

function Promises({ ticket, zone }: { readonly ticket: ReadTicket; readonly zone: string }) {
  const { targets, state, coverageReason, queue } = ticket.document;
  const { words } = useWords();
  if (targets.length === 0) {
    if (queue !== null || coverageReason.consequence === "intervention") return null;
    return <p className="quiet">{words.tickets.noTargets}</p>;
  }
  return (
    <div className="clocks">
      {targets.map((target) => (
        <TargetClock
          key={target.kind}
          ticketState={state}
          readAtMs={ticket.readAtMs}
          {...{ target, zone }}
        />
      ))}
    </div>
  );
}
