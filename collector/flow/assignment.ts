import type { Refusal } from "@vigie/shared/problems.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { conflict, type Outcome } from "./acts.ts";
import { type Beside, overFor, sideFullness, writeSideLine } from "./side-lines.ts";
import { invalid } from "./terms.ts";

/** Whose a ticket is: a person, a team, or both. It is no promise kept: nobody has taken it by this. */

/** What is left out stays; null = nobody's. */
export type Assignees = {
  readonly assigneeId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
};

export type Assigning = Assignees & {
  readonly ticket: TicketRow;
  readonly by: string;
  readonly nowMs: number;
};

/** Gives a ticket to somebody, inside a unit, with the names from and to in its history. */
export async function assign(
  beside: Beside,
  { ticket, by, nowMs, assigneeId = ticket.assigneeId, teamId = ticket.teamId }: Assigning,
): Promise<Outcome> {
  const { unit } = beside;
  const after = { ...ticket, assigneeId, teamId };
  const refusal = await refusalOf(unit, ticket, after);
  if (refusal !== undefined) return refusal;
  if (!(await unit.tickets.change(after))) return conflict(ticket.version);
  const parameters = await namesOf(unit, ticket, after);
  await writeSideLine(beside, ticket, { kind: "assigned", by, nowMs, parameters });
  return { done: true };
}

/** Who has it already may have left since: only who gets it is looked at. */
async function refusalOf(
  unit: Unit,
  ticket: TicketRow,
  { assigneeId, teamId }: Owned,
): Promise<Refusal | undefined> {
  const over = overFor(ticket, ["closed", "cancelled", "merged"]);
  if (over !== undefined) return over;
  const isTheirs = assigneeId === ticket.assigneeId;
  const isTheTeams = teamId === ticket.teamId;
  if (isTheirs && isTheTeams) return invalid("assigneeId, teamId: the ticket is theirs already");
  const named = { ...(!isTheirs && { assigneeId }), ...(!isTheTeams && { teamId }) };
  return (await wrongAssignees(unit, named)) ?? (await sideFullness(unit, ticket.id, "assigned"));
}

/** Why a ticket cannot be given to these: nobody has the id, or they have left. */
export async function wrongAssignees(
  { staff }: Pick<Unit, "staff">,
  { assigneeId, teamId }: Assignees,
): Promise<Refusal | undefined> {
  if (typeof assigneeId === "string") {
    const [person] = await staff.staff({ ids: [assigneeId], limit: 1 });
    if (person === undefined) return invalid("assigneeId: nobody has this id");
    if (!person.active) return invalid(`assigneeId: ${person.name} has left: name somebody else`);
  }
  if (typeof teamId !== "string") return undefined;
  const [team] = await staff.teams({ ids: [teamId], limit: 1 });
  return team === undefined ? invalid("teamId: no team has this id") : undefined;
}

type Owned = Pick<TicketRow, "assigneeId" | "teamId">;

/** As they are called at this moment: the history says it so for ever. */
async function namesOf(
  unit: Unit,
  before: Owned,
  after: Owned,
): Promise<TicketTransitionRow["parameters"]> {
  const names = {
    ...(before.assigneeId !== after.assigneeId && {
      from: await personNamed(unit, before.assigneeId),
      to: await personNamed(unit, after.assigneeId),
    }),
    ...(before.teamId !== after.teamId && {
      fromTeam: await teamNamed(unit, before.teamId),
      toTeam: await teamNamed(unit, after.teamId),
    }),
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, said]) => (said === undefined ? [] : [[name, said]])),
  );
}

async function personNamed({ staff }: Unit, id: string | null): Promise<string | undefined> {
  if (id === null) return undefined;
  return (await staff.staff({ ids: [id], limit: 1 }))[0]?.name;
}

async function teamNamed({ staff }: Unit, id: string | null): Promise<string | undefined> {
  if (id === null) return undefined;
  return (await staff.teams({ ids: [id], limit: 1 }))[0]?.name;
}
