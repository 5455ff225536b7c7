import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Unit } from "../../../collector/registry/registry.ts";
import { ticket } from "../../contract/registry/rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { addOffice, CUSTOMER, idOf, MACHINE, OPENED_MS } from "../../support/office.ts";

/** Beside the office's ticket 1: requests of people, numbers 2 to 13, each with its own deadline. */

let server: ApiServer;
const { send } = jsonOf(() => server);
beforeAll(async () => {
  server = await startApiServer({ seed: addRequests });
});
afterAll(() => server.close());

const BY_HAND = {
  customerId: CUSTOMER,
  machineId: null,
  ruleId: null,
  alertId: null,
  contractVersionId: null,
  severity: null,
  object: "",
  channel: "phone",
  type: "request",
} as const;

async function addRequests(unit: Unit): Promise<void> {
  await addOffice(unit);
  for (let n = 2; n <= 13; n += 1) {
    await unit.tickets.add(
      ticket({
        ...BY_HAND,
        id: idOf("tic", n),
        number: await unit.tickets.nextNumber(),
        title: `Demande de matériel ${n}`,
        priority: (n % 4) + 1,
        state: n % 3 === 0 ? "closed" : "new",
        updatedAtMs: OPENED_MS + (n % 5),
        breaksAtMs: n % 2 === 0 ? OPENED_MS + (n % 6) * 1_000 : null,
        ...(n === 4 && { machineId: MACHINE, queuedAtMs: OPENED_MS }),
      }),
      [],
    );
  }
  await unit.conversation.setTags(idOf("tic", 5), ["été"]);
  await unit.search.indexStale(100);
}

const numbersOf = (items: readonly { readonly number: number }[]) => items.map((row) => row.number);
const list = async (query: string) =>
  numbersOf((await send("GET", `/api/tickets?${query}`)).body.items);

describe("the list of tickets", () => {
  test.for([
    ["", [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], "all, the newest first"],
    ["state=closed", [12, 9, 6, 3], "a state"],
    ["state=closed&priority=1", [12], "two filters"],
    ["priority=1&priority=2&state=open", [13, 8, 5, 4, 1], "several of a filter"],
    ["state=open&state=closed&type=incident", [1], "a type"],
    [`machine=${MACHINE}`, [4, 1], "a machine"],
    ["rule=none", [], "an id that nothing has"],
    ["assignee=none&state=closed", [12, 9, 6, 3], "nobody's"],
    ["parent=none&channel=phone&priority=3", [10, 6, 2], "part of nothing"],
    ["tag=%C3%A9t%C3%A9", [5], "a tag"],
    ["queued=true", [4], "what waits for a slot"],
    ["coverage=no_contract", [], "a coverage"],
    ["q=mat%C3%A9riel+13", [13], "words"],
    ["q=MATERIEL&state=closed", [12, 9, 6, 3], "words, and a state"],
    ["q=%237", [7], "a number"],
    ["q=%22%22%22", [], "signs"],
    ["sort=number&order=asc&state=closed", [3, 6, 9, 12], "the other way round"],
    ["sort=priority&state=closed", [12, 9, 6, 3], "the most urgent first"],
    ["sort=updated&state=closed", [9, 3, 12, 6], "what changed last first"],
    ["sort=breaks&state=open&type=request", [8, 2, 4, 10, 5, 13, 7, 11], "what breaks next first"],
  ] as const)("?%s is %j: %s", async ([query, wanted]) => {
    expect(await list(query)).toEqual(wanted);
    const counted = new URLSearchParams(query);
    counted.delete("sort");
    counted.delete("order");
    const { body } = await send("GET", `/api/tickets/count?${counted.toString()}`);
    expect(body).toEqual({ count: wanted.length, isMore: false });
  });

  test.for(["sort=breaks", "sort=breaks&order=desc", "sort=updated", "sort=priority&q=materiel"])(
    "pages of ?%s are the whole of it",
    async (query) => {
      const whole = await list(query);
      const paged: number[] = [];
      for (let cursor = ""; ; ) {
        const path = `/api/tickets?${query}&limit=3${cursor}`;
        const { status, body } = await send("GET", path);
        expect(status).toBe(200);
        paged.push(...numbersOf(body.items));
        if (body.nextCursor === null) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
      expect(paged).toEqual(whole);
    },
  );

  test("a cursor of another order or filter is refused", async () => {
    const { body } = await send("GET", "/api/tickets?sort=breaks&limit=2");
    for (const query of ["sort=updated", "sort=breaks&order=desc", "sort=breaks&state=open"]) {
      const refused = await send("GET", `/api/tickets?${query}&cursor=${body.nextCursor}`);
      expect(refused.body, query).toMatchObject({ code: "cursor_invalid" });
    }
  });

  test.for([
    ["state=lost", "no state"],
    ["priority=5", "no priority"],
    ["priority=", "nothing"],
    ["sort=colour", "no order"],
    ["order=up", "no direction"],
    ["queued=maybe", "neither"],
    [`q=${"x".repeat(201)}`, "a search without end"],
    [Array.from({ length: 17 }, () => "tag=a").join("&"), "too many values"],
    ["stat=open", "a misspelt filter"],
  ] as const)("?%s is refused: %s", async ([query]) => {
    expect((await send("GET", `/api/tickets?${query}`)).body).toMatchObject({
      code: "request_malformed",
    });
  });

  test("the page says of each what the list was ordered by", async () => {
    const { body } = await send("GET", "/api/tickets?sort=breaks&limit=1&state=open&type=request");
    expect(body.items[0]).toMatchObject({
      number: 8,
      title: "Demande de matériel 8",
      breaksAt: "2026-11-23T09:00:02.000Z",
      machine: null,
      rule: null,
    });
  });
});
