import type { TicketSummary } from "@vigie/shared/ticket-document.ts";
import { useRef } from "react";
import { toTicket } from "../address.ts";
import { Link } from "../link.tsx";
import { useClock } from "../live/clock.ts";
import type { TicketReading } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { NextClock } from "../tickets/next-clock.tsx";
import { nextTarget } from "../tickets/next-target.ts";
import { toTitle } from "../tickets/ticket-title.ts";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";
import { useNews } from "./use-news.ts";
import { useRowKeys } from "./use-row-keys.ts";

type Choosing = {
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
};

/** The queue, a line a ticket: what it is, whose, who has it, and what breaks next. */
export function QueueTable(
  props: Choosing & {
    readonly rows: readonly TicketReading[];
    /** Whether these are the tickets that are wished for, and not still those of before. */
    readonly isSettled: boolean;
  },
) {
  const { rows, chosen, onChoose, isSettled } = props;
  const { words } = useWords();
  const table = useRef<HTMLTableElement>(null);
  const ids = rows.map(({ ticket }) => ticket.id);
  const news = useNews(ids, isSettled);
  useRowKeys(table);
  const isAll = rows.every(({ ticket }) => chosen.has(ticket.id));
  return (
    <table className="table queue-table" ref={table}>
      <thead>
        <tr>
          <th scope="col" className="choose">
            <input
              type="checkbox"
              aria-label={words.queue.chooseAll}
              checked={isAll}
              onChange={() => onChoose(new Set(isAll ? [] : ids))}
            />
          </th>
          <th scope="col">{words.queue.columns.number}</th>
          <th scope="col">{words.queue.columns.priority}</th>
          <th scope="col">{words.queue.columns.what}</th>
          <th scope="col">{words.queue.columns.who}</th>
          <th scope="col">{words.queue.columns.state}</th>
          <th scope="col">{words.queue.columns.assignee}</th>
          <th scope="col">{words.queue.columns.next}</th>
          <th scope="col">{words.queue.columns.age}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((reading) => (
          <QueueRow
            key={reading.ticket.id}
            {...{ reading, chosen, onChoose }}
            isNews={news.has(reading.ticket.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

function QueueRow(props: Choosing & { readonly reading: TicketReading; readonly isNews: boolean }) {
  const { reading, chosen, onChoose, isNews } = props;
  const { ticket, readAtMs } = reading;
  const { words } = useWords();
  const target = nextTarget(ticket.targets);
  const isChosen = chosen.has(ticket.id);
  return (
    <tr className="figures" data-news={isNews} data-chosen={isChosen}>
      <td className="choose">
        <input
          type="checkbox"
          aria-label={words.queue.choose({ number: ticket.number })}
          checked={isChosen}
          onChange={() => onChoose(toggled(chosen, ticket.id))}
        />
      </td>
      <td className="queue-number muted">{ticket.number}</td>
      <td className="queue-priority">
        <Priority priority={ticket.priority} />
      </td>
      <th scope="row">
        <What ticket={ticket} />
      </th>
      <td className="queue-who">
        <Subject ticket={ticket} />
      </td>
      <td className="queue-state">{stateText(ticket, words)}</td>
      <td className="queue-assignee" title={ticket.assignee?.name ?? ticket.team?.name}>
        {ticket.assignee?.name ?? ticket.team?.name ?? (
          <span className="muted">{words.queue.nobody}</span>
        )}
      </td>
      <td className="queue-next">
        {target === undefined ? (
          <span className="muted">{noClockText(ticket, words)}</span>
        ) : (
          <NextClock target={target} readAtMs={readAtMs} />
        )}
      </td>
      <td className="queue-age muted">
        <Age at={ticket.openedAt} />
      </td>
    </tr>
  );
}

/** What it is called, and its tags. */
function What({ ticket }: { readonly ticket: TicketSummary }) {
  const { language } = useWords();
  return (
    <span className="queue-what">
      <Link to={toTicket(ticket.id)}>{toTitle(ticket, language)}</Link>
      {ticket.tags.length > 0 && (
        <span className="queue-tags">
          {ticket.tags.map((tag) => (
            <span key={tag} className="tag">
              {tag}
            </span>
          ))}
        </span>
      )}
    </span>
  );
}

/** A number, and for what cannot wait a shape beside it. */
export function Priority({ priority }: { readonly priority: number }) {
  const { words } = useWords();
  return (
    <span
      className="priority"
      data-priority={priority}
      title={words.tickets.priority({ priority })}
    >
      <span aria-hidden="true">{`P${priority}`}</span>
      <span className="unseen">{words.tickets.priority({ priority })}</span>
    </span>
  );
}

/** Whose it is and what it is about; where there is no room, the customer is cut and not the thing. */
function Subject({ ticket: { customer, machine, equipment } }: { readonly ticket: TicketSummary }) {
  const thing = machine?.name ?? equipment?.name;
  return (
    <span className="queue-subject">
      <span className="queue-customer" title={customer.name}>
        {customer.name}
      </span>
      {thing !== undefined && <span className="queue-thing">{` · ${thing}`}</span>}
    </span>
  );
}

type Catalogue = ReturnType<typeof useWords>["words"];

function stateText({ state, queue }: TicketSummary, words: Catalogue): string {
  if (queue !== null) return words.queue.queued({ position: queue.position });
  return words.tickets.state[state];
}

/** Why nothing runs down: it is not owed, or all of it was done. */
function noClockText({ coverage, queue }: TicketSummary, words: Catalogue): string {
  if (queue !== null) return words.queue.notStarted;
  return coverage === "covered" ? "" : words.queue.notCovered;
}

function Age({ at }: { readonly at: string }) {
  const { clock } = useParts();
  const { formats } = useWords();
  const atMs = Date.parse(at);
  const age = useClock(clock, (now) => formats.duration((now - atMs) / 1_000));
  const zone = zoneHere();
  return <span title={formats.instant(atMs, zone)}>{age}</span>;
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}
