import { describe, expect, test } from "vitest";
import type { ContractEventRow, ContractVersionRow } from "../../../collector/registry/registry.ts";
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
        language: "fr",
        noticeGivenOn: null,
        endsEarlyOn: null,
        renewedOn: [],
        dueAtMs: 0,
        version: 1,
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

  const contract = { customerId: "cus_1", name: "Autre", kind: "maintenance" } as const;

  describe("a contract's own row", () => {
    test("is changed if nobody changed it meanwhile, and its customer never", async () => {
      const [kept] = await registry.read.contracts.contracts();
      if (kept === undefined) throw new Error("there is no contract");
      const change = { ...kept, name: "Contrat", renewedOn: ["2026-01-02"], customerId: "cus_9" };
      const outcomes = await registry.commit(async ({ contracts }) => [
        await contracts.changeContract(change),
        await contracts.changeContract(change),
      ]);
      expect(outcomes).toEqual([true, false]);
      expect(await registry.read.contracts.findContract("con_1")).toMatchObject({
        name: "Contrat",
        renewedOn: ["2026-01-02"],
        customerId: "cus_1",
        customerName: "Boulangerie Émile",
        version: 2,
      });
    });

    test("is found by the calendars that any of its versions names, by id and by pages", async () => {
      const { contracts } = registry.read;
      const { clauses } = version();
      const channel = { channel: "phone", ticket: "always" } as const;
      const naming = (calendarId: string) => ({
        ...clauses,
        channels: [{ ...channel, calendarId }],
      });
      await registry.commit(async (unit) => {
        for (const [id, calendarId] of [
          ["con_3", "cal_é%1"],
          ["con_2", "cal_é%1"],
          ["con_4", "cal_éx1"],
        ] as const) {
          await unit.contracts.addContract({ ...contract, id, number: id });
          const own = { contractId: id, clauses: naming(calendarId) };
          await unit.contracts.addVersion(version({ id: `cov_${id}`, ...own }));
        }
      });
      const idsOf = async (page: { limit: number; after?: string }) =>
        (await contracts.contractsNaming("cal_é%1", page)).map(({ id }) => id);
      expect(await idsOf({ limit: 10 })).toEqual(["con_2", "con_3"]);
      expect(await idsOf({ limit: 1 })).toEqual(["con_2"]);
      expect(await idsOf({ limit: 1, after: "con_2" })).toEqual(["con_3"]);
      expect(await contracts.contractsNaming("cal_none", { limit: 1 })).toEqual([]);
    });

    test("is listed by number, 9 before 10, and goes on after a row", async () => {
      await registry.commit(async ({ contracts }) => {
        for (const number of ["C-10", "c-9", "C-9"]) {
          await contracts.addContract({ ...contract, id: `con_${number}`, number });
        }
      });
      const list = async (query: object) => {
        const rows = await registry.read.contracts.contractList({ limit: 10, ...query });
        return rows.map(({ id }) => id);
      };
      expect(await list({})).toEqual(["con_C-9", "con_c-9", "con_C-10", "con_1"]);
      expect(await list({ limit: 2 })).toEqual(["con_C-9", "con_c-9"]);
      expect(await list({ after: { key: "c-9", id: "con_c-9" } })).toEqual(["con_C-10", "con_1"]);
      expect(await list({ customerId: "cus_9" })).toEqual([]);
    });

    test.for([
      ["the name, in any case and without accents", "CAISSE", ["con_1"]],
      ["the customer's name", "emile", ["con_1", "con_2"]],
      ["the number, in any case", "dÉ-", ["con_2"]],
      ["the number without its accents", "de-7", ["con_2"]],
      ["the number with its accents", "É-7", ["con_2"]],
      ["a sign of patterns is itself", "%", []],
    ] as const)("is found by %s", async ([, search, ids]) => {
      await registry.commit(({ contracts }) =>
        contracts.addContract({ ...contract, id: "con_2", number: "DÉ-7" }),
      );
      const rows = await registry.read.contracts.contractList({ limit: 10, search });
      expect(rows.map(({ id }) => id)).toEqual(ids);
    });

    test("is removed with its drafts and events, and never with a version in force", async () => {
      await registry.commit(async ({ contracts }) => {
        await contracts.addContract({ ...contract, id: "con_2", number: "D-7" });
        await contracts.addVersion(draft({ id: "cov_2", contractId: "con_2" }));
        await contracts.addEvent(event({ contractId: "con_2" }));
        await contracts.removeContract("con_2");
      });
      expect(await registry.read.contracts.versionsOf(["con_2"])).toEqual([]);
      expect(await registry.read.contracts.contracts()).toHaveLength(1);
      await expect(
        registry.commit(({ contracts }) => contracts.removeContract("con_1")),
      ).rejects.toThrow();
    });
  });

  describe("a draft", () => {
    const worded = {
      texts: { term: "{{who}}" },
      variables: [{ name: "who", label: "Who", kind: "text", value: null } as const],
      reviewed: ["term" as const],
    };

    test("comes back as it was written, with its wording where that is asked for", async () => {
      await registry.commit(({ contracts }) => contracts.addVersion({ ...draft(), ...worded }));
      const { contracts } = registry.read;
      expect(await contracts.findVersion("con_1", 2)).toEqual({ ...draft(), ...worded });
      expect(await contracts.versionsNamed(["cov_2"])).toEqual([draft()]);
      expect(await contracts.findVersion("con_1", 3)).toBeUndefined();
      expect(await contracts.findVersion("con_2", 2)).toBeUndefined();
    });

    test("is edited once by each who saw it, and put in force once", async () => {
      await registry.commit(({ contracts }) => contracts.addVersion({ ...draft(), ...worded }));
      const edited = { ...draft(), ...worded, signedOn: "2026-01-01" };
      const inForce = { ...edited, revision: 2, ...IN_FORCE };
      const outcomes = await registry.commit(async ({ contracts }) => [
        await contracts.changeDraft(edited),
        await contracts.changeDraft(edited),
        await contracts.changeDraft(inForce),
        await contracts.changeDraft({ ...inForce, revision: 3 }),
        await contracts.removeDraft({ id: "cov_2", revision: 3 }),
      ]);
      expect(outcomes).toEqual([true, false, true, false, false]);
      expect(await registry.read.contracts.findVersion("con_1", 2)).toEqual({
        ...inForce,
        revision: 3,
      });
    });

    test("is removed if nobody edited it meanwhile", async () => {
      const outcomes = await registry.commit(async ({ contracts }) => {
        await contracts.addVersion(draft());
        return [
          await contracts.removeDraft({ id: "cov_2", revision: 2 }),
          await contracts.removeDraft({ id: "cov_2", revision: 1 }),
        ];
      });
      expect(outcomes).toEqual([false, true]);
    });
  });

  test("what is due comes oldest first, and its instant is set by whoever saw it", async () => {
    const outcomes = await registry.commit(async ({ contracts }) => {
      for (const [id, dueAtMs] of [
        ["con_2", 50],
        ["con_3", 40],
        ["con_4", null],
      ] as const) {
        await contracts.addContract({ ...contract, id, number: id, dueAtMs });
      }
      return [
        await contracts.setDue({ contractId: "con_1", fromMs: 1, toMs: 9 }),
        await contracts.setDue({ contractId: "con_1", fromMs: 0, toMs: 60 }),
        await contracts.setDue({ contractId: "con_4", fromMs: null, toMs: 51 }),
        await contracts.setDue({ contractId: "con_3", fromMs: 40, toMs: null }),
      ];
    });
    expect(outcomes).toEqual([false, true, true, true]);
    const due = async (nowMs: number, limit: number) =>
      (await registry.read.contracts.dueContracts(nowMs, limit)).map(({ id }) => id);
    expect(await due(50, 10)).toEqual(["con_2"]);
    expect(await due(60, 2)).toEqual(["con_2", "con_4"]);
    expect(await due(49, 10)).toEqual([]);
  });

  describe("events", () => {
    test("are kept once for a key, and each time without one; the newest comes first", async () => {
      const outcomes = await registry.commit(async ({ contracts }) => [
        await contracts.addEvent(event({ kind: "created", key: null })),
        await contracts.addEvent(event({ kind: "created", key: null })),
        await contracts.addEvent(event({ key: "reminded 90" })),
        await contracts.addEvent(event({ key: "reminded 90", atMs: 9 })),
      ]);
      expect(outcomes).toEqual([true, true, true, false]);
      const events = await registry.read.contracts.events("con_1", { limit: 2 });
      expect(events).toMatchObject([
        event({ key: "reminded 90" }),
        event({ kind: "created", key: null }),
      ]);
      const before = { limit: 10, beforeId: events[1]?.id ?? 0 };
      expect(await registry.read.contracts.events("con_1", before)).toHaveLength(1);
    });
  });
});

const IN_FORCE = { state: "in_force", effectiveOn: "2026-01-01", effectiveFromMs: 5 } as const;

const draft = (change: Partial<ContractVersionRow> = {}): ContractVersionRow => ({
  ...version({ id: "cov_2", number: 2 }),
  state: "draft",
  effectiveOn: null,
  effectiveFromMs: null,
  ...change,
});

const event = (change: Partial<ContractEventRow> = {}): ContractEventRow => ({
  contractId: "con_1",
  kind: "reminded",
  key: "k",
  atMs: 5,
  actor: "vigie",
  parameters: { daysBefore: 90, on: "2026-07-03" },
  ...change,
});
