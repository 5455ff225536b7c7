import type { BulkAct } from "@vigie/shared/bulk.ts";
import type { TicketSummary } from "@vigie/shared/ticket-document.ts";
import { toWordList } from "../desk/words-list.ts";
import { numberOf } from "../ticket/ticket-number.ts";

/** What may be done to many tickets at once. */
export const BULK_KINDS = [
  "acknowledge",
  "assign",
  "assign_team",
  "add_tags",
  "macro",
  "resolve",
  "close",
  "cancel",
  "merge",
] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

/** The act, or undefined while something of it is still to be said. */
export function toBulkAct(
  kind: BulkKind,
  { argument, tickets }: { readonly argument: string; readonly tickets: readonly TicketSummary[] },
): BulkAct | undefined {
  const said = argument.trim();
  if (kind === "merge") return toMerge(said, tickets);
  return isSimple(kind) ? { kind } : toActWith(kind, said);
}

const SIMPLE = ["acknowledge", "resolve", "close", "cancel"] as const satisfies readonly BulkKind[];
type Simple = (typeof SIMPLE)[number];

/** Whether all is said by what it is. */
function isSimple(kind: BulkKind): kind is Simple {
  return SIMPLE.some((simple) => simple === kind);
}

type WithArgument = Exclude<BulkKind, Simple | "merge">;

function toActWith(kind: WithArgument, said: string): BulkAct | undefined {
  if (said === "") return undefined;
  switch (kind) {
    case "assign":
      return { kind, assigneeId: said === "none" ? null : said };
    case "assign_team":
      return { kind: "assign", teamId: said };
    case "add_tags":
      return { kind, tags: toWordList(said) };
    case "macro":
      return { kind, macroId: said };
  }
}

/** Into one of those that are chosen, by its number: the others end in it. */
function toMerge(said: string, tickets: readonly TicketSummary[]): BulkAct | undefined {
  const number = numberOf(said);
  const into = tickets.find((ticket) => ticket.number === number);
  return into === undefined ? undefined : { kind: "merge", into: into.id };
}
