import type { IdPrefix } from "@vigie/shared/ids.ts";
import { ProblemError, type Refusal } from "@vigie/shared/problems.ts";
import type { StaffChange, StaffWish, TeamChange, TeamWish } from "@vigie/shared/staff.ts";
import { wrongZone } from "../domain/civil-time.ts";
import type { StaffRow, TeamRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import type { Ledger } from "./ledger.ts";

/** The id of what was added, or why it was not. */
export type Added = { readonly id: string } | Refusal;

/**
 * The provider's people and teams. Nobody is removed: what they did stays theirs. Refuses with
 * `not_found`, `version_conflict`, `name_taken`, or `staff_invalid` with the field and what is wrong.
 */
export interface StaffKeeper {
  addStaff(wish: StaffWish): Promise<Added>;
  changeStaff(id: string, change: StaffChange, version: number): Promise<Outcome>;
  addTeam(wish: TeamWish): Promise<Added>;
  changeTeam(id: string, change: TeamChange, version: number): Promise<Outcome>;
}

/** Those who left are among them: what looks through all of them at once stays quick. */
const STAFF_MAX = 1_000;
const TEAMS_MAX = 200;

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
};

export function createStaffKeeper({ ledger, newId }: Tools): StaffKeeper {
  return {
    addStaff: (wish) => ledger.write(({ unit }) => addStaff(unit, newId("stf"), wish)),
    changeStaff: (id, change, version) =>
      ledger.write(({ unit }) => changeStaff(unit, { id, change, version })),
    addTeam: (wish) => ledger.write(({ unit }) => addTeam(unit, newId("tem"), wish)),
    changeTeam: (id, change, version) =>
      ledger.write(({ unit }) => changeTeam(unit, { id, change, version })),
  };
}

async function addStaff(unit: Unit, id: string, { teamIds, ...said }: StaffWish): Promise<Added> {
  const row: StaffRow = { email: null, phone: null, active: true, ...said, id, version: 1 };
  const refusal =
    (await fullness(unit.staff.staffCount(), STAFF_MAX)) ?? (await wrongPerson(unit, row, teamIds));
  if (refusal !== undefined) return refusal;
  await unit.staff.addStaff(row);
  if (teamIds !== undefined) await unit.staff.setTeamsOf(id, teamIds);
  return { id };
}

type Changing<Change> = {
  readonly id: string;
  readonly change: Change;
  readonly version: number;
};

async function changeStaff(
  unit: Unit,
  { id, change: { teamIds, ...said }, version }: Changing<StaffChange>,
): Promise<Outcome> {
  const [found] = await unit.staff.staff({ ids: [id], limit: 1 });
  if (found === undefined) return notFound(id);
  if (found.version !== version) return conflict(found.version);
  const { teams: _teams, ...before } = found;
  const row: StaffRow = { ...before, ...said };
  const refusal = await wrongPerson(unit, row, teamIds);
  if (refusal !== undefined) return refusal;
  if (!(await unit.staff.changeStaff(row))) throw new ProblemError("version_conflict");
  if (teamIds !== undefined) await unit.staff.setTeamsOf(id, teamIds);
  return { done: true };
}

async function addTeam(unit: Unit, id: string, { name, memberIds }: TeamWish): Promise<Added> {
  const row: TeamRow = { id, name, version: 1 };
  const refusal =
    (await fullness(unit.staff.teamCount(), TEAMS_MAX)) ?? (await wrongTeam(unit, row, memberIds));
  if (refusal !== undefined) return refusal;
  await unit.staff.addTeam(row);
  await unit.staff.setMembersOf(id, memberIds);
  return { id };
}

async function changeTeam(
  unit: Unit,
  { id, change: { name, memberIds }, version }: Changing<TeamChange>,
): Promise<Outcome> {
  const [before] = await unit.staff.teams({ ids: [id], limit: 1 });
  if (before === undefined) return notFound(id);
  if (before.version !== version) return conflict(before.version);
  const row: TeamRow = { id, name: name ?? before.name, version };
  const refusal = await wrongTeam(unit, row, memberIds);
  if (refusal !== undefined) return refusal;
  if (!(await unit.staff.changeTeam(row))) throw new ProblemError("version_conflict");
  if (memberIds !== undefined) await unit.staff.setMembersOf(id, memberIds);
  return { done: true };
}

async function fullness(counted: Promise<number>, max: number): Promise<Refusal | undefined> {
  if ((await counted) < max) return undefined;
  return invalid(`at most ${max} are kept, those who left among them`);
}

async function wrongPerson(
  { staff }: Unit,
  { id, name, timeZone }: StaffRow,
  teamIds: readonly string[] = [],
): Promise<Refusal | undefined> {
  const zone = wrongZone(timeZone);
  if (zone !== undefined) return invalid(`timeZone: ${zone}`);
  const teams = await staff.teams({ ids: teamIds, limit: TEAMS_MAX });
  return wrongIds("teamIds", teamIds, teams) ?? taken({ id, name }, await staff.staffNamed(name));
}

async function wrongTeam(
  { staff }: Unit,
  { id, name }: TeamRow,
  memberIds: readonly string[] = [],
): Promise<Refusal | undefined> {
  const members = await staff.staff({ ids: memberIds, limit: STAFF_MAX });
  return (
    wrongIds("memberIds", memberIds, members) ?? taken({ id, name }, await staff.teamNamed(name))
  );
}

type Named = { readonly id: string; readonly name: string };

function wrongIds(
  field: string,
  ids: readonly string[],
  found: readonly Named[],
): Refusal | undefined {
  const place = ids.findIndex((id) => !found.some((row) => row.id === id));
  return place === -1 ? undefined : invalid(`${field}[${place}]: nobody has this id`);
}

function taken({ id, name }: Named, other: Named | undefined): Refusal | undefined {
  if (other === undefined || other.id === id) return undefined;
  return { problem: "name_taken", detail: `name: ${name} is that of ${other.name}` };
}

function invalid(detail: string): Refusal {
  return { problem: "staff_invalid", detail };
}
