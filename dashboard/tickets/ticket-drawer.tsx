import { Drawer } from "@mantine/core";
import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import { navigate, toTicket, useAddress } from "../address.ts";
import { toCause } from "../alerts/alert-list.tsx";
import type { Versioned } from "../api/requests.ts";
import { Link } from "../link.tsx";
import { isTicketAbsent, useTicket } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { History } from "./history.tsx";
import { Moment } from "./moment.tsx";
import { TargetClock } from "./target-clock.tsx";
import { isActable, TicketActs } from "./ticket-acts.tsx";
import { toTitle } from "./ticket-title.ts";

/** One ticket beside its machine: what was promised, what can be done, what happened. */
export function TicketDrawer({ zone }: { readonly zone: string }) {
  const { words } = useWords();
  const address = useAddress();
  const ticket = useTicket(address.ticketId);
  const isAbsent = isTicketAbsent(address.ticketId, ticket.error);
  const number = ticket.data?.document.number;
  return (
    <Drawer.Root
      opened={address.ticketId !== undefined}
      onClose={() => navigate({ ...address, ticketId: undefined })}
      position="right"
      size="md"
      transitionProps={{ duration: 120 }}
      classNames={{ content: "drawer" }}
    >
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content>
        <div className="drawer-head">
          <Drawer.Title>
            {number === undefined ? words.tickets.title : words.tickets.name({ number })}
          </Drawer.Title>
          <Drawer.CloseButton aria-label={words.tickets.close} />
        </div>
        <Drawer.Body>
          {isAbsent && <p className="quiet">{words.tickets.absent}</p>}
          {ticket.error !== null && !isAbsent && (
            <ProblemNotice error={ticket.error} onRetry={() => void ticket.refetch()} />
          )}
          {ticket.data === undefined && ticket.isFetching && (
            <p className="quiet">{words.problems.reading}</p>
          )}
          {ticket.data !== undefined && <Ticket ticket={ticket.data} zone={zone} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Ticket(props: {
  readonly ticket: Versioned<TicketDetail> & { readonly readAtMs: number };
  readonly zone: string;
}) {
  const { ticket, zone } = props;
  const { words } = useWords();
  const { document, readAtMs } = ticket;
  return (
    <div className="ticket-panel">
      <TicketHead ticket={document} zone={zone} />
      <section aria-labelledby="ticket-promises">
        <h3 id="ticket-promises">{words.tickets.promises}</h3>
        {document.targets.length === 0 && <p className="quiet">{words.tickets.noTargets}</p>}
        {document.targets.map((target) => (
          <TargetClock
            key={target.kind}
            ticketState={document.state}
            {...{ target, readAtMs, zone }}
          />
        ))}
      </section>
      {isActable(document) && (
        <section aria-labelledby="ticket-acts">
          <h3 id="ticket-acts">{words.acts.title}</h3>
          <TicketActs key={document.id} ticket={ticket} />
        </section>
      )}
      <section aria-labelledby="ticket-history">
        <h3 id="ticket-history">{words.tickets.history}</h3>
        <History ticket={document} zone={zone} />
      </section>
    </div>
  );
}

function TicketHead({ ticket, zone }: { readonly ticket: TicketDetail; readonly zone: string }) {
  const reader = useWords();
  const { words, language } = reader;
  return (
    <div>
      <p className="ticket-cause">{toTitle(ticket, language)}</p>
      {ticket.rule !== null && <p className="figures">{toCause(ticket, reader)}</p>}
      <p className="small">
        <Link to={toTicket(ticket.id)}>{words.tickets.wholePage}</Link>
      </p>
      <p className="muted small">
        {words.tickets.state[ticket.state]}
        {" · "}
        {words.tickets.priority({ priority: ticket.priority })}
        {" · "}
        <Moment at={ticket.openedAt} zone={zone} says={words.tickets.openedAt} />
        {", "}
        <Moment at={ticket.eventAt} zone={zone} says={words.tickets.eventAt} />
      </p>
      <p className="muted small">
        {ticket.customer.name}
        {ticket.contract !== null && ` · ${words.tickets.contract({ name: ticket.contract.name })}`}
      </p>
    </div>
  );
}
