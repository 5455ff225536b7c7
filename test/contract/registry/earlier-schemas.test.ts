import { readdir, readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SCHEMA_STEPS } from "../../../collector/registry/schema/migrations.ts";
import { freshFolder } from "../../support/fresh-folder.ts";
import { KEPT } from "./earlier-rows.ts";
import { ENGINES } from "./engines.ts";

const STEPS = Object.keys(SCHEMA_STEPS).toSorted();
const FIXTURES = "test/fixtures/registry";

test("every step of the schema has rows, and says what must be left of them", async () => {
  const files = await readdir(FIXTURES);
  expect(files.toSorted()).toEqual(STEPS.map((step) => `${step}.sql`));
  expect(Object.keys(KEPT).toSorted()).toEqual(STEPS);
});

describe.for(ENGINES)("a registry of an earlier schema: %s", ([, engine]) => {
  let folder: string;
  beforeEach(async () => {
    folder = freshFolder().path;
  });
  afterEach(() => engine.remove(folder));

  /** Lives through these steps as a registry does: after each of them it is used for a while. */
  async function live(steps: readonly string[]): Promise<void> {
    for (const [place, step] of steps.entries()) {
      await (await engine.open(folder, pick(steps.slice(0, place + 1)))).close();
      await engine.run(folder, await readFile(`${FIXTURES}/${step}.sql`, "utf8"));
    }
  }

  test("has a row in every table that some step made", async () => {
    await live(STEPS);
    expect(await engine.emptyTables(folder)).toEqual([]);
  });

  test.for(STEPS)("of %s still has its rows when all steps are done", async (last) => {
    const lived = STEPS.slice(0, STEPS.indexOf(last) + 1);
    await live(lived);
    const registry = await engine.open(folder, SCHEMA_STEPS);
    try {
      for (const step of lived) await KEPT[step]?.(registry);
      const number = await registry.commit(({ tickets }) => tickets.nextNumber());
      expect(number, "it goes on counting").toBe(3);
    } finally {
      await registry.close();
    }
  });
});

function pick(names: readonly string[]): typeof SCHEMA_STEPS {
  return Object.fromEntries(Object.entries(SCHEMA_STEPS).filter(([name]) => names.includes(name)));
}
