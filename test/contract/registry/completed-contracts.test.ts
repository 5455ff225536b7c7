import { readFile } from "node:fs/promises";
import { ContractClauses } from "@vigie/shared/contract.ts";
import { Value } from "typebox/value";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkClauses, type Nameable } from "../../../collector/domain/clauses.ts";
import { SCHEMA_STEPS } from "../../../collector/registry/schema/migrations.ts";
import { freshFolder } from "../../support/fresh-folder.ts";
import { ENGINES } from "./engines.ts";

/** Contracts of the first schema, which said promises alone, become whole ones that cover the same. */

const FIRST = "0001-first";

describe.for(ENGINES)("contracts of the first schema: %s", ([, engine]) => {
  let folder: string;
  beforeEach(async () => {
    folder = freshFolder().path;
  });
  afterEach(() => engine.remove(folder));

  test("have every clause, hold together and are in force for what they covered", async () => {
    const steps = Object.entries(SCHEMA_STEPS).filter(([name]) => name === FIRST);
    await (await engine.open(folder, Object.fromEntries(steps))).close();
    await engine.run(folder, await readFile(`test/fixtures/registry/${FIRST}.sql`, "utf8"));
    const registry = await engine.open(folder, SCHEMA_STEPS);
    try {
      const { contracts } = registry.read;
      const coverage = await contracts.coverage();
      const calendars = await contracts.calendarVersions();
      const versions = await contracts.versions();
      expect(versions.length).toBeGreaterThan(1);
      for (const { id, contractId, state, effectiveOn, clauses } of versions) {
        expect(Value.Errors(ContractClauses, clauses), id).toEqual([]);
        const { customerId = "" } = (await contracts.findContract(contractId)) ?? {};
        const nameable: Nameable = {
          kind: "maintenance",
          calendarIds: new Set(calendars.map(({ calendarId }) => calendarId)),
          ...(await contracts.idsOf(customerId)),
        };
        expect(checkClauses(clauses, nameable), id).toBeUndefined();
        expect({ state, effectiveOn }).toEqual({
          state: "in_force",
          effectiveOn: clauses.term.startsOn,
        });
        // The second version listed no machine: it goes on with those of the first.
        expect(clauses.perimeter).toEqual({
          include: coverage.map(({ machineId }) => ({ by: "machine", machineId })),
          exclude: [],
        });
      }
      // The fixture's second version holds from 1 February in Paris, which is still January in UTC.
      expect(versions.map(({ effectiveOn }) => effectiveOn)).toEqual(["2026-01-01", "2026-02-01"]);
      expect(versions.map(({ clauses }) => clauses.term.timeZone)).toEqual([
        "Europe/Paris",
        "Europe/Paris",
      ]);
    } finally {
      await registry.close();
    }
  });
});
