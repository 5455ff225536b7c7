import type { TicketSummary } from "@vigie/shared/ticket-document.ts";
import { useAddress } from "../address.ts";
import { Link } from "../link.tsx";
import { useClock } from "../live/clock.ts";
import { isOpenTicket, type MachineLive, type TicketReading } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { TargetClock } from "./target-clock.tsx";
import { toTitle } from "./ticket-title.ts";

/** Tickets resolved lately that are still shown. */
const PAST_MAX = 4;

/** Newest first, apart by whether something is still to be done. */
export function toTickets({ tickets }: Pick<MachineLive, "tickets">) {
  const readings = [...tickets.values()].sort((a, b) => b.ticket.number - a.ticket.number);
  return {
    open: readings.filter(({ ticket }) => isOpenTicket(ticket)),
    past: readings.filter(({ ticket }) => !isOpenTicket(ticket)).slice(0, PAST_MAX),
  };
}

/** Open tickets with their clocks; nothing when there is none. */
export function OpenTickets(props: {
  readonly readings: readonly TicketReading[];
  readonly zone: string;
}) {
  const { readings, zone } = props;
  const { words } = useWords();
  if (readings.length === 0) return null;
  return (
    <div className="needs-part">
      <h3>{words.tickets.title}</h3>
      <ul className="plain-list">
        {readings.map((reading) => (
          <OpenTicket key={reading.ticket.id} {...reading} zone={zone} />
        ))}
      </ul>
    </div>
  );
}

/** The last tickets that were resolved. */
export function PastTickets(props: {
  readonly readings: readonly TicketReading[];
  readonly zone: string;
}) {
  const { readings, zone } = props;
  const { words } = useWords();
  if (readings.length === 0) return null;
  return (
    <div className="needs-part">
      <h3>{words.tickets.past}</h3>
      <ul className="plain-list past">
        {readings.map(({ ticket }) => (
          <PastTicket key={ticket.id} ticket={ticket} zone={zone} />
        ))}
      </ul>
    </div>
  );
}

function OpenTicket({ ticket, readAtMs, zone }: TicketReading & { readonly zone: string }) {
  const { words } = useWords();
  return (
    <li className="ticket">
      <TicketTitle ticket={ticket} />
      <p className="muted small">
        {words.tickets.state[ticket.state]}
        {" · "}
        {words.tickets.priority({ priority: ticket.priority })}
      </p>
      {ticket.targets.map((target) => (
        <TargetClock key={target.kind} ticketState={ticket.state} {...{ target, readAtMs, zone }} />
      ))}
    </li>
  );
}

function PastTicket({ ticket, zone }: { readonly ticket: TicketSummary; readonly zone: string }) {
  const { clock } = useParts();
  const { words, formats } = useWords();
  const resolvedMs = ticket.resolvedAt === null ? undefined : Date.parse(ticket.resolvedAt);
  const when = useClock(clock, (now) =>
    resolvedMs === undefined
      ? words.tickets.state[ticket.state]
      : words.tickets.resolvedAt({ moment: formats.moment(resolvedMs, zone, now) }),
  );
  return (
    <li className="ticket">
      <TicketTitle ticket={ticket} />
      <p className="muted small">{when}</p>
    </li>
  );
}

/** Opens the ticket in place; its address can be kept and sent. */
function TicketTitle({ ticket }: { readonly ticket: TicketSummary }) {
  const { words, language } = useWords();
  const address = useAddress();
  const { number } = ticket;
  return (
    <p className="row-title">
      <Link to={{ ...address, ticketId: ticket.id }}>
        <span className="ticket-number">{words.tickets.name({ number })}</span>{" "}
        {toTitle(ticket, language)}
      </Link>
    </p>
  );
}
