import { TICKET_STATES } from "@vigie/shared/ticket.ts";
import { describe, expect, test } from "vitest";
import { isOpen } from "../../../collector/domain/ticket.ts";
import type { TicketRow } from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, customer, ticket } from "./rows.ts";

const ASKED = {
  machineId: null,
  ruleId: null,
  alertId: null,
  object: "",
  channel: "phone",
  slotKey: "con_1",
} as const satisfies Partial<TicketRow>;

describe.for(ENGINES)("slots and queues of requests: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addCoveredOffice(unit);
    await unit.estate.addCustomer(customer({ id: "cus_2", name: "Other" }));
  });

  const add = (number: number, change: Partial<TicketRow> = {}) =>
    registry.commit(({ tickets }) =>
      tickets.add(ticket({ ...ASKED, id: `tic_${number}`, number, ...change }), []),
    );
  const slots = () => registry.read.tickets;

  test("what is open and does not wait holds one, and nothing else does", async () => {
    for (const [place, state] of TICKET_STATES.entries()) {
      await add(place, { id: `tic_${place}`, slotKey: state, state });
      await add(100 + place, { id: `tic_${100 + place}`, slotKey: state, state, queuedAtMs: 5 });
    }
    for (const state of TICKET_STATES) {
      expect(await slots().slotsTaken(state, 10), state).toBe(isOpen({ state }) ? 1 : 0);
    }
    await add(200, { slotKey: null });
    expect(await slots().slotsTaken("con_1", 10)).toBe(0);
  });

  test("they are counted no further than asked", async () => {
    for (const number of [1, 2, 3]) await add(number);
    expect([await slots().slotsTaken("con_1", 2), await slots().slotsTaken("con_1", 9)]).toEqual([
      2, 3,
    ]);
  });

  test("the first to come is the first in line; of two at once the lower number", async () => {
    const laterMs = 4_000_000_000_001;
    await add(9, { queuedAtMs: 4_000_000_000_000 });
    await add(3, { queuedAtMs: laterMs });
    await add(2, { queuedAtMs: laterMs });
    await add(1, { queuedAtMs: 1, slotKey: "con_2" });
    expect(await slots().nextQueued("con_1")).toMatchObject({ number: 9 });
    expect(await slots().queueAhead({ slotKey: "con_1" })).toBe(3);
    const places = [9, 2, 3].map((number) =>
      slots().queueAhead({
        slotKey: "con_1",
        before: { queuedAtMs: number === 9 ? 4_000_000_000_000 : laterMs, number },
      }),
    );
    expect(await Promise.all(places)).toEqual([0, 1, 2]);
    expect(await slots().nextQueued("con_3")).toBeUndefined();
  });

  test("the queues of a customer are those in which somebody waits, each once", async () => {
    await add(1, { queuedAtMs: 1, slotKey: "con_2" });
    await add(2, { queuedAtMs: 2, slotKey: "con_2" });
    await add(3, { queuedAtMs: 2, slotKey: "con_1 sit_1" });
    await add(4, { queuedAtMs: 2, customerId: "cus_2", slotKey: "cus_2" });
    await add(5);
    expect(await slots().queuesOf("cus_1")).toEqual(["con_1 sit_1", "con_2"]);
    expect(await slots().queuesOf("cus_2")).toEqual(["cus_2"]);
    expect(await slots().customersQueued()).toEqual(["cus_1", "cus_2"]);
  });
});
