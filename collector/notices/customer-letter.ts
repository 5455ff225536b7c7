import { REPLY_LINES } from "@vigie/shared/mail.ts";
import { toldAs } from "../domain/customer-notice.ts";
import type { TargetRow, TicketListRow } from "../registry/registry.ts";
import type { Letter, Part } from "./letter.ts";
import type { Reader } from "./reader.ts";
import type { Chapter } from "./story.ts";
import { titleOf } from "./ticket-words.ts";
import { toTimeText } from "./times.ts";
import { type CustomerWords, customerWordsOf } from "./words/customer.ts";
import { wordsOf } from "./words/words.ts";
import { cut, TITLE_MAX, toWritten } from "./written.ts";

/**
 * What a customer is told of a ticket of theirs: what happened, what is promised or was kept, and what
 * the staff wrote to them. Nothing else that stands on the ticket is read here.
 */

const MINUTE_MS = 60_000;

export function toCustomerLetter(
  story: readonly Chapter[],
  {
    ticket,
    reader,
    leftOut = [],
  }: {
    readonly ticket: TicketListRow;
    readonly reader: Reader;
    readonly leftOut?: readonly string[];
  },
): Letter {
  const { language } = reader;
  const title = titleOf(ticket, language);
  return {
    language,
    subject: `[#${ticket.number}] ${cut(title, TITLE_MAX)}`,
    heading: title,
    parts: [
      { kind: "line", text: REPLY_LINES[language] },
      ...story.flatMap((chapter) => partsOf(chapter, ticket, reader)),
      ...(leftOut.length === 0
        ? []
        : [{ kind: "line", text: customerWordsOf(language).leftOut(leftOut.join(", ")) } as const]),
    ],
    footer: wordsOf(language).answer(ticket.number),
  };
}

function partsOf(chapter: Chapter, ticket: TicketListRow, reader: Reader): Part[] {
  const kind = toldAs(chapter.row.kind);
  if (kind === undefined) return [];
  const words = customerWordsOf(reader.language);
  const { number } = ticket;
  const happened = words.happened[kind]({ number, actor: actorOf(chapter) });
  const line: Part = { kind: "line", text: happened };
  if (kind === "ticket_opened") return [line, ...promisesOf(chapter, ticket, reader)];
  if (kind === "ticket_resolved") return [line, ...outcomesOf(ticket, words)];
  return kind === "staff_replied" ? [line, ...writtenOf(chapter, reader)] : [line];
}

function actorOf({ line }: Chapter): string {
  return line === undefined || line.actor === "vigie" ? "" : line.actor;
}

/** What the contract makes of it, and until when what is kept. */
function promisesOf({ row }: Chapter, ticket: TicketListRow, reader: Reader): Part[] {
  const words = customerWordsOf(reader.language);
  const coverage: Part = { kind: "line", text: words.coverages[ticket.coverage] };
  const { position, limit } = row.parameters;
  if (typeof position === "number" && typeof limit === "number") {
    return [coverage, { kind: "line", text: words.queued(position, limit) }];
  }
  return [
    coverage,
    ...factsOf(ticket, ({ kind, dueAtMs, endedAtMs }) =>
      dueAtMs === null || endedAtMs !== null
        ? undefined
        : [words.targets[kind], words.before(toTimeText(dueAtMs, reader))],
    ),
  ];
}

/** What was kept of it, in the contract's own time. */
function outcomesOf(ticket: TicketListRow, words: CustomerWords): Part[] {
  return factsOf(ticket, ({ kind, state, elapsedMs, budgetMs }) => {
    if (elapsedMs === null || (state !== "met" && state !== "breached")) return undefined;
    const taken = durationText(elapsedMs, words);
    const promised = durationText(budgetMs, words);
    const said = state === "met" ? words.kept(taken, promised) : words.missed(taken, promised);
    return [words.targets[kind], said];
  });
}

function factsOf(
  { targets }: TicketListRow,
  toFact: (target: TargetRow) => readonly [string, string] | undefined,
): Part[] {
  const rows = targets.flatMap((target) => {
    const fact = toFact(target);
    return fact === undefined ? [] : [fact];
  });
  return rows.length === 0 ? [] : [{ kind: "facts", rows }];
}

/** A minute that began counts whole, so that nothing late reads as if it were not. */
function durationText(ms: number, { hours }: CustomerWords): string {
  const minutes = Math.ceil(ms / MINUTE_MS);
  return hours(Math.floor(minutes / 60), minutes % 60);
}

/** Only a line that is a reply: whatever else has words was said among the staff. */
function writtenOf({ line }: Chapter, { language }: Reader): Part[] {
  return line?.kind === "replied" ? toWritten(line.text, language) : [];
}
