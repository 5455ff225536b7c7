import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCursors } from "../../../collector/http/cursors.ts";
import type { Unit } from "../../../collector/registry/registry.ts";
import { alert, deadLetter, machine, ticket } from "../../contract/registry/rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { addOffice, CUSTOMER, idOf, MACHINE, OPENED_MS, RULE } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

const MANY = 45;

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer({ seed: addMany });
});
afterAll(() => server.close());

/** The office with so much of everything that it fills several pages, in no good order. */
async function addMany(unit: Unit): Promise<void> {
  await addOffice(unit);
  const { estate, alerts, tickets, deliveries } = unit;
  for (let n = 10; n < 10 + MANY; n += 1) {
    const name = `Poste ${(n * 7) % MANY}`;
    const id = idOf("mac", n);
    await estate.addMachine(machine({ id, customerId: CUSTOMER, siteId: null, name }));
    const key = { customerId: CUSTOMER, machineId: id, ruleId: RULE };
    const state = n % 2 === 0 ? "firing" : "quiet";
    const sinceMs = OPENED_MS + Math.floor(n / 3);
    const alertId = idOf("alr", n);
    await alerts.save(alert({ ...key, id: alertId, state, sinceMs }));
    const number = await tickets.nextNumber();
    const row = { ...key, id: idOf("tic", n), number, alertId, contractVersionId: idOf("cov", 1) };
    await tickets.add(ticket({ ...row, state: n % 3 === 0 ? "resolved" : "new" }), []);
    await deliveries.addDeadLetter(deadLetter({ id: idOf("dlt", n), agentId: null }));
  }
}

type Row = { readonly id: string; readonly [name: string]: unknown };
type PageOf = { readonly items: Row[]; readonly nextCursor: string | null };

async function page(path: string): Promise<PageOf> {
  const { status, text } = await ask(server.port, { path });
  if (status !== 200) throw new Error(text);
  return JSON.parse(text);
}

async function allPages(path: string, limit: number): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = "";
  do {
    const { items, nextCursor } = await page(`${path}&limit=${limit}${cursor}`);
    expect(items.length).toBeLessThanOrEqual(limit);
    rows.push(...items);
    cursor = nextCursor === null ? "" : `&cursor=${nextCursor}`;
  } while (cursor !== "");
  return rows;
}

describe("pages", () => {
  test.for([
    ["/api/machines?sort=name", MANY + 3, "by name, of which some are equal"],
    ["/api/machines?sort=name&order=desc", MANY + 3, "the other way round"],
    ["/api/machines?sort=customer", MANY + 3, "all of one customer: only the id tells them apart"],
    ["/api/machines?sort=lastReport&order=desc", MANY + 3, "most have never reported"],
    ["/api/machines?sort=presence", MANY + 3, "most are awaited"],
    ["/api/machines?sort=openTickets&order=desc", MANY + 3, "most have one"],
    ["/api/machines?search=poste", MANY, "searched"],
    ["/api/alerts?state=firing", 24, "of one state"],
    ["/api/alerts?state=firing&state=quiet", MANY + 1, "of two states"],
    ["/api/tickets?state=open", 31, "of all open states"],
    ["/api/tickets?state=resolved", 15, "of one state"],
    ["/api/dead-letters?", MANY + 2, "of dead letters"],
  ] as const)("%s has %i rows, each on one page: %s", async ([path, count]) => {
    const whole = await page(`${path}&limit=200`);
    expect(whole.items).toHaveLength(count);
    expect(whole.nextCursor).toBeNull();
    expect(new Set(whole.items.map(({ id }) => id)).size).toBe(count);
    for (const limit of [7, 15]) {
      const paged = await allPages(path, limit);
      expect(paged.map(({ id }) => id)).toEqual(whole.items.map(({ id }) => id));
    }
  });

  test("a page that ends the list has no next, even when it is full", async () => {
    expect(await page(`/api/tickets?machine=${MACHINE}&limit=1`)).toMatchObject({
      items: [{ number: 1 }],
      nextCursor: null,
    });
  });

  test("what is newest comes first", async () => {
    const tickets = await allPages("/api/tickets?", 20);
    const numbers = tickets.map(({ number }) => Number(number));
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    const letters = await allPages("/api/dead-letters?", 20);
    const ids = letters.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().toReversed());
  });
});

describe("cursors", () => {
  test.for([
    ["/api/machines?sort=name&order=desc", "the other order"],
    ["/api/machines?sort=customer", "another sort"],
    ["/api/machines?sort=name&search=caisse", "another search"],
    ["/api/tickets?", "another list"],
  ] as const)("one of another list is refused at %s: %s", async ([path]) => {
    const { nextCursor } = await page("/api/machines?sort=name&limit=1");
    const { text } = await ask(server.port, { path: `${path}&cursor=${nextCursor}` });
    expect(JSON.parse(text)).toMatchObject({ code: "cursor_invalid", status: 400 });
  });

  test("one opens what it was sealed with", () => {
    const { seal, open } = createCursors();
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), fc.nat()), fc.string(), (list, key, id) => {
        expect(open(list, seal(list, { key, id }))).toEqual({ key, id });
      }),
    );
  });

  test("one in which anything was changed is refused", () => {
    const { seal, open } = createCursors();
    const cursor = seal("machines", { key: "Caisse", id: MACHINE });
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.base64String({ minLength: 4 }), (at, [letter]) => {
        const changed = cursor.slice(0, at) + letter + cursor.slice(at + 1);
        fc.pre(changed !== cursor);
        expect(() => open("machines", changed)).toThrow("cursor is not one that was given");
      }),
    );
  });

  test.for([
    ["", "nothing"],
    ["=", "no letter of it"],
    ["AAAAAAAAAAAAAAAA", "a seal of nothing"],
  ] as const)("%j is refused: %s", ([cursor]) => {
    expect(() => createCursors().open("machines", cursor)).toThrow("cursor is not one");
  });

  test("one of another run is refused", () => {
    const cursor = createCursors().seal("machines", { key: "Caisse", id: MACHINE });
    expect(() => createCursors().open("machines", cursor)).toThrow("cursor is not one");
  });
});
