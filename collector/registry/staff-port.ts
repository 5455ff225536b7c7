import type { StaffRole } from "@vigie/shared/staff.ts";

/** The people of the provider, and their teams. */

export type StaffRow = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: "fr" | "en";
  readonly role: StaffRole;
  /** IANA. */
  readonly timeZone: string;
  /** Who left keeps their history, and is given nothing more. */
  readonly active: boolean;
  readonly version: number;
};
export type TeamRow = { readonly id: string; readonly name: string; readonly version: number };

type Named = { readonly id: string; readonly name: string };
/** By name. */
export type StaffListRow = StaffRow & { readonly teams: readonly Named[] };
/** By name; those who left too. */
export type TeamListRow = TeamRow & { readonly members: readonly Named[] };

/** By name, then id. */
export type StaffQuery = {
  readonly ids?: readonly string[];
  readonly active?: boolean;
  /** Part of the name, in any case and with or without accents. */
  readonly search?: string;
  readonly limit: number;
  /** Where the page before ended: a name and an id. */
  readonly after?: { readonly key: string | number; readonly id: string };
};

export interface Staff {
  addStaff(row: StaffRow): Promise<void>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  changeStaff(row: StaffRow): Promise<boolean>;
  staff(query: StaffQuery): Promise<StaffListRow[]>;
  /** Who has this name, in any case and with or without accents. */
  staffNamed(name: string): Promise<Named | undefined>;
  staffCount(): Promise<number>;

  addTeam(row: TeamRow): Promise<void>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  changeTeam(row: TeamRow): Promise<boolean>;
  teams(query: Omit<StaffQuery, "active">): Promise<TeamListRow[]>;
  teamNamed(name: string): Promise<Named | undefined>;
  teamCount(): Promise<number>;

  /** Puts a person into these teams and no other; teams that are joined or left are raised by a version. */
  setTeamsOf(staffId: string, teamIds: readonly string[]): Promise<void>;
  /** Puts these people and no other into a team; people who join or leave are raised by a version. */
  setMembersOf(teamId: string, staffIds: readonly string[]): Promise<void>;
}
