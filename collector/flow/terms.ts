import type { Refusal } from "@vigie/shared/problems.ts";
import type { ChangeMode } from "@vigie/shared/sla.ts";
import type { TransitionKind } from "@vigie/shared/ticket.ts";
import { type Line, priorityOf, type TicketAct } from "../domain/ticket.ts";
import {
  aboutOf,
  type CoverageDecision,
  decideCoverage,
  includesType,
} from "../domain/ticket-coverage.ts";
import type {
  ClockLineRow,
  FrozenPromise,
  TicketRow,
  TicketTransitionRow,
  Unit,
} from "../registry/registry.ts";
import { basisNamed, basisOf, coveringBases, matrixOf, type TicketBasis } from "./bases.ts";
import { coveringVersions } from "./coverage.ts";
import { frozenFor } from "./promises.ts";

/**
 * The terms of a ticket: its type and weight, the contract version that its promises come from, and
 * whether they run at all. Each change of them is a line that says from what to what, so that the
 * history alone says what held when.
 */

/** What a change of terms makes of a ticket. */
export type Terms = {
  /** Columns that are others from now on. */
  readonly row: Partial<TicketRow>;
  /** What the act's own line says besides what the act says, and what is promised from it on. */
  readonly parameters: TicketTransitionRow["parameters"];
  readonly promises: readonly FrozenPromise[] | null;
  /** What follows from it: lines after the act's own. */
  readonly follows: readonly TermLine[];
};

type TermLine = Pick<Line, "kind"> & Pick<TicketTransitionRow, "parameters" | "promises">;

type InForce = Pick<TicketRow, "priority" | "contractVersionId">;

export type Asked = {
  readonly unit: Unit;
  readonly ticket: TicketRow;
  readonly act: TicketAct;
  readonly nowMs: number;
};

export async function termsOf(asked: Asked): Promise<Terms | Refusal | undefined> {
  const { act } = asked;
  if (act.kind === "set_priority") return repriced(asked, act.priority);
  if (act.kind === "set_weight") return weighed(asked, act);
  if (act.kind === "set_type") return retyped(asked, act);
  if (act.kind === "set_contract") return moved(asked, act.contractVersionId);
  if (act.kind === "start") return owed(asked, { queuedAtMs: null });
  if (act.kind === "stand_alone") return owed(asked, { parentId: null });
  if (act.kind !== "become_part") return undefined;
  return { row: { parentId: act.of.id }, parameters: {}, promises: [], follows: [] };
}

/** What is asked of a ticket and cannot be, whatever its state. */
export function invalid(detail: string): Refusal {
  return { problem: "ticket_change_invalid", detail };
}

/** The terms after one of a ticket's lines; what no line speaks of is as the ticket has it. */
export function termsAfter(
  lines: readonly ClockLineRow[],
  place: number,
  ticket: InForce,
): InForce {
  const valueOf = (kind: TransitionKind, otherwise: string | number | null) => {
    const isChange = (line: ClockLineRow) => line.kind === kind;
    const last = lines.slice(0, place + 1).findLast(isChange);
    if (last !== undefined) return last.parameters["to"] ?? null;
    const next = lines.slice(place + 1).find(isChange);
    return next === undefined ? otherwise : (next.parameters["from"] ?? null);
  };
  const contractVersionId = valueOf("contract_changed", ticket.contractVersionId);
  return {
    priority: Number(valueOf("priority_changed", ticket.priority)),
    contractVersionId: contractVersionId === null ? null : String(contractVersionId),
  };
}

/** What kept it from being owed is over: what was promised as it was asked for, from now on. */
async function owed(
  { unit, ticket }: Asked,
  change: Partial<Pick<TicketRow, "queuedAtMs" | "parentId">>,
): Promise<Terms> {
  const after = { ...ticket, ...change };
  const { promises, ...calendars } = await frozenFor(unit, after, ticket.calendarVersionIds);
  return { row: { ...change, ...calendars }, parameters: {}, promises, follows: [] };
}

/** The ticket's own contract version, with the calendars that it has. */
async function repriced(asked: Asked, priority: number): Promise<Terms | Refusal> {
  const { priority: from, calendarVersionIds: known } = asked.ticket;
  if (priority === from) return invalid(`priority: it is ${priority} already`);
  const frozen = await frozenFor(asked.unit, { ...asked.ticket, priority }, known);
  const row = { priority, calendarVersionIds: frozen.calendarVersionIds };
  return { row, parameters: { from }, promises: frozen.promises, follows: [] };
}

/** By the matrix of the ticket's contract; the priority may stay as it was. */
async function weighed(
  asked: Asked,
  { impact, urgency, mode }: Extract<TicketAct, { kind: "set_weight" }>,
): Promise<Terms | Refusal> {
  const { unit, ticket } = asked;
  if (impact === ticket.impact && urgency === ticket.urgency) {
    return invalid(`impact, urgency: they are ${impact} and ${urgency} already`);
  }
  const parameters = { fromImpact: ticket.impact, fromUrgency: ticket.urgency };
  const priority = priorityOf({ impact, urgency }, matrixOf(await basisOf(unit, ticket)));
  const repricing = priority === ticket.priority ? undefined : await repriced(asked, priority);
  if (repricing === undefined) {
    return { row: { impact, urgency }, parameters, promises: null, follows: [] };
  }
  if ("problem" in repricing) return repricing;
  const priced = { from: ticket.priority, to: priority, mode };
  return {
    row: { ...repricing.row, impact, urgency },
    parameters,
    promises: null,
    follows: [{ kind: "priority_changed", parameters: priced, promises: repricing.promises }],
  };
}

/** Another type: the contract may include it, or leave it out. */
async function retyped(
  { unit, ticket, nowMs }: Asked,
  { type, mode }: Extract<TicketAct, { kind: "set_type" }>,
): Promise<Terms | Refusal> {
  if (type === ticket.type) return invalid(`type: it is ${type} already`);
  const bare = { row: { type }, parameters: { from: ticket.type }, promises: null, follows: [] };
  const own = await basisOf(unit, ticket);
  if (own === undefined) return bare;
  const others = await coveringBases(unit.contracts, ticket.customerId, nowMs);
  const decision = decideCoverage({
    type,
    about: aboutOf(ticket),
    inForce: [own, ...others],
    holding: own,
  });
  return { ...bare, ...(await movedTo(unit, { ...ticket, type }, { decision, mode, own })) };
}

type Moving = {
  readonly decision: CoverageDecision<TicketBasis>;
  readonly mode: ChangeMode;
  /** The version that the ticket leaves, or stays under. */
  readonly own: TicketBasis;
};

/** What a type that is included or no longer is does to the contract, its coverage and its clocks. */
async function movedTo(
  unit: Unit,
  ticket: TicketRow,
  { decision, mode, own }: Moving,
): Promise<Pick<Terms, "row" | "follows">> {
  const { coverage, version = own } = decision;
  const contractVersionId = version.contractVersionId;
  const isMoved = contractVersionId !== own.contractVersionId;
  const { type } = ticket;
  if (!isMoved && coverage === ticket.coverage) return { row: { type }, follows: [] };

  const after = { ...ticket, coverage, contractVersionId };
  const known = isMoved ? [] : ticket.calendarVersionIds;
  const { promises, calendarVersionIds } = await frozenFor(unit, after, known);
  const row = {
    type,
    coverage,
    coverageReason: reasonAfter(ticket, decision),
    contractVersionId,
    calendarVersionIds,
  };
  const covering = coverageLine(ticket, coverage);
  if (!isMoved) {
    const parameters = { ...covering[0]?.parameters, mode };
    return { row, follows: [{ kind: "coverage_changed", parameters, promises }] };
  }
  const parameters = { to: contractVersionId, mode, ...leaving(ticket, own), ...entering(version) };
  return { row, follows: [{ kind: "contract_changed", parameters, promises }, ...covering] };
}

/** Who was put under a contract by hand stays there by hand. */
function reasonAfter(
  { coverageReason: before }: TicketRow,
  { coverage, reason }: CoverageDecision<TicketBasis>,
): TicketRow["coverageReason"] {
  const isByHand = coverage === "covered" && before.code === "moved_by_hand";
  return isByHand ? { ...reason, code: before.code } : reason;
}

function coverageLine({ coverage: from }: TicketRow, to: TicketRow["coverage"]): TermLine[] {
  if (from === to) return [];
  return [{ kind: "coverage_changed", parameters: { from, to }, promises: null }];
}

/**
 * Another contract version: one that holds today for this customer, with its calendars as they are now,
 * or one that the ticket had before, with the calendars that it had then.
 */
async function moved(
  { unit, ticket, nowMs }: Asked,
  contractVersionId: string,
): Promise<Terms | Refusal> {
  if (contractVersionId === ticket.contractVersionId) {
    return invalid("contractVersionId: the ticket is under this version already");
  }
  const known = calendarsLeft(await unit.tickets.clockLines([ticket.id]), contractVersionId);
  const holding = await coveringVersions(unit.contracts, ticket.customerId, nowMs);
  if (known === undefined && !holding.some((version) => version.id === contractVersionId)) {
    return invalid(
      "contractVersionId: name a version that is in force today for this customer, or one that the ticket had before",
    );
  }
  const version = await basisNamed(unit.contracts, contractVersionId);
  const own = await basisOf(unit, ticket);
  const { coverage, coverageReason } = byHand(ticket, version);
  const after = { ...ticket, coverage, contractVersionId };
  const { promises, calendarVersionIds } = await frozenFor(unit, after, known ?? []);
  return {
    row: { contractVersionId, coverage, coverageReason, calendarVersionIds },
    parameters: { ...(own && leaving(ticket, own)), ...entering(version) },
    promises,
    follows: coverageLine(ticket, coverage),
  };
}

/** What a person decided holds, but for the work that the contract leaves out. */
function byHand(
  { type }: TicketRow,
  version: TicketBasis,
): Pick<TicketRow, "coverage" | "coverageReason"> {
  const { contractName: contract, clauses } = version;
  if (includesType(clauses, type)) {
    return {
      coverage: "covered",
      coverageReason: { code: "moved_by_hand", parameters: { contract } },
    };
  }
  const decision = decideCoverage({
    type,
    about: "customer",
    inForce: [version],
    holding: undefined,
  });
  return { coverage: decision.coverage, coverageReason: decision.reason };
}

/** The calendar versions of a contract version when the ticket left it; undefined = it never had it. */
function calendarsLeft(
  lines: readonly ClockLineRow[],
  contractVersionId: string,
): readonly string[] | undefined {
  const left = lines.findLast(
    ({ kind, parameters }) =>
      kind === "contract_changed" && parameters["from"] === contractVersionId,
  );
  return left && String(left.parameters["fromCalendars"] ?? "").split(" ");
}

/** The version that is left, as people name it: the contract's name, and the number. */
function leaving(
  { calendarVersionIds }: TicketRow,
  { contractVersionId: from, contractName, number }: TicketBasis,
): TicketTransitionRow["parameters"] {
  const fromCalendars = calendarVersionIds.join(" ");
  return { from, fromContract: contractName, fromVersion: number, fromCalendars };
}

function entering({ contractName, number }: TicketBasis): TicketTransitionRow["parameters"] {
  return { toContract: contractName, toVersion: number };
}
