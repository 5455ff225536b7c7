import { type ReactNode, useState } from "react";
import { HOME, toContract, toDesk } from "../address.ts";
import { toCause } from "../alerts/alert-list.tsx";
import { Link } from "../link.tsx";
import { Priority } from "../queue/queue-table.tsx";
import { BREAKING_NEXT, type QueueFilters } from "../queue/queue-wish.ts";
import { Moment } from "../tickets/moment.tsx";
import { toTitle } from "../tickets/ticket-title.ts";
import { useWords } from "../words/words.tsx";
import type { ReadTicket } from "./reading.ts";
import { TitleForm } from "./title-form.tsx";

/** Which ticket it is, how it stands, and whose. */
export function TicketHead({
  ticket,
  zone,
}: {
  readonly ticket: ReadTicket;
  readonly zone: string;
}) {
  const { document: of } = ticket;
  const reader = useWords();
  const { words, language } = reader;
  const [isNaming, setNaming] = useState(false);
  return (
    <div className="headline ticket-headline">
      <p className="ticket-line-up">
        <span className="muted">{words.tickets.name({ number: of.number })}</span>
        <Priority priority={of.priority} />
        <span className="state" data-state={of.state}>
          {of.queue === null
            ? words.tickets.state[of.state]
            : words.queue.queued({ position: of.queue.position })}
        </span>
        <span className="muted">{words.queue.type[of.type]}</span>
      </p>
      {isNaming ? (
        <TitleForm ticket={ticket} onDone={() => setNaming(false)} />
      ) : (
        <h1>
          {toTitle(of, language)}{" "}
          <button type="button" className="text-button" onClick={() => setNaming(true)}>
            {words.ticket.rename}
          </button>
        </h1>
      )}
      {of.rule !== null && <p className="figures">{toCause(of, reader)}</p>}
      <Subject ticket={ticket} />
      <Moments ticket={ticket} zone={zone} />
    </div>
  );
}

/** Customer, site, machine and who asked; each leads to where more of it is. */
function Subject({ ticket: { document: of } }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const { customer, site, machine, equipment, requester, contract } = of;
  return (
    <dl className="ticket-facts">
      <Fact name={words.ticket.customer}>
        <QueueLink filters={{ customer: [customer.id] }}>{customer.name}</QueueLink>
        {site !== null && ` · ${site.name}`}
      </Fact>
      {machine !== null && (
        <Fact name={words.ticket.machine}>
          <Link to={{ ...HOME, machineId: machine.id }}>{machine.name}</Link>
        </Fact>
      )}
      {equipment !== null && (
        <Fact name={words.ticket.equipment}>
          {`${equipment.name} (${words.perimeter.equipmentKind[equipment.kind]})`}
        </Fact>
      )}
      <Fact name={words.ticket.requester}>
        {requester === null ? (
          <span className="muted">{words.ticket.noRequester}</span>
        ) : (
          <QueueLink filters={{ requester: [requester.id] }}>{requester.name}</QueueLink>
        )}
        {typeof requester?.email === "string" && (
          <>
            {" "}
            <a href={`mailto:${requester.email}`}>{requester.email}</a>
          </>
        )}
      </Fact>
      <Fact name={words.ticket.channel}>{words.channels.name[of.channel]}</Fact>
      {contract !== null && (
        <Fact name={words.ticket.contract}>
          <Link to={toContract(contract.id)}>{contract.name}</Link>
        </Fact>
      )}
    </dl>
  );
}

function Fact(props: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** The open tickets of somebody or something. */
function QueueLink(props: { readonly filters: QueueFilters; readonly children: ReactNode }) {
  const filters = { state: ["open"], ...props.filters };
  return (
    <Link to={toDesk({ page: "queue", wish: { ...BREAKING_NEXT, filters } })}>
      {props.children}
    </Link>
  );
}

function Moments({
  ticket: { document: of },
  zone,
}: {
  readonly ticket: ReadTicket;
  readonly zone: string;
}) {
  const { words } = useWords();
  const { openedAt, eventAt } = of;
  return (
    <p className="muted small">
      <Moment at={openedAt} zone={zone} says={words.tickets.openedAt} />
      {Date.parse(openedAt) !== Date.parse(eventAt) && (
        <>
          {", "}
          <Moment at={eventAt} zone={zone} says={words.tickets.eventAt} />
        </>
      )}
    </p>
  );
}
