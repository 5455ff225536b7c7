import { describe, expect, test } from "vitest";
import type { TicketRow } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, equipment, target, ticket, transition } from "./rows.ts";

/** Asked for by a person: about no machine, found by no rule, under no contract. */
const BARE: Partial<TicketRow> = {
  siteId: null,
  machineId: null,
  equipmentId: null,
  ruleId: null,
  alertId: null,
  object: "",
  title: "Where is the invoice?",
  channel: "phone",
  coverage: "no_contract",
  coverageReason: { code: "no_contract_in_force", parameters: {} },
  contractVersionId: null,
  calendarVersionIds: [],
  severity: null,
  metric: null,
  value: null,
  threshold: null,
};

describe.for(ENGINES)("tickets that people ask for: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addCoveredOffice(unit);
    await unit.estate.addContact({ id: "ctc_1", customerId: "cus_1", name: "Camille" });
    await unit.estate.saveEquipment([equipment()]);
  });
  const add = (change: Partial<TicketRow> = {}) =>
    registry.commit(({ tickets }) => tickets.add(ticket({ ...BARE, ...change }), []));
  const find = (id = "tic_1") => registry.read.tickets.find(id);

  test("one about nothing but a question comes back as it was added, and takes no key", async () => {
    await add();
    await add({ id: "tic_2", number: 2 });
    expect(await find()).toEqual(ticket(BARE));
    const [, row] = await registry.read.tickets.list({ limit: 10 });
    expect(row).toMatchObject({
      siteName: null,
      machineName: null,
      equipmentName: null,
      requesterName: null,
      ruleKey: null,
      contractId: null,
      contractName: null,
      tags: [],
    });
  });

  test("all of it may be there, with the names that a list shows", async () => {
    const there = { equipmentId: "eqp_1", requesterId: "ctc_1" };
    await add({ ...there, coverage: "covered", contractVersionId: "cov_1" });
    expect(await registry.read.tickets.list({ limit: 10 })).toMatchObject([
      {
        ...there,
        equipmentName: "Imprimante",
        equipmentKind: "printer",
        requesterName: "Camille",
        contractId: "con_1",
      },
    ]);
  });

  test("who asked may be forgotten; the ticket stays", async () => {
    await add({ requesterId: "ctc_1" });
    await registry.commit(({ estate }) => estate.removeContact("ctc_1", 1));
    expect(await find()).toMatchObject({ requesterId: null });
  });

  test("parts of a ticket are listed by number, and say their states", async () => {
    await add();
    await add({ id: "tic_3", number: 3, parentId: "tic_1" });
    await add({ id: "tic_2", number: 2, parentId: "tic_1", state: "resolved" });
    expect(await registry.read.tickets.children("tic_1")).toEqual([
      { id: "tic_2", number: 2, state: "resolved" },
      { id: "tic_3", number: 3, state: "new" },
    ]);
    expect(await registry.read.tickets.children("tic_2")).toEqual([]);
  });

  test("it was updated when its newest line was written, whenever that happened", async () => {
    await add();
    await registry.commit(async ({ tickets }) => {
      await tickets.addTransition(transition({ atMs: 50_000, effectiveAtMs: 20_000 }));
      await tickets.change(ticket({ ...BARE, updatedAtMs: 1, title: "Found" }));
    });
    expect(await find()).toMatchObject({ updatedAtMs: 50_000, title: "Found" });
  });

  test("it breaks with the earliest of its targets that run, and not once none does", async () => {
    await add();
    const settle = () => registry.commit(({ tickets }) => tickets.settleBreak("tic_1"));
    const targets = [
      target({ id: "tgt_1", kind: "acknowledgement", state: "met", breachAfterMs: 5 }),
      target({ id: "tgt_2", kind: "first_response", breachAfterMs: 300 }),
      target({ id: "tgt_3", kind: "resolution", breachAfterMs: 200 }),
    ];
    await registry.commit(async ({ tickets }) => {
      for (const row of targets) await tickets.addTarget(row);
    });
    await settle();
    expect(await find()).toMatchObject({ breaksAtMs: 200 });
    await registry.commit(async ({ tickets }) => {
      for (const row of targets) await tickets.changeTarget({ ...row, state: "paused" });
    });
    await settle();
    expect(await find()).toMatchObject({ breaksAtMs: null });
  });
});
