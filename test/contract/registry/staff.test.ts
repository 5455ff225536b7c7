import { describe, expect, test } from "vitest";
import type { StaffRow } from "../../../collector/registry/registry.ts";
import { person } from "./desk-rows.ts";
import { ENGINES, useRegistry } from "./engines.ts";

describe.for(ENGINES)("staff and teams: %s", ([, engine]) => {
  const registry = useRegistry(engine, async ({ staff }) => {
    await staff.addStaff(person());
    await staff.addStaff(person({ id: "stf_2", name: "Léo", email: null, active: false }));
    await staff.addStaff(person({ id: "stf_3", name: "Zoé", role: "dispatcher" }));
    await staff.addTeam({ id: "tem_1", name: "Jour", version: 1 });
    await staff.addTeam({ id: "tem_2", name: "Été", version: 1 });
  });
  const namesOf = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);
  const one = async (id: string) => (await registry.read.staff.staff({ ids: [id], limit: 1 }))[0];
  const team = async (id: string) => (await registry.read.staff.teams({ ids: [id], limit: 1 }))[0];

  test("a person comes back as they were added", async () => {
    expect(await one("stf_1")).toEqual({ ...person(), teams: [] });
    expect(await one("stf_2")).toMatchObject({ email: null, active: false });
    expect(await one("stf_9")).toBeUndefined();
  });

  test("people are found by name, by pages, here or gone", async () => {
    const { staff } = registry.read;
    expect(namesOf(await staff.staff({ limit: 9 }))).toEqual(["Ana", "Léo", "Zoé"]);
    expect(namesOf(await staff.staff({ limit: 9, active: true }))).toEqual(["Ana", "Zoé"]);
    expect(namesOf(await staff.staff({ limit: 9, active: false }))).toEqual(["Léo"]);
    expect(namesOf(await staff.staff({ limit: 9, search: "LEO" }))).toEqual(["Léo"]);
    expect(namesOf(await staff.staff({ limit: 9, search: "%" }))).toEqual([]);
    expect(namesOf(await staff.staff({ limit: 9, ids: [] }))).toEqual([]);
    const after = { key: "Ana", id: "stf_1" };
    expect(namesOf(await staff.staff({ limit: 1, after }))).toEqual(["Léo"]);
    expect(await staff.staffCount()).toBe(3);
  });

  test("a name that reads the same is the same", async () => {
    expect(await registry.read.staff.staffNamed("zoe")).toEqual({ id: "stf_3", name: "Zoé" });
    expect(await registry.read.staff.staffNamed("zo")).toBeUndefined();
    const twin = person({ id: "stf_4", name: "ZOE" });
    await expect(registry.commit(({ staff }) => staff.addStaff(twin))).rejects.toThrow();
    const namesake = { id: "tem_3", name: "ete", version: 1 };
    await expect(registry.commit(({ staff }) => staff.addTeam(namesake))).rejects.toThrow();
    expect(await registry.read.staff.teamNamed("ETE")).toEqual({ id: "tem_2", name: "Été" });
  });

  test("who changes an older version changes nothing", async () => {
    const changed: StaffRow = { ...person(), name: "Anna", phone: "+33 1", active: false };
    const change = (row: StaffRow) => registry.commit(({ staff }) => staff.changeStaff(row));
    expect(await change(changed)).toBe(true);
    expect(await change({ ...changed, name: "Hanna" })).toBe(false);
    expect(await one("stf_1")).toEqual({ ...changed, version: 2, teams: [] });
    const renamed = { id: "tem_1", name: "Nuit", version: 1 };
    expect(await registry.commit(({ staff }) => staff.changeTeam(renamed))).toBe(true);
    expect(await registry.commit(({ staff }) => staff.changeTeam(renamed))).toBe(false);
    expect(await team("tem_1")).toEqual({ ...renamed, version: 2, members: [] });
  });

  test("who joins or leaves a team changes both of them", async () => {
    await registry.commit(({ staff }) => staff.setMembersOf("tem_1", ["stf_3", "stf_1", "stf_3"]));
    expect((await team("tem_1"))?.members).toEqual([
      { id: "stf_1", name: "Ana" },
      { id: "stf_3", name: "Zoé" },
    ]);
    expect(await one("stf_3")).toMatchObject({
      version: 2,
      teams: [{ id: "tem_1", name: "Jour" }],
    });

    await registry.commit(({ staff }) => staff.setTeamsOf("stf_3", ["tem_2", "tem_1"]));
    expect((await one("stf_3"))?.teams.map(({ name }) => name)).toEqual(["Été", "Jour"]);
    expect(await team("tem_2")).toMatchObject({ version: 2, members: [{ id: "stf_3" }] });
    expect(await team("tem_1")).toMatchObject({ version: 1 });

    await registry.commit(({ staff }) => staff.setMembersOf("tem_1", []));
    expect((await team("tem_1"))?.members).toEqual([]);
    expect(await one("stf_1")).toMatchObject({ version: 3, teams: [] });
    expect(namesOf(await registry.read.staff.teams({ limit: 9 }))).toEqual(["Été", "Jour"]);
    expect(await registry.read.staff.teamCount()).toBe(2);
  });

  test("a team of nobody that there is is refused", async () => {
    const stray = registry.commit(({ staff }) => staff.setMembersOf("tem_1", ["stf_9"]));
    await expect(stray).rejects.toThrow();
  });
});
