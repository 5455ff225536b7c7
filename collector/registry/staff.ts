import { type RawBuilder, type Selectable, sql } from "kysely";
import { boundedIds, boundedLimit, type Database, isIn, type Schema, toFlag } from "./database.ts";
import { folded, likePattern } from "./folding.ts";
import type { Staff, StaffQuery, StaffRow } from "./registry.ts";
import { changeRow } from "./versioned-row.ts";

/** The provider's people and teams. Two that read the same, whatever the case and accents, are one. */
export function createStaff(db: Database): Staff {
  return { ...createPeople(db), ...createTeams(db), ...createMemberships(db) };
}

function createPeople(
  db: Database,
): Pick<Staff, "addStaff" | "changeStaff" | "staff" | "staffNamed" | "staffCount"> {
  return {
    async addStaff(row) {
      await db.insertInto("staff").values(toTable(row)).execute();
    },

    changeStaff: (row) => changeRow(db, "staff", toTable(row)),

    async staff(query) {
      let page = db.selectFrom("staff").selectAll().where(matches(query));
      if (query.active !== undefined) page = page.where("active", "=", toFlag(query.active));
      const rows = await page
        .orderBy("nameFolded")
        .orderBy("id")
        .limit(boundedLimit(query.limit))
        .execute();
      const teams = await teamsOf(db, idsOf(rows));
      return rows.map((row) => ({ ...toStaff(row), teams: teams.get(row.id) ?? [] }));
    },

    staffNamed: (name) =>
      db
        .selectFrom("staff")
        .select(["id", "name"])
        .where("nameFolded", "=", folded(name))
        .executeTakeFirst(),

    staffCount: () => count(db, "staff"),
  };
}

function createTeams(
  db: Database,
): Pick<Staff, "addTeam" | "changeTeam" | "teams" | "teamNamed" | "teamCount"> {
  return {
    async addTeam(row) {
      await db
        .insertInto("team")
        .values({ ...row, nameFolded: folded(row.name) })
        .execute();
    },

    changeTeam: ({ id, name, version }) =>
      changeRow(db, "team", { id, name, nameFolded: folded(name), version }),

    async teams(query) {
      const rows = await db
        .selectFrom("team")
        .select(["id", "name", "version"])
        .where(matches(query))
        .orderBy("nameFolded")
        .orderBy("id")
        .limit(boundedLimit(query.limit))
        .execute();
      const members = await membersOf(db, idsOf(rows));
      return rows.map((row) => ({ ...row, members: members.get(row.id) ?? [] }));
    },

    teamNamed: (name) =>
      db
        .selectFrom("team")
        .select(["id", "name"])
        .where("nameFolded", "=", folded(name))
        .executeTakeFirst(),

    teamCount: () => count(db, "team"),
  };
}

function createMemberships(db: Database): Pick<Staff, "setTeamsOf" | "setMembersOf"> {
  return {
    async setTeamsOf(staffId, teamIds) {
      const before = await db
        .selectFrom("teamMember")
        .select("teamId")
        .where("staffId", "=", staffId)
        .execute();
      const moved = new Set(before.map(({ teamId }) => teamId)).symmetricDifference(
        new Set(teamIds),
      );
      await db.deleteFrom("teamMember").where("staffId", "=", staffId).execute();
      for (const teamId of new Set(teamIds)) {
        await db.insertInto("teamMember").values({ teamId, staffId }).execute();
      }
      await raise(db, "team", [...moved]);
    },

    async setMembersOf(teamId, staffIds) {
      const before = await db
        .selectFrom("teamMember")
        .select("staffId")
        .where("teamId", "=", teamId)
        .execute();
      const moved = new Set(before.map(({ staffId }) => staffId)).symmetricDifference(
        new Set(staffIds),
      );
      await db.deleteFrom("teamMember").where("teamId", "=", teamId).execute();
      for (const staffId of new Set(staffIds)) {
        await db.insertInto("teamMember").values({ teamId, staffId }).execute();
      }
      await raise(db, "staff", [...moved]);
    },
  };
}

/** Their documents say who is in which team: whoever looked at one before looks again. */
async function raise(db: Database, table: "staff" | "team", ids: readonly string[]): Promise<void> {
  await db
    .updateTable(table)
    .set(({ eb }) => ({ version: eb("version", "+", 1) }))
    .where(isIn("id", boundedIds(ids)))
    .execute();
}

type Named = { readonly id: string; readonly name: string };

async function teamsOf(
  db: Database,
  staffIds: readonly string[],
): Promise<ReadonlyMap<string, Named[]>> {
  const rows = await db
    .selectFrom("teamMember")
    .innerJoin("team", "team.id", "teamMember.teamId")
    .select(["teamMember.staffId as ownerId", "team.id", "team.name"])
    .where(isIn("teamMember.staffId", staffIds))
    .orderBy("team.nameFolded")
    .orderBy("team.id")
    .execute();
  return byOwner(rows);
}

async function membersOf(
  db: Database,
  teamIds: readonly string[],
): Promise<ReadonlyMap<string, Named[]>> {
  const rows = await db
    .selectFrom("teamMember")
    .innerJoin("staff", "staff.id", "teamMember.staffId")
    .select(["teamMember.teamId as ownerId", "staff.id", "staff.name"])
    .where(isIn("teamMember.teamId", teamIds))
    .orderBy("staff.nameFolded")
    .orderBy("staff.id")
    .execute();
  return byOwner(rows);
}

function byOwner(
  rows: readonly (Named & { readonly ownerId: string })[],
): ReadonlyMap<string, Named[]> {
  const grouped = Map.groupBy(rows, ({ ownerId }) => ownerId);
  return new Map(
    Array.from(grouped, ([owner, own]) => [owner, own.map(({ id, name }) => ({ id, name }))]),
  );
}

/** The columns are named alike in both tables. */
function matches({ ids, search, after }: Omit<StaffQuery, "active">): RawBuilder<boolean> {
  const conditions = [sql<boolean>`1 = 1`];
  if (ids !== undefined) conditions.push(isIn("id", boundedIds(ids)));
  if (search !== undefined && search !== "") {
    conditions.push(sql`name_folded like ${likePattern(search)} escape '\\'`);
  }
  if (after !== undefined) {
    conditions.push(sql`(name_folded, id) > (${folded(String(after.key))}, ${after.id})`);
  }
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

async function count(db: Database, table: "staff" | "team"): Promise<number> {
  const { count: rows } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return rows;
}

function toTable(row: StaffRow): Schema["staff"] {
  return { ...row, nameFolded: folded(row.name), active: toFlag(row.active) };
}

function toStaff({ nameFolded: _folded, ...row }: Selectable<Schema["staff"]>): StaffRow {
  return { ...row, active: row.active === 1 };
}
