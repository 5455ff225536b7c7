import { describe, expect, test } from "vitest";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, calendar, machine, version } from "./rows.ts";

describe.for(ENGINES)("contracts: %s", ([, engine]) => {
  const registry = useRegistry(engine, addCoveredOffice);

  test("contracts, their versions and calendars come back as they were written", async () => {
    const { contracts } = registry.read;
    expect(await contracts.contracts()).toEqual([
      {
        id: "con_1",
        customerId: "cus_1",
        number: "C-2026-1",
        name: "Maintenance de la caisse",
        kind: "maintenance",
      },
    ]);
    expect(await contracts.versions()).toEqual([version()]);
    expect(await contracts.calendarVersions()).toEqual([calendar()]);
  });

  test("versions come in their order", async () => {
    await registry.commit(async ({ contracts }) => {
      await contracts.addVersion(version({ id: "cov_0", number: 3 }));
      await contracts.addVersion(version({ id: "cov_9", number: 2 }));
      await contracts.addCalendarVersion(calendar({ id: "clv_0", number: 2, name: "Été" }));
    });
    const { contracts } = registry.read;
    expect((await contracts.versions()).map(({ id }) => id)).toEqual(["cov_1", "cov_9", "cov_0"]);
    expect((await contracts.calendarVersions()).map(({ id }) => id)).toEqual(["clv_1", "clv_0"]);
  });

  test("covering twice is covering once", async () => {
    await registry.commit(async ({ estate, contracts }) => {
      await estate.addMachine(machine({ id: "mac_2" }));
      await contracts.cover({ contractVersionId: "cov_1", machineId: "mac_2" });
      await contracts.cover({ contractVersionId: "cov_1", machineId: "mac_1" });
    });
    expect(await registry.read.contracts.coverage()).toEqual([
      { contractVersionId: "cov_1", machineId: "mac_1" },
      { contractVersionId: "cov_1", machineId: "mac_2" },
    ]);
  });

  test.for([
    ["a version of no contract", version({ id: "cov_2", contractId: "con_9" })],
    ["a number of the contract that is taken", version({ id: "cov_2", number: 1 })],
  ] as const)("%s is refused", async ([, row]) => {
    await expect(registry.commit(({ contracts }) => contracts.addVersion(row))).rejects.toThrow();
    expect(await registry.read.contracts.versions()).toHaveLength(1);
  });

  test.for([
    ["an unknown version", { contractVersionId: "cov_9", machineId: "mac_1" }],
    ["an unknown machine", { contractVersionId: "cov_1", machineId: "mac_9" }],
  ] as const)("%s covers nothing", async ([, row]) => {
    await expect(registry.commit(({ contracts }) => contracts.cover(row))).rejects.toThrow();
  });
});
