import { type SortOrder, TICKET_SORTS, type TicketSort } from "@vigie/shared/ticket-query.ts";
import { describe, expect, test } from "vitest";
import type {
  TicketListRow,
  TicketNarrowing,
  TicketPlace,
  TicketRow,
  Unit,
} from "../../../collector/registry/registry.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, customer, equipment, ticket } from "./rows.ts";

/** Tickets that differ in everything that narrows a list; the object keeps their keys apart. */
const TICKETS: readonly Partial<TicketRow>[] = [
  { state: "new", priority: 2, updatedAtMs: 500, breaksAtMs: 9_000 },
  { state: "acknowledged", priority: 1, updatedAtMs: 400, breaksAtMs: 9_000, assigneeId: "stf_1" },
  { state: "closed", priority: 1, updatedAtMs: 400, breaksAtMs: null, teamId: "tem_1" },
  { state: "in_progress", priority: 4, updatedAtMs: 300, breaksAtMs: 1_000, siteId: "sit_1" },
  { state: "waiting_customer", priority: 2, updatedAtMs: 900, breaksAtMs: null },
  { state: "resolved", priority: 3, updatedAtMs: 100, breaksAtMs: null, type: "request" },
  { ...byHand(), state: "new", priority: 2, updatedAtMs: 800, breaksAtMs: 9_000 },
  {
    ...byHand(),
    state: "new",
    priority: 2,
    updatedAtMs: 500,
    breaksAtMs: 9_000,
    parentId: "tic_4",
  },
];

function byHand() {
  return {
    machineId: null,
    ruleId: null,
    alertId: null,
    equipmentId: "eqp_1",
    requesterId: "ctc_1",
    channel: "phone",
    coverage: "outside_perimeter",
    contractVersionId: null,
    title: "Bourrage",
    queuedAtMs: 700,
  } satisfies Partial<TicketRow>;
}

async function addTickets(unit: Unit): Promise<void> {
  await addCoveredOffice(unit);
  await unit.estate.saveEquipment([equipment()]);
  await unit.estate.addContact({
    id: "ctc_1",
    customerId: "cus_1",
    name: "Léa",
    email: "lea@example.fr",
  });
  await unit.staff.addStaff({
    id: "stf_1",
    name: "Ana",
    email: null,
    phone: null,
    language: "fr",
    role: "technician",
    timeZone: "Europe/Paris",
    active: true,
    version: 1,
  });
  await unit.staff.addTeam({ id: "tem_1", name: "Réseau", version: 1 });
  for (const [place, change] of TICKETS.entries()) {
    const number = place + 1;
    await unit.tickets.add(
      ticket({ id: `tic_${number}`, number, object: `/${number}`, ...change }),
      [],
    );
  }
  await unit.conversation.setTags("tic_1", ["vip", "réseau"]);
  await unit.conversation.setTags("tic_3", ["vip"]);
}

function placeOf(row: TicketListRow): TicketPlace {
  const { number, priority, updatedAtMs, breaksAtMs } = row;
  return { number, priority, updatedAtMs, breaksAtMs };
}

describe.for(ENGINES)("the list of tickets: %s", ([, engine]) => {
  const registry = useRegistry(engine, addTickets);
  const numbers = (rows: readonly { readonly number: number }[]) => rows.map((row) => row.number);

  test.for<[sort: TicketSort, order: SortOrder, wanted: readonly number[], why: string]>([
    ["number", "desc", [8, 7, 6, 5, 4, 3, 2, 1], "the newest first"],
    ["number", "asc", [1, 2, 3, 4, 5, 6, 7, 8], "the oldest first"],
    ["updated", "desc", [5, 7, 8, 1, 3, 2, 4, 6], "of two at one instant, the newer first"],
    ["updated", "asc", [6, 4, 2, 3, 1, 8, 7, 5], "the very reverse"],
    ["priority", "asc", [2, 3, 1, 5, 7, 8, 6, 4], "the most urgent, then the oldest"],
    ["priority", "desc", [4, 6, 8, 7, 5, 1, 3, 2], "the very reverse"],
    ["breaks", "asc", [4, 2, 1, 7, 8, 3, 5, 6], "what promises nothing comes last, by priority"],
    ["breaks", "desc", [6, 5, 3, 8, 7, 1, 2, 4], "the very reverse"],
  ])("by %s %s: %j, %s", async ([sort, order, wanted]) => {
    const list = await registry.read.tickets.list({ sort, order, limit: 20 });
    expect(numbers(list)).toEqual(wanted);
  });

  test.for(
    TICKET_SORTS.flatMap((sort) =>
      (["asc", "desc"] as const).flatMap((order) =>
        [1, 3].map((limit) => [sort, order, limit] as const),
      ),
    ),
  )("pages by %s %s, %i at a time, are the whole list", async ([sort, order, limit]) => {
    const { tickets } = registry.read;
    const whole = await tickets.list({ sort, order, limit: 20 });
    const paged: TicketListRow[] = [];
    for (let last: TicketListRow | undefined; paged.length <= whole.length; ) {
      const after = last === undefined ? {} : { after: placeOf(last) };
      const page = await tickets.list({ sort, order, limit, ...after });
      if (page.length === 0) break;
      paged.push(...page);
      last = page.at(-1);
    }
    expect(paged).toEqual(whole);
  });

  test("what comes or goes elsewhere shifts no page", async () => {
    const { tickets } = registry.read;
    const [first] = await tickets.list({ sort: "breaks", order: "asc", limit: 1 });
    await registry.commit((unit) =>
      unit.tickets.add(ticket({ id: "tic_9", number: 9, object: "/9", breaksAtMs: 1 }), []),
    );
    const after = first && placeOf(first);
    const next = await tickets.list({
      sort: "breaks",
      order: "asc",
      limit: 2,
      ...(after !== undefined && { after }),
    });
    expect(numbers(next)).toEqual([2, 1]);
  });

  test.for<[narrowing: TicketNarrowing, wanted: readonly number[], why: string]>([
    [{}, [8, 7, 6, 5, 4, 3, 2, 1], "nothing"],
    [{ states: ["closed", "resolved"] }, [6, 3], "states"],
    [
      { states: ["new", "acknowledged", "in_progress", "waiting_customer", "waiting_third_party"] },
      [8, 7, 5, 4, 2, 1],
      "all that is open",
    ],
    [{ types: ["request", "evolutive"] }, [6], "types"],
    [{ priorities: [1, 4] }, [4, 3, 2], "priorities"],
    [{ priorities: [] }, [], "no priority"],
    [{ coverages: ["outside_perimeter"] }, [8, 7], "coverage"],
    [{ channels: ["phone", "mail"] }, [8, 7], "channels"],
    [{ tags: ["vip"] }, [3, 1], "a tag"],
    [{ tags: ["vip", "réseau"] }, [3, 1], "any of several tags, each ticket once"],
    [{ customerId: "cus_2" }, [], "a customer without tickets"],
    [{ siteId: "sit_1" }, [4], "a site"],
    [{ machineId: "mac_1", states: ["closed"] }, [3], "a machine, and a state of it"],
    [{ equipmentId: "eqp_1" }, [8, 7], "a piece of equipment"],
    [{ requesterId: "ctc_1" }, [8, 7], "who asked"],
    [{ ruleId: "rul_1", priorities: [2] }, [5, 1], "a rule"],
    [{ assigneeId: "stf_1" }, [2], "whose it is"],
    [{ assigneeId: null, states: ["new"] }, [8, 7, 1], "nobody's"],
    [{ teamId: "tem_1" }, [3], "a team"],
    [{ teamId: null, priorities: [1] }, [2], "of no team"],
    [{ parentId: "tic_4" }, [8], "parts of an outage"],
    [{ parentId: null, channels: ["phone"] }, [7], "part of nothing"],
    [{ queued: true }, [8, 7], "what waits for a slot"],
    [{ queued: false, priorities: [2] }, [5, 1], "what does not"],
  ])("narrowed by %j: %j (%s)", async ([narrowing, wanted]) => {
    const { tickets } = registry.read;
    expect(numbers(await tickets.list({ ...narrowing, limit: 20 }))).toEqual(wanted);
    const byBreak = await tickets.list({ ...narrowing, sort: "breaks", limit: 20 });
    expect(new Set(numbers(byBreak))).toEqual(new Set(wanted));
    expect(await tickets.count({ ...narrowing, max: 20 })).toBe(wanted.length);
  });

  test("counting stops where it is told to", async () => {
    expect(await registry.read.tickets.count({ max: 3 })).toBe(3);
  });

  test("a row says whose it is and what it is about, by name", async () => {
    const [made] = await registry.read.tickets.list({ ids: ["tic_8"], limit: 1 });
    expect(made).toMatchObject({
      machineName: null,
      ruleKey: null,
      equipmentName: "Imprimante",
      equipmentKind: "printer",
      requesterName: "Léa",
      requesterEmail: "lea@example.fr",
      contractName: null,
      parentNumber: 4,
      tags: [],
    });
    const [own] = await registry.read.tickets.list({ ids: ["tic_2"], limit: 1 });
    expect(own).toMatchObject({ assigneeName: "Ana", machineName: "Caisse" });
    const [tagged] = await registry.read.tickets.list({ ids: ["tic_1"], limit: 1 });
    expect(tagged?.tags).toEqual(["réseau", "vip"]);
  });

  test("another customer's tickets stay out of a customer's list", async () => {
    await registry.commit(async (unit) => {
      await unit.estate.addCustomer(customer({ id: "cus_2", name: "Autre" }));
      const own = { id: "tic_20", number: 20, customerId: "cus_2" };
      await unit.tickets.add(
        ticket({ ...byHand(), equipmentId: null, requesterId: null, ...own }),
        [],
      );
    });
    const { tickets } = registry.read;
    expect(numbers(await tickets.list({ customerId: "cus_2", limit: 20 }))).toEqual([20]);
    expect(await tickets.count({ customerId: "cus_1", max: 20 })).toBe(TICKETS.length);
  });
});
