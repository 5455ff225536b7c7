import type { Refusal } from "@vigie/shared/problems.ts";
import { type Decision, decide, isOpen, type TicketAct } from "../domain/ticket.ts";
import { CLOCK_KINDS } from "../domain/ticket-line.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { brokenLine, findDue, tellDue } from "./due.ts";
import { type Frozen, freeze } from "./promises.ts";
import { type RecountTools, recount } from "./recount.ts";

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

  const after = withDecision(ticket, decision, { act, nowMs, terms });
  if (!(await unit.tickets.change(after))) return VERSION_CONFLICT;
  // What was due before this act came is said before it.
  await tellDue(unit, await findDue(unit, ticket, nowMs), { ticket, nowMs });
  await write(doing, decision, terms);
  if (decision.lines.some(({ kind }) => CLOCK_KINDS.some((known) => known === kind))) {
    await recountAloud(tools, { unit, ticket: after, nowMs });
  }
  return { done: true };
}

/** Says what is due of a ticket; false = nothing is. */
export async function tell({ unit, ticket, nowMs }: Telling): Promise<boolean> {
  const due = await findDue(unit, ticket, nowMs);
  if (due.targets.length + due.steps.length === 0) return false;
  if (!(await unit.tickets.change(ticket))) return false;
  await tellDue(unit, due, { ticket, nowMs });
  return true;
}

export type Telling = {
  readonly unit: Unit;
  readonly ticket: TicketRow;
  readonly nowMs: number;
};

/** Counts anew, and says of each promise that a change broke at once that it is broken. */
export async function recountAloud(
  tools: RecountTools,
  { unit, ticket, nowMs }: Telling,
): Promise<void> {
  for (const target of await recount(tools, { unit, ticket, nowMs })) {
    await unit.tickets.addTransition(brokenLine(ticket, target, { atMs: nowMs, nowMs }));
  }
}

const VERSION_CONFLICT: Refusal = {
  problem: "version_conflict",
  detail: "the ticket was changed meanwhile",
};

/** What a change of priority or contract puts the ticket under. */
type Terms = Frozen & Pick<TicketRow, "priority" | "contractVersionId">;

async function termsOf({ unit, ticket, act }: Act): Promise<Terms | Refusal | undefined> {
  if (act.kind === "set_priority") return repriced(unit, ticket, act.priority);
  if (act.kind === "set_contract") return moved(unit, ticket, act.contractVersionId);
  return undefined;
}

/** The ticket's own contract version, with the calendars that it has. */
async function repriced(
  unit: Unit,
  { contractVersionId, calendarVersionIds, ...ticket }: TicketRow,
  priority: number,
): Promise<Terms | Refusal> {
  if (priority === ticket.priority) return invalid(`priority: it is ${priority} already`);
  const [version] = await unit.contracts.versionsNamed([contractVersionId]);
  if (version === undefined) throw new Error(`there is no contract version ${contractVersionId}`);
  const { clauses } = version;
  const frozen = await freeze(unit, { clauses, priority, known: calendarVersionIds });
  return { ...frozen, priority, contractVersionId };
}

/** Another contract version of the same customer, with its calendars as they are now. */
async function moved(
  unit: Unit,
  { customerId, priority, ...ticket }: TicketRow,
  contractVersionId: string,
): Promise<Terms | Refusal> {
  if (contractVersionId === ticket.contractVersionId) {
    return invalid("contractVersionId: the ticket is under this version already");
  }
  const [version] = await unit.contracts.versionsNamed([contractVersionId]);
  const own = new Set((await unit.contracts.contractsOf(customerId)).map(({ id }) => id));
  if (version === undefined || version.state !== "in_force" || !own.has(version.contractId)) {
    return invalid("contractVersionId: name a version in force of a contract of this customer");
  }
  const frozen = await freeze(unit, { clauses: version.clauses, priority, known: [] });
  return { ...frozen, priority, contractVersionId };
}

/** What is asked of a ticket and cannot be, whatever its state. */
export function invalid(detail: string): Refusal {
  return { problem: "ticket_change_invalid", detail };
}

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
    ...(terms !== undefined && {
      priority: terms.priority,
      contractVersionId: terms.contractVersionId,
      calendarVersionIds: terms.calendarVersionIds,
    }),
  };
  if (isOpen(after)) return { ...after, resolvedAtMs: null, autoResolved: false };
  if (state !== "resolved" || ticket.state === "resolved") return after;
  return { ...after, resolvedAtMs: nowMs, autoResolved: act.kind === "recover" };
}

/** The text stands on the first line: it is what a person said when doing all of it. */
async function write(
  { unit, ticket, nowMs, effectiveAtMs = nowMs, by, text = "", parameters = {} }: Act,
  { lines }: Decision,
  terms: Terms | undefined,
): Promise<void> {
  let fromState = ticket.state;
  for (const [place, line] of lines.entries()) {
    await unit.tickets.addTransition({
      ticketId: ticket.id,
      kind: line.kind,
      atMs: nowMs,
      effectiveAtMs,
      actor: by,
      fromState,
      toState: line.toState,
      parameters: { ...parameters, ...line.parameters },
      promises: terms?.promises ?? null,
      text: text === "" || place > 0 ? null : text,
    });
    fromState = line.toState;
  }
}
