import { readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openRegistry } from "../../../collector/registry/open.ts";
import { SCHEMA_STEPS, type SchemaStep } from "../../../collector/registry/schema/migrations.ts";
import { openSqliteRegistry } from "../../../collector/registry/sqlite.ts";
import { customer } from "../../contract/registry/rows.ts";
import { freshFolder } from "../../support/fresh-folder.ts";

const quiet = () => {};

describe("a registry that is missing", () => {
  test("is made, for its owner alone, and said", async () => {
    using folder = freshFolder();
    const lines: string[] = [];
    const path = join(folder.path, "registry.sqlite");
    const registry = await openRegistry({ path, log: (line) => lines.push(line) });
    await registry.close();
    expect(lines).toEqual([`made a new registry at ${path}`]);
    expect(await readdir(folder.path)).toEqual(["registry.sqlite"]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test("is made although an earlier attempt was cut short", async () => {
    using folder = freshFolder();
    const path = join(folder.path, "registry.sqlite");
    await writeFile(`${path}.new`, "half a file");
    await (await openRegistry({ path, log: quiet })).close();
    expect(await readdir(folder.path)).toEqual(["registry.sqlite"]);
  });

  test("is not made beside a log that is still there: somebody lost the file", async () => {
    using folder = freshFolder();
    const path = join(folder.path, "registry.sqlite");
    await writeFile(`${path}-wal`, "what was committed last");
    await expect(openRegistry({ path, log: quiet })).rejects.toMatchObject({
      code: "registry_damaged",
    });
    expect(await readdir(folder.path)).toEqual(["registry.sqlite-wal"]);
  });

  test.for([
    ["a folder that is not there", (folder: string) => join(folder, "missing", "registry.sqlite")],
    ["a file where the folder should be", (folder: string) => join(folder, "file", "registry")],
  ] as const)("%s is told by its name and setting", async ([, at]) => {
    using folder = freshFolder();
    await writeFile(join(folder.path, "file"), "");
    const path = at(folder.path);
    await expect(openRegistry({ path, log: quiet })).rejects.toMatchObject({
      code: "data_folder_unusable",
      parameters: { path: join(path, ".."), name: "VIGIE_DATA" },
    });
  });
});

describe("a registry that is damaged", () => {
  test.for([
    ["is no database", (path: string) => writeFile(path, "a letter that got lost\n".repeat(200))],
    ["is empty", (path: string) => truncate(path, 0)],
    ["is cut in half", async (path: string) => truncate(path, (await stat(path)).size / 2)],
    ["has lost its first pages", (path: string) => zeroPages(path, 1, 5)],
    ["has lost a page that opening never reads", (path: string) => zeroPages(path, -1)],
    ["is another program's database", makeForeign],
    ["has lost its installation", (path: string) => run(path, "delete from installation")],
  ] as const)("%s: refused, and not a byte of it changed", async ([, damage]) => {
    using folder = freshFolder();
    const path = join(folder.path, "registry.sqlite");
    await makeFilled(path);
    await damage(path);
    const before = await readFile(path);
    await expect(openRegistry({ path, log: quiet })).rejects.toMatchObject({
      code: "registry_damaged",
    });
    expect(await readFile(path)).toEqual(before);
  });
});

describe("a registry of another version", () => {
  test("of a newer Vigie is refused by the name of its step, and not changed", async () => {
    using folder = freshFolder();
    const path = join(folder.path, "registry.sqlite");
    await makeFilled(path);
    await (await openSqliteRegistry({ path, log: quiet, steps: withNotes })).close();
    const before = await readFile(path);
    await expect(openRegistry({ path, log: quiet })).rejects.toMatchObject({
      code: "registry_newer",
      parameters: { detail: "9001-notes" },
    });
    expect(await readFile(path)).toEqual(before);
  });

  test("of an older Vigie is brought up to date; its state before is kept beside it", async () => {
    using folder = freshFolder();
    const path = join(folder.path, "registry.sqlite");
    await makeFilled(path);
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const registry = await openSqliteRegistry({ path, log, steps: withNotes });
    expect(await registry.read.estate.customers()).toEqual([customer()]);
    await registry.close();
    expect(tablesOf(path)).toContain("note");
    expect(lines).toEqual([expect.stringContaining("9001-notes")]);

    const backup = `${path}.before-9001-notes`;
    expect(tablesOf(backup)).not.toContain("note");
    const restored = await openRegistry({ path: backup, log: quiet });
    expect(await restored.read.estate.customers()).toEqual([customer()]);
    await restored.close();
  });

  test("is left whole by a step that fails", async () => {
    using folder = freshFolder();
    const path = join(folder.path, "registry.sqlite");
    await makeFilled(path);
    const steps = { ...withNotes, "9002-broken": broken };
    await expect(openSqliteRegistry({ path, log: quiet, steps })).rejects.toThrow("no such table");
    expect(tablesOf(path)).not.toContain("note");
    const registry = await openRegistry({ path, log: quiet });
    expect(await registry.read.estate.customers()).toEqual([customer()]);
    await registry.close();
  });

  test("of this version is opened without a copy", async () => {
    using folder = freshFolder();
    const path = join(folder.path, "registry.sqlite");
    await makeFilled(path);
    await (await openRegistry({ path, log: quiet })).close();
    expect(await readdir(folder.path)).toEqual(["registry.sqlite"]);
  });
});

const addNotes: SchemaStep = async (db) => {
  await db.schema.createTable("note").addColumn("id", "text").execute();
};
const broken: SchemaStep = async (db) => {
  await db.schema.dropTable("nowhere").execute();
};
const withNotes = { ...SCHEMA_STEPS, "9001-notes": addNotes };

async function makeFilled(path: string): Promise<void> {
  const registry = await openRegistry({ path, log: quiet });
  await registry.commit(({ estate }) => estate.addCustomer(customer()));
  await registry.close();
}

/** Writes zeros over pages, counted from 0 or back from the end; page 0 says what the file is. */
async function zeroPages(path: string, from: number, to?: number): Promise<void> {
  const bytes = await readFile(path);
  bytes.subarray(from * PAGE_BYTES, to && to * PAGE_BYTES).fill(0);
  await writeFile(path, bytes);
}

const PAGE_BYTES = 4_096;

async function makeForeign(path: string): Promise<void> {
  await truncate(path, 0);
  run(path, "create table song (title text)");
}

function run(path: string, text: string): void {
  using database = new DatabaseSync(path);
  database.exec(text);
}

function tablesOf(path: string): string[] {
  using database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare("select name from sqlite_schema where type = 'table'").all();
  return rows.map(({ name }) => String(name));
}
