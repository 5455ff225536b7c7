import { beforeEach, describe, expect, test } from "vitest";
import type { CallQuery, CallRow } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, customer, ticket } from "./rows.ts";

const call = (change: Partial<CallRow> = {}): CallRow => ({
  id: "cll_1",
  customerId: "cus_1",
  contactId: null,
  direction: "in",
  atMs: 1_000,
  minutes: 4,
  text: "L'écran est noir",
  actor: "Nadia",
  ticketId: null,
  ...change,
});

describe.for(ENGINES)("calls: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addCoveredOffice(unit);
    await unit.estate.addContact({ id: "ctc_1", customerId: "cus_1", name: "Camille" });
    await unit.tickets.add(ticket(), []);
    await unit.estate.addCustomer(customer({ id: "cus_2", name: "Voisin" }));
  });
  const add = (change: Partial<CallRow> = {}) =>
    registry.commit(({ calls }) => calls.addCall(call(change)));
  const list = (query: Partial<CallQuery> = {}) =>
    registry.read.calls.callList({ limit: 10, ...query });
  const ids = async (query: Partial<CallQuery> = {}) => (await list(query)).map(({ id }) => id);

  test("one comes back as it was noted, with the names that a list shows", async () => {
    await add({ contactId: "ctc_1", ticketId: "tic_1" });
    expect(await list()).toEqual([
      {
        ...call({ contactId: "ctc_1", ticketId: "tic_1" }),
        customerName: "Boulangerie Émile",
        contactName: "Camille",
        ticketNumber: 1,
      },
    ]);
  });

  test("one about nothing in particular has no names but the customer's", async () => {
    await add({ minutes: null });
    expect(await list()).toEqual([
      {
        ...call({ minutes: null }),
        customerName: "Boulangerie Émile",
        contactName: null,
        ticketNumber: null,
      },
    ]);
  });

  test("a ticket came of it once", async () => {
    await add();
    const set = (ticketId: string) =>
      registry.commit(({ calls }) => calls.setTicket("cll_1", ticketId));
    expect(await set("tic_1")).toBe(true);
    expect(await set("tic_1")).toBe(false);
    expect(await registry.commit(({ calls }) => calls.setTicket("cll_9", "tic_1"))).toBe(false);
  });

  test("who called may be forgotten; the call stays", async () => {
    await add({ contactId: "ctc_1" });
    expect(await registry.commit(({ estate }) => estate.removeContact("ctc_1", 1))).toBe(true);
    expect(await list()).toMatchObject([{ contactId: null, contactName: null }]);
  });

  describe("the list", () => {
    beforeEach(async () => {
      await add({ id: "cll_1", atMs: 1_000, ticketId: "tic_1" });
      await add({ id: "cll_2", atMs: 3_000 });
      await add({ id: "cll_3", atMs: 2_000, customerId: "cus_2" });
      await add({ id: "cll_4", atMs: 2_000 });
    });

    test.for<[query: Partial<CallQuery>, wanted: readonly string[], why: string]>([
      [{}, ["cll_2", "cll_4", "cll_3", "cll_1"], "the latest first, of one instant by id"],
      [{ limit: 2 }, ["cll_2", "cll_4"], "the first page"],
      [{ after: { atMs: 2_000, id: "cll_4" } }, ["cll_3", "cll_1"], "what comes after it"],
      [{ customerId: "cus_2" }, ["cll_3"], "another customer's stay out"],
      [{ hasTicket: true }, ["cll_1"], "those that became a ticket"],
      [{ hasTicket: false, customerId: "cus_1" }, ["cll_2", "cll_4"], "those that did not"],
      [{ ids: ["cll_1", "cll_9"] }, ["cll_1"], "those that are named"],
    ])("%j: %j, %s", async ([query, wanted]) => {
      expect(await ids(query)).toEqual(wanted);
    });
  });
});
