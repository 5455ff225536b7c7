import type { TicketTransition, TransitionKind } from "@vigie/shared/ticket.ts";

/** A ticket's history as a conversation: what people said, and between it what merely happened. */

export type TalkPart =
  | { readonly kind: "message"; readonly line: TicketTransition }
  | { readonly kind: "lines"; readonly lines: readonly TicketTransition[] };

/** Lines that are somebody's words, whether or not the words were kept with them. */
const SAYINGS: ReadonlySet<TransitionKind> = new Set<TransitionKind>([
  "replied",
  "commented",
  "called",
  "customer_wrote",
]);

/** In the order of the lines; lines between two messages stay together. */
export function toConversation(lines: readonly TicketTransition[]): TalkPart[] {
  const parts: TalkPart[] = [];
  for (const line of lines) {
    if (SAYINGS.has(line.kind) || line.text !== null) {
      parts.push({ kind: "message", line });
      continue;
    }
    const last = parts.at(-1);
    if (last?.kind === "lines") parts.splice(-1, 1, { ...last, lines: [...last.lines, line] });
    else parts.push({ kind: "lines", lines: [line] });
  }
  return parts;
}

/** Who can read a message: the customer too, or only the staff. */
export type Audience = "customer" | "staff";

/** With what it was opened for is what the customer asked. */
const PUBLIC: ReadonlySet<TransitionKind> = new Set<TransitionKind>([
  "opened",
  "replied",
  "called",
  "customer_wrote",
]);

export function audienceOf({ kind }: Pick<TicketTransition, "kind">): Audience {
  return PUBLIC.has(kind) ? "customer" : "staff";
}

/** A text, and what it quotes at its end of what was said before. */
export type Folded = { readonly said: string; readonly quoted: string | undefined };

const QUOTED_LINE = /^\s*>/;
/** "Le 23 nov. 2026, X a écrit :", "On Mon, X wrote:": the line that introduces a quote. */
const INTRODUCTION = /(?:a écrit|wrote|schrieb|escribió|ha scritto)\s*:\s*$/i;

/** Folds a quote at the end of a text; one in its midst is part of what is said. */
export function foldQuote(text: string): Folded {
  const lines = text.trimEnd().split("\n");
  let first = lines.length;
  while (first > 0 && isPartOfQuote(lines[first - 1] ?? "")) first -= 1;
  while (first < lines.length && (lines[first] ?? "").trim() === "") first += 1;
  if (first === lines.length) return { said: text, quoted: undefined };
  const start = introductionBefore(lines, first);
  const said = lines.slice(0, start).join("\n").trimEnd();
  if (said === "") return { said: text, quoted: undefined };
  return { said, quoted: lines.slice(start).join("\n") };
}

function isPartOfQuote(line: string): boolean {
  return line.trim() === "" || QUOTED_LINE.test(line);
}

/** Where the quote begins with the line that introduces it, which may stand above a blank one. */
function introductionBefore(lines: readonly string[], first: number): number {
  const place = lines.slice(0, first).findLastIndex((line) => line.trim() !== "");
  return INTRODUCTION.test(lines[place] ?? "") ? place : first;
}
