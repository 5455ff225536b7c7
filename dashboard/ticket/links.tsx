import { Button } from "@mantine/core";
import { LINK_KINDS, type LinkKind, type TicketLink } from "@vigie/shared/ticket-document.ts";
import { type ReactNode, useState } from "react";
import { HOME, toTicket } from "../address.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { Choice, toChoices } from "../desk/fields.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { Link } from "../link.tsx";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { type ReadTicket, TICKET_KEYS } from "./reading.ts";
import { TicketNumberField, useLookup } from "./ticket-number-field.tsx";

/** What it has to do with other tickets, machines and alerts; and the outage that it is a part of. */
export function Links({ ticket }: { readonly ticket: ReadTicket }) {
  const { links, children, parent } = ticket.document;
  const { words } = useWords();
  return (
    <section className="section side-fields" aria-labelledby="ticket-links">
      <h2 id="ticket-links">{words.ticket.links}</h2>
      <ul className="plain-list small">
        {parent !== null && (
          <li>
            {words.ticket.partOf}{" "}
            <Link to={toTicket(parent.id)}>{words.tickets.name({ number: parent.number })}</Link>
          </li>
        )}
        {children.map(({ id, number, state }) => (
          <li key={id}>
            {words.ticket.holds} <Link to={toTicket(id)}>{words.tickets.name({ number })}</Link>
            <span className="muted">{` · ${words.tickets.state[state]}`}</span>
          </li>
        ))}
        {links.map((link) => (
          <OneLink key={link.id} {...{ ticket, link }} />
        ))}
      </ul>
      <NewLink ticket={ticket} />
    </section>
  );
}

function OneLink({ ticket, link }: { readonly ticket: ReadTicket; readonly link: TicketLink }) {
  const { desk } = useParts().api;
  const { words } = useWords();
  const unlinking = useSigned({
    work: (_input, by) => desk.unlink(ticket.document.id, link.id, by),
    refreshes: TICKET_KEYS,
  });
  return (
    <li>
      <FarEnd link={link} />{" "}
      <button
        type="button"
        className="text-button"
        disabled={unlinking.isBusy}
        onClick={() => unlinking.run()}
      >
        {words.ticket.unlink}
      </button>
      <ActProblem error={unlinking.error} />
    </li>
  );
}

function FarEnd({ link }: { readonly link: TicketLink }): ReactNode {
  const { words } = useWords();
  switch (link.to) {
    case "ticket": {
      const { id, number, state, title } = link.ticket;
      return (
        <>
          {words.ticket.linkKind[link.kind]}{" "}
          <Link to={toTicket(id)}>
            {words.tickets.name({ number })}
            {title !== null && ` ${title}`}
          </Link>
          <span className="muted">{` · ${words.tickets.state[state]}`}</span>
        </>
      );
    }
    case "machine":
    case "alert":
      return (
        <>
          {words.ticket.linkTo[link.to]}{" "}
          <Link to={{ ...HOME, machineId: link.machine.id }}>{link.machine.name}</Link>
        </>
      );
  }
}

/** To another ticket, by its number. */
function NewLink({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const [number, setNumber] = useState("");
  const [kind, setKind] = useState<LinkKind>("related");
  const { linking, lookup } = useLinking(ticket, () => setNumber(""));
  return (
    <details className="fold">
      <summary>{words.ticket.newLink}</summary>
      <form
        className="side-fields"
        onSubmit={(submit) => {
          submit.preventDefault();
          linking.run({ number, kind });
        }}
      >
        <Choice
          size="xs"
          aria-label={words.ticket.linkAs}
          value={kind}
          options={toChoices(LINK_KINDS, words.ticket.linkKind)}
          onChoose={setKind}
        />
        <TicketNumberField
          size="xs"
          label={words.ticket.otherNumber}
          {...{ number, lookup }}
          onNumber={setNumber}
        />
        <Button type="submit" size="xs" variant="default" loading={linking.isBusy}>
          {words.ticket.link}
        </Button>
        <ActProblem error={linking.error} />
      </form>
    </details>
  );
}

/** Links to the ticket of a number, where there is one. */
function useLinking({ document: { id } }: ReadTicket, onDone: () => void) {
  const { desk } = useParts().api;
  const lookup = useLookup();
  const linking = useSigned<{ readonly number: string; readonly kind: LinkKind }>({
    work: async ({ number, kind }, by) => {
      const other = await lookup.find(number);
      if (other === undefined) return;
      await desk.act(id, { path: "links", body: { by, kind, ticketId: other.id } });
      onDone();
    },
    refreshes: TICKET_KEYS,
  });
  return { linking, lookup };
}
