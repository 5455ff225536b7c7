import { describe, expect, test } from "vitest";
import type { MacroRow, ViewRow } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";

const macro = (change: Partial<MacroRow> = {}): MacroRow => ({
  id: "mcr_1",
  name: "Disque rangé",
  acts: { addTags: ["disque"], reply: "Bonjour {{customer.name}}", state: "resolved" },
  version: 1,
  ...change,
});

const view = (change: Partial<ViewRow> = {}): ViewRow => ({
  id: "vew_1",
  name: "Urgent",
  owner: null,
  filter: { state: ["open"], priority: 1, queued: false },
  sort: "breaks",
  order: "asc",
  version: 1,
  ...change,
});

describe.for(ENGINES)("macros: %s", ([, engine]) => {
  const registry = useRegistry(engine, ({ macros }) => macros.add(macro()));

  test("come back as they were saved, by id and by name", async () => {
    const { macros } = registry.read;
    expect(await macros.find("mcr_1")).toEqual(macro());
    expect(await macros.named("DISQUE RANGE")).toEqual(macro());
    expect(await macros.named("disque")).toBeUndefined();
    expect(await macros.find("mcr_9")).toBeUndefined();
    expect(await macros.count()).toBe(1);
  });

  test("are listed by name, page after page", async () => {
    await registry.commit(async ({ macros }) => {
      await macros.add(macro({ id: "mcr_2", name: "Écran noir" }));
      await macros.add(macro({ id: "mcr_3", name: "Accès" }));
    });
    const { macros } = registry.read;
    const names = (rows: readonly MacroRow[]) => rows.map(({ name }) => name);
    expect(names(await macros.list({ limit: 9 }))).toEqual(["Accès", "Disque rangé", "Écran noir"]);
    const after = { name: "Disque rangé", id: "mcr_1" };
    expect(names(await macros.list({ limit: 9, after }))).toEqual(["Écran noir"]);
    expect(names(await macros.list({ limit: 1 }))).toEqual(["Accès"]);
  });

  test("two of one name are refused by the table itself", async () => {
    const twin = registry.commit(({ macros }) =>
      macros.add(macro({ id: "mcr_2", name: "DISQUE RANGÉ" })),
    );
    await expect(twin).rejects.toThrow(/unique/i);
  });

  test("are changed and removed by whoever saw the newest version only", async () => {
    const changed = macro({ name: "Disque vidé", acts: { note: "fait" } });
    expect(await registry.commit(({ macros }) => macros.change(changed))).toBe(true);
    expect(await registry.commit(({ macros }) => macros.change(changed))).toBe(false);
    expect(await registry.read.macros.find("mcr_1")).toEqual({ ...changed, version: 2 });
    expect(await registry.commit(({ macros }) => macros.remove("mcr_1", 1))).toBe(false);
    expect(await registry.commit(({ macros }) => macros.remove("mcr_1", 2))).toBe(true);
    expect(await registry.read.macros.count()).toBe(0);
  });
});

describe.for(ENGINES)("saved views: %s", ([, engine]) => {
  const registry = useRegistry(engine, async ({ views }) => {
    await views.add(view());
    await views.add(view({ id: "vew_2", owner: "Ana", sort: "number", order: "desc" }));
    await views.add(view({ id: "vew_3", name: "À moi", owner: "Léo" }));
  });
  const list = async (owner?: string) => {
    const rows = await registry.read.views.list({
      limit: 9,
      ...(owner !== undefined && { owner }),
    });
    return rows.map(({ id }) => id);
  };

  test("come back as they were saved", async () => {
    expect(await registry.read.views.find("vew_1")).toEqual(view());
    expect(await registry.read.views.count()).toBe(3);
  });

  test("one may bear a name for everybody, and one for each owner", async () => {
    const { views } = registry.read;
    expect((await views.named("urgent", null))?.id).toBe("vew_1");
    expect((await views.named("urgent", "ana"))?.id).toBe("vew_2");
    expect(await views.named("urgent", "Léo")).toBeUndefined();
    const twin = registry.commit(({ views: kept }) =>
      kept.add(view({ id: "vew_4", owner: "ANA" })),
    );
    await expect(twin).rejects.toThrow(/unique/i);
  });

  test("are listed by name: all, or everybody's with one person's own", async () => {
    expect(await list()).toEqual(["vew_3", "vew_1", "vew_2"]);
    expect(await list("Ana")).toEqual(["vew_1", "vew_2"]);
    expect(await list("Zoé")).toEqual(["vew_1"]);
    const { views } = registry.read;
    const rest = await views.list({ limit: 9, after: { name: "Urgent", id: "vew_1" } });
    expect(rest.map(({ id }) => id)).toEqual(["vew_2"]);
  });

  test("an owner whose name folds to nothing is still not everybody", async () => {
    const odd = view({ id: "vew_5", name: "Rien", owner: "\u0301" });
    await registry.commit(({ views }) => views.add(odd));
    expect(await list("Ana")).not.toContain("vew_5");
    expect(await registry.read.views.find("vew_5")).toEqual(odd);
  });

  test("are changed and removed by whoever saw the newest version only", async () => {
    const changed = view({ name: "Brûlant", owner: "Ana" });
    expect(await registry.commit(({ views }) => views.change(changed))).toBe(true);
    expect(await registry.commit(({ views }) => views.change(changed))).toBe(false);
    expect(await registry.read.views.find("vew_1")).toEqual({ ...changed, version: 2 });
    expect(await registry.commit(({ views }) => views.remove("vew_1", 1))).toBe(false);
    expect(await registry.commit(({ views }) => views.remove("vew_1", 2))).toBe(true);
    expect(await registry.read.views.find("vew_1")).toBeUndefined();
  });
});
