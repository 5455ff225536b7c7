import type { Refusal } from "@vigie/shared/problems.ts";
import type { TransitionKind } from "@vigie/shared/ticket.ts";
import type { TicketAct } from "../domain/ticket.ts";
import type {
  ClockLineRow,
  ContractVersionRow,
  TicketRow,
  TicketTransitionRow,
  Unit,
} from "../registry/registry.ts";
import { coveringVersions } from "./coverage.ts";
import { type Frozen, freeze } from "./promises.ts";

/**
 * The terms of a ticket: the priority and the contract version that its promises come from. Each change
 * of them is a line that says from what to what, so that the history alone says what held when.
 */

type InForce = Pick<TicketRow, "priority" | "contractVersionId">;

/** What a change of priority or contract puts the ticket under. */
export type Terms = Frozen &
  InForce & {
    /** What its line says besides what the act says. */
    readonly parameters: TicketTransitionRow["parameters"];
  };

export type Asked = {
  readonly unit: Unit;
  readonly ticket: TicketRow;
  readonly act: TicketAct;
  readonly nowMs: number;
};

export async function termsOf(asked: Asked): Promise<Terms | Refusal | undefined> {
  const { act } = asked;
  if (act.kind === "set_priority") return repriced(asked, act.priority);
  if (act.kind === "set_contract") return moved(asked, act.contractVersionId);
  return undefined;
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
  const valueOf = (kind: TransitionKind) => {
    const isChange = (line: ClockLineRow) => line.kind === kind;
    const last = lines.slice(0, place + 1).findLast(isChange);
    if (last !== undefined) return last.parameters["to"];
    return lines.slice(place + 1).find(isChange)?.parameters["from"];
  };
  return {
    priority: Number(valueOf("priority_changed") ?? ticket.priority),
    contractVersionId: String(valueOf("contract_changed") ?? ticket.contractVersionId),
  };
}

/** The ticket's own contract version, with the calendars that it has. */
async function repriced({ unit, ticket }: Asked, priority: number): Promise<Terms | Refusal> {
  const { contractVersionId, calendarVersionIds: known, priority: from } = ticket;
  if (priority === from) return invalid(`priority: it is ${priority} already`);
  const { clauses } = await versionNamed(unit, contractVersionId);
  const frozen = await freeze(unit, { clauses, priority, known });
  return { ...frozen, priority, contractVersionId, parameters: { from } };
}

/**
 * Another contract version: one that holds today for this customer, with its calendars as they are now,
 * or one that the ticket had before, with the calendars that it had then.
 */
async function moved(
  { unit, ticket, nowMs }: Asked,
  contractVersionId: string,
): Promise<Terms | Refusal> {
  const { id, customerId, priority, calendarVersionIds } = ticket;
  const from = ticket.contractVersionId;
  if (contractVersionId === from) {
    return invalid("contractVersionId: the ticket is under this version already");
  }
  const known = calendarsLeft(await unit.tickets.clockLines([id]), contractVersionId);
  const holding = await coveringVersions(unit.contracts, customerId, nowMs);
  if (known === undefined && !holding.some((version) => version.id === contractVersionId)) {
    return invalid(
      "contractVersionId: name a version that is in force today for this customer, or one that the ticket had before",
    );
  }
  const version = await versionNamed(unit, contractVersionId);
  const frozen = await freeze(unit, { clauses: version.clauses, priority, known: known ?? [] });
  const parameters = {
    from,
    ...(await namesOf(unit, customerId, [await versionNamed(unit, from), version])),
    fromCalendars: calendarVersionIds.join(" "),
  };
  return { ...frozen, priority, contractVersionId, parameters };
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

/** The two versions as people name them: the contract's name, and the number. */
async function namesOf(
  { contracts }: Unit,
  customerId: string,
  [from, to]: readonly [ContractVersionRow, ContractVersionRow],
): Promise<TicketTransitionRow["parameters"]> {
  const rows = await contracts.contractsOf(customerId);
  const nameOf = ({ contractId }: ContractVersionRow) =>
    rows.find(({ id }) => id === contractId)?.name ?? contractId;
  return {
    fromContract: nameOf(from),
    fromVersion: from.number,
    toContract: nameOf(to),
    toVersion: to.number,
  };
}

async function versionNamed({ contracts }: Unit, id: string): Promise<ContractVersionRow> {
  const [version] = await contracts.versionsNamed([id]);
  if (version === undefined) throw new Error(`there is no contract version ${id}`);
  return version;
}
