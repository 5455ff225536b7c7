import type { MacroActs } from "@vigie/shared/macro.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { type MacroStep, type MacroValues, planMacro } from "../domain/macro.ts";
import type { TicketRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { type Assignees, assign, wrongAssignees } from "./assignment.ts";
import type { TicketDesk } from "./desk.ts";
import { carryOut } from "./hand-desk.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { invalid } from "./terms.ts";
import { addTags } from "./ticket-tags.ts";

/**
 * Carries out macros. What one comes to is worked out before anything is written; should a part of it be
 * refused all the same, the whole unit is undone.
 */
export interface MacroDesk {
  /** Refuses as the acts do that the macro is made of, and with `ticket_change_invalid` for no macro. */
  run(call: MacroRun): Promise<Outcome>;
}

export type MacroRun = {
  readonly ticketId: string;
  readonly macroId: string;
  readonly by: string;
  readonly version: number;
};

export type MacroTools = {
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly now: () => { readonly wallMs: number };
};

export function createMacroDesk(tools: MacroTools): MacroDesk {
  return {
    run: (call) =>
      undoing(() => tools.ledger.write((gathering) => runMacro(tools, gathering, call))),
  };
}

/** A refusal in the middle of a unit: thrown, so that what is written of it already is not kept. */
class Undone extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`refused half way: ${refusal.problem}`);
    this.name = "Undone";
    this.refusal = refusal;
  }
}

/** Answers a refusal for which a unit was undone. */
export async function undoing<Answer>(work: () => Promise<Answer>): Promise<Answer | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Undone) return error.refusal;
    throw error;
  }
}

/** Runs a macro inside a unit, which `undoing` has to be around. */
export async function runMacro(
  tools: Pick<MacroTools, "desk" | "now">,
  gathering: Gathering,
  { ticketId, macroId, by, version }: MacroRun,
): Promise<Outcome> {
  const { unit } = gathering;
  const doing = { by, nowMs: tools.now().wallMs };
  const ticket = await unit.tickets.find(ticketId);
  if (ticket === undefined) return notFound(ticketId);
  if (ticket.version !== version) return conflict(ticket.version);
  const macro = await unit.macros.find(macroId);
  if (macro === undefined) return invalid("macroId: there is no such macro");
  const plan = await planOn(unit, ticket, { acts: macro.acts, by });
  if ("problem" in plan) return plan;

  return inTurn(gathering.draft, [
    () => addTags(gathering, { ...doing, ticket, tags: macro.acts.addTags ?? [] }),
    () => give(gathering, { ...doing, ticket, moved: assigneesOf(macro.acts, ticket) }),
    ...plan.map(
      ({ act, text }) =>
        () =>
          carryOut(tools, gathering, { ticketId, doing: act, given: { text } }),
    ),
  ]);
}

/** Undoing is dear, because memory is read again after it: of what wrote nothing there is none. */
async function inTurn(
  { lines }: Gathering["draft"],
  steps: readonly (() => Promise<Outcome>)[],
): Promise<Outcome> {
  const linesBefore = lines.length;
  for (const step of steps) {
    const outcome = await step();
    if (!("problem" in outcome)) continue;
    if (lines.length === linesBefore) return outcome;
    throw new Undone(outcome);
  }
  return { done: true };
}

type Giving = {
  readonly ticket: TicketRow;
  readonly by: string;
  readonly nowMs: number;
  /** undefined = whoever has it keeps it. */
  readonly moved: Assignees | undefined;
};

/** The ticket as it is by then: tags may have been put on it. */
async function give(gathering: Gathering, { ticket, moved, ...doing }: Giving): Promise<Outcome> {
  if (moved === undefined) return { done: true };
  const latest = (await gathering.unit.tickets.find(ticket.id)) ?? ticket;
  return assign(gathering, { ...doing, ...moved, ticket: latest });
}

/** What can be refused is refused here, before anything is written. */
async function planOn(
  unit: Unit,
  ticket: TicketRow,
  { acts, by }: { readonly acts: MacroActs; readonly by: string },
): Promise<readonly MacroStep[] | Refusal> {
  const moved = assigneesOf(acts, ticket);
  const wrong = moved && (await wrongAssignees(unit, moved));
  if (wrong !== undefined) return wrong;
  return planMacro(acts, { ticket, by, values: await valuesOf(unit, ticket, acts) });
}

/** Who has it afterwards; undefined = those who have it already. */
function assigneesOf({ assigneeId, teamId }: MacroActs, ticket: TicketRow): Assignees | undefined {
  const moved = {
    ...(assigneeId !== undefined && assigneeId !== ticket.assigneeId && { assigneeId }),
    ...(teamId !== undefined && teamId !== ticket.teamId && { teamId }),
  };
  return Object.keys(moved).length === 0 ? undefined : moved;
}

/** Names as they are now. */
async function valuesOf(unit: Unit, ticket: TicketRow, acts: MacroActs): Promise<MacroValues> {
  const [row] = await unit.tickets.list({ ids: [ticket.id], limit: 1 });
  if (row === undefined) throw new Error(`ticket ${ticket.number} is in no list`);
  return {
    "ticket.number": String(row.number),
    "customer.name": row.customerName,
    "requester.name": row.requesterName ?? "",
    "machine.name": row.machineName ?? "",
    "assignee.name": await assigneeNamed(
      unit,
      acts.assigneeId === undefined ? row.assigneeId : acts.assigneeId,
    ),
  };
}

/** The one whom the macro names has it by the time that its words are said. */
async function assigneeNamed({ staff }: Unit, id: string | null): Promise<string> {
  if (id === null) return "";
  return (await staff.staff({ ids: [id], limit: 1 }))[0]?.name ?? "";
}
