import { PROBLEMS, problemText } from "@vigie/shared/problems.ts";
import { TARGET_KINDS } from "@vigie/shared/ticket.ts";
import type { TicketListRow } from "../registry/registry.ts";
import { toCustomerLetter } from "./customer-letter.ts";
import type { Letter, Part } from "./letter.ts";
import type { Reader } from "./reader.ts";
import { toRefusalLetter } from "./refusal-letter.ts";
import type { Chapter } from "./story.ts";
import { nextTarget, placeOf, titleOf, urlOf } from "./ticket-words.ts";
import { toTimeText } from "./times.ts";
import { type NoticeWords, type Said, wordsOf } from "./words/words.ts";
import { cut, TITLE_MAX, toWritten } from "./written.ts";

/** What a mail says of what happened to the staff: what they need to act. */

export type Setting = {
  readonly reader: Reader;
  readonly publicUrl: string | undefined;
  /** Names of files that were too large to go with it. */
  readonly leftOut?: readonly string[];
};

/** What a ticket is about, in a subject. */
const PLACE_MAX = 40;

/** Writes one mail about all of it; at least one chapter. */
export function toLetter(story: readonly Chapter[], setting: Setting): Letter {
  const { reader } = setting;
  const [first] = story;
  if (first?.row.kind === "channel_refused") return toRefusalLetter(first.row, reader);
  const tickets = new Set(story.map(({ ticket }) => ticket?.id));
  if (tickets.size > 1) return toDigest(story, setting);
  const ticket = first?.ticket;
  if (ticket === undefined) return toOwnLetter(story, setting);
  const about = { ...setting, ticket };
  return reader.kind === "staff" ? toStaffLetter(story, about) : toCustomerLetter(story, about);
}

/** About one ticket: what happened, what it is, until when, and where. */
function toStaffLetter(
  story: readonly Chapter[],
  { ticket, ...setting }: Setting & { readonly ticket: TicketListRow },
): Letter {
  const { language } = setting.reader;
  const words = wordsOf(language);
  return {
    language,
    subject: subjectOf(ticket, story, setting),
    heading: `#${ticket.number} ${titleOf(ticket, language)}`,
    parts: [
      ...story.flatMap((chapter) => partsOf(chapter, setting)),
      { kind: "facts", rows: factsOf(ticket, setting) },
      ...linkTo(ticket, setting),
    ],
    footer: words.why,
  };
}

/** About several tickets: a line each. */
function toDigest(story: readonly Chapter[], setting: Setting): Letter {
  const { language } = setting.reader;
  const words = wordsOf(language);
  const byTicket = Map.groupBy(story, ({ ticket }) => ticket?.id);
  const count = story.reduce((sum, { row }) => sum + row.count, 0);
  const parts = [...byTicket.values()].flatMap((chapters): Part[] => {
    const ticket = chapters[0]?.ticket;
    const said = chapters.map((chapter) => sentenceOf(chapter, setting)).join(" ");
    if (ticket === undefined) return [{ kind: "line", text: said }];
    const title = `[#${ticket.number}] P${ticket.priority} ${placeOf(ticket)}${words.colon} ${titleOf(ticket, language)}`;
    return [{ kind: "line", text: `${title}\n${said}` }, ...linkTo(ticket, setting)];
  });
  const subject = words.several(Math.max(count, byTicket.size));
  return { language, subject, heading: subject, parts, footer: words.why };
}

/** About Vigie itself. */
function toOwnLetter(story: readonly Chapter[], setting: Setting): Letter {
  const { language } = setting.reader;
  const words = wordsOf(language);
  const kinds = new Set(story.map(({ row }) => words.marks[row.kind] ?? ""));
  const mark = [...kinds].filter((text) => text !== "").join(", ");
  return {
    language,
    subject: mark === "" ? words.ofVigie : `${words.ofVigie}${words.colon} ${mark}`,
    heading: words.ofVigie,
    parts: story.flatMap((chapter) => partsOf(chapter, setting)),
    footer: words.why,
  };
}

function subjectOf(ticket: TicketListRow, story: readonly Chapter[], { reader }: Setting): string {
  const words = wordsOf(reader.language);
  const title = cut(titleOf(ticket, reader.language), TITLE_MAX);
  const about = `[#${ticket.number}] P${ticket.priority} ${cut(placeOf(ticket), PLACE_MAX)}`;
  const mark = words.marks[story.at(-1)?.row.kind ?? "ticket_opened"];
  return `${about}${words.colon} ${title}${mark === undefined ? "" : ` (${mark})`}`;
}

/** What happened, when, and what was written. */
function partsOf(chapter: Chapter, setting: Setting): Part[] {
  const line: Part = { kind: "line", text: sentenceOf(chapter, setting) };
  const { kind, language } = setting.reader;
  return kind === "staff" ? [line, ...toWritten(chapter.line?.text, language)] : [line];
}

function sentenceOf(chapter: Chapter, { reader }: Setting): string {
  const words = wordsOf(reader.language);
  const { row } = chapter;
  const sentence = words.happened[row.kind](saidOf(chapter, reader, words));
  const happened = row.count === 1 ? sentence : `${sentence} (${words.times(row.count)})`;
  if (reader.kind !== "staff") return happened;
  return `${toTimeText(chapter.line?.atMs ?? row.createdAtMs, reader)}${words.colon} ${happened}`;
}

function saidOf(chapter: Chapter, reader: Reader, words: NoticeWords): Said {
  const { row, ticket, line, recipientName } = chapter;
  const { parameters } = row;
  return {
    ...handsOf(chapter, reader),
    target: targetText(parameters["target"], words),
    step: String(parameters["step"] ?? ""),
    machines: Number(parameters["machines"] ?? 0),
    priority: ticket?.priority ?? 0,
    waitsForCustomer: line?.toState === "waiting_customer",
    reason: reasonOf(parameters, reader),
    recipient: recipientName ?? "",
    rota: String(parameters["rota"] ?? ""),
    until: untilOf(parameters, reader),
    successor: String(parameters["successor"] ?? ""),
  };
}

function untilOf(parameters: Chapter["row"]["parameters"], reader: Reader): string {
  const untilMs = parameters["untilMs"];
  return typeof untilMs === "number" ? toTimeText(untilMs, reader) : "";
}

function handsOf({ ticket, line }: Chapter, { id }: Reader) {
  return {
    actor: line === undefined || line.actor === "vigie" ? "" : line.actor,
    assignee: ticket?.assigneeName ?? "",
    isReaders: ticket?.assigneeId === id,
  };
}

function targetText(target: string | number | undefined, { targets }: NoticeWords): string {
  const kind = TARGET_KINDS.find((known) => known === target);
  return kind === undefined ? "" : targets[kind];
}

function reasonOf(parameters: Chapter["row"]["parameters"], { language }: Reader): string {
  const code = String(parameters["code"] ?? "");
  if (!isProblem(code)) return "";
  return problemText(code, { detail: String(parameters["detail"] ?? "") }, language);
}

function isProblem(code: string): code is keyof typeof PROBLEMS {
  return Object.hasOwn(PROBLEMS, code);
}

function factsOf(ticket: TicketListRow, { reader }: Setting): (readonly [string, string])[] {
  const words = wordsOf(reader.language);
  const next = nextTarget(ticket);
  const due =
    next === undefined || next.dueAtMs === null
      ? undefined
      : words.until(words.targets[next.kind], toTimeText(next.dueAtMs, reader));
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [words.facts.priority, `P${ticket.priority}`],
    [words.facts.customer, ticket.customerName],
    [words.facts.site, ticket.siteName],
    [words.facts.about, ticket.machineName ?? ticket.equipmentName],
    [words.facts.assignee, ticket.assigneeName ?? ticket.teamName ?? words.nobody],
    [words.facts.coverage, words.coverages[ticket.coverage]],
    [words.facts.due, due],
  ];
  return rows.flatMap(([name, value]) => (value == null ? [] : [[name, value] as const]));
}

function linkTo(ticket: TicketListRow, { reader, publicUrl }: Setting): Part[] {
  const url = urlOf(ticket, publicUrl);
  return url === undefined ? [] : [{ kind: "link", name: wordsOf(reader.language).open, url }];
}
