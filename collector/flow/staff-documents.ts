import type { StaffDocument, TeamDocument } from "@vigie/shared/staff.ts";
import type { StaffListRow, TeamListRow } from "../registry/registry.ts";

/** The provider's people and teams as the API says them. */

export function toStaff(row: StaffListRow): StaffDocument {
  const { id, version, name, email, phone, language, role, timeZone, active, teams } = row;
  return { id, version, name, email, phone, language, role, timeZone, active, teams: [...teams] };
}

export function toTeam({ id, version, name, members }: TeamListRow): TeamDocument {
  return { id, version, name, members: [...members] };
}
