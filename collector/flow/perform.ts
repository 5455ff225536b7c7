import type { Refusal } from "@vigie/shared/problems.ts";
import { type Decision, decide, isOpen, type Line, type TicketAct } from "../domain/ticket.ts";
import { CLOCK_KINDS } from "../domain/ticket-line.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { asOf } from "./clocks.ts";
import { findDue, tellDue } from "./due.ts";
import { type RecountTools, recountAloud, type Telling } from "./recount.ts";
import { reseated } from "./slots.ts";
import { type Terms, termsOf } from "./terms.ts";

/**
 * Carries out acts on tickets, inside the unit that it is given: the domain decides, the history gains
 * its lines, and the columns are made anew from the history.
 */

export type Act = {
  readonly unit: Unit;
  readonly ticket: TicketRow;
  readonly act: TicketAct;
  readonly nowMs: number;
  /** When it happened, if it is told late. */
  readonly effectiveAtMs?: number | undefined;
  readonly by: string;
  readonly text?: string | undefined;
  readonly parameters?: TicketTransitionRow["parameters"];
};

export type Performed = { readonly done: true } | Refusal;

export async function perform(tools: RecountTools, doing: Act): Promise<Performed> {
  const { unit, ticket, act, nowMs } = doing;
  const decision = decide(ticket, act);
  if ("problem" in decision) return decision;
  const terms = await termsOf(doing);
  if (terms !== undefined && "problem" in terms) return terms;

  const decided = withDecision(ticket, decision, { act, nowMs, terms });
  const after = await reseated(unit, ticket, { after: decided, nowMs });
  const lines = linesOf(doing, decision, terms);
  if (!(await unit.tickets.change(after, ticket))) return VERSION_CONFLICT;
  // What was due before this act came is said before it.
  const due = await findDue(unit, ticket, nowMs);
  await tellDue(unit, due, { ticket, nowMs });
  if (!lines.some(movesClocks)) {
    await write({ ...doing, effectiveAtMs: doing.effectiveAtMs ?? nowMs }, lines);
    return { done: true };
  }
  const history = await unit.tickets.clockLines([ticket.id]);
  // Clocks follow the order of what was done, also when the machine's own was set back.
  const { effectiveAtMs = asOf(history, nowMs) } = doing;
  const written = await write({ ...doing, effectiveAtMs }, lines);
  const moving = [...history, ...written.filter(movesClocks)];
  const inOrder = moving.toSorted((a, b) => a.effectiveAtMs - b.effectiveAtMs);
  await recountAloud(tools, { unit, ticket: after, nowMs, history: inOrder, promises: due.all });
  return { done: true };
}

function movesClocks({ kind }: Pick<TicketTransitionRow, "kind">): boolean {
  return CLOCK_KINDS.some((known) => known === kind);
}

/** Says what is due of a ticket; false = nothing is. */
export async function tell({ unit, ticket, nowMs }: Telling): Promise<boolean> {
  const due = await findDue(unit, ticket, nowMs);
  if (due.all !== undefined) return false;
  if (!(await unit.tickets.change(ticket, ticket))) return false;
  await tellDue(unit, due, { ticket, nowMs });
  return true;
}

const VERSION_CONFLICT: Refusal = {
  problem: "version_conflict",
  detail: "the ticket was changed meanwhile",
};

type Moment = Pick<Act, "act" | "nowMs"> & { readonly terms: Terms | undefined };

function withDecision(
  ticket: TicketRow,
  { state, takenBy }: Decision,
  { act, nowMs, terms }: Moment,
): TicketRow {
  const after = {
    ...ticket,
    state,
    takenBy,
    ...(act.kind === "merge" && { mergedIntoId: act.into.id }),
    ...terms?.row,
  };
  if (isOpen(after)) return { ...after, resolvedAtMs: null, autoResolved: false };
  if (state !== "resolved" || ticket.state === "resolved") return after;
  return { ...after, resolvedAtMs: nowMs, autoResolved: act.kind === "recover" };
}

type PromisingLine = Line & Pick<TicketTransitionRow, "promises">;

/**
 * The lines of an act, and those of what follows from its terms. To what waits for a slot nothing is
 * promised before it begins.
 */
function linesOf(
  { ticket, act }: Act,
  { state, lines }: Decision,
  terms: Terms | undefined,
): PromisingLine[] {
  const waits = ticket.queuedAtMs !== null && act.kind !== "start";
  const own = lines.map((line) => ({
    ...line,
    parameters: { ...line.parameters, ...terms?.parameters },
    promises: terms?.promises ?? null,
  }));
  const follows = terms?.follows.map((line) => ({ ...line, toState: state })) ?? [];
  return waits ? [...own, ...follows].map(unpromised) : [...own, ...follows];
}

function unpromised(line: PromisingLine): PromisingLine {
  return { ...line, promises: null };
}

type Told = Act & { readonly effectiveAtMs: number };

/** Answers the rows. The text stands on the first line: it is what a person said when doing all of it. */
async function write(
  { unit, ticket, nowMs, effectiveAtMs, by, text = "", parameters = {} }: Told,
  lines: readonly PromisingLine[],
): Promise<readonly TicketTransitionRow[]> {
  let fromState = ticket.state;
  const rows: TicketTransitionRow[] = [];
  for (const [place, line] of lines.entries()) {
    const row = {
      ticketId: ticket.id,
      kind: line.kind,
      atMs: nowMs,
      effectiveAtMs,
      actor: by,
      fromState,
      toState: line.toState,
      parameters: { ...parameters, ...line.parameters },
      promises: line.promises,
      text: text === "" || place > 0 ? null : text,
    };
    await unit.tickets.addTransition(row);
    rows.push(row);
    fromState = line.toState;
  }
  return rows;
}
