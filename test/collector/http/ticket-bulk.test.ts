import { BULK_TICKETS_MAX } from "@vigie/shared/bulk.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { customer, ticket } from "../../contract/registry/rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { addOffice, CUSTOMER, idOf } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

/** Tickets 2 to 5, which people asked for; 4 is closed, 5 is another customer's. */

let server: ApiServer;
const { send } = jsonOf(() => server);
beforeEach(async () => {
  server = await startApiServer({
    async seed(unit) {
      await addOffice(unit);
      await unit.estate.addCustomer(customer({ id: "cus_other", name: "Autre" }));
      for (let n = 2; n <= 5; n += 1) {
        await unit.tickets.add(
          ticket({
            id: idOf("tic", n),
            number: await unit.tickets.nextNumber(),
            customerId: n === 5 ? "cus_other" : CUSTOMER,
            machineId: null,
            ruleId: null,
            alertId: null,
            contractVersionId: null,
            state: n === 4 ? "closed" : "new",
          }),
          [],
        );
      }
      await unit.staff.addStaff({
        id: idOf("stf", 71),
        name: "Ana Roy",
        email: null,
        phone: null,
        language: "fr",
        role: "technician",
        timeZone: "Europe/Paris",
        active: true,
        version: 1,
      });
    },
  });
});
afterEach(() => server.close());

type Named = { readonly id: string; readonly version: number };
const named = (...numbers: number[]): Named[] =>
  numbers.map((n) => ({ id: idOf("tic", n), version: 1 }));
const bulk = (act: object, tickets: readonly Named[]) =>
  send("POST", "/api/tickets/bulk", { body: { by: "Ana", tickets, act } });
const ticketOf = async (n: number) => (await send("GET", `/api/tickets/${idOf("tic", n)}`)).body;

test("each ticket is done by itself: what one refuses keeps no other from it", async () => {
  const { status, body } = await bulk({ kind: "acknowledge" }, [
    ...named(2, 4),
    { id: idOf("tic", 3), version: 9 },
    { id: idOf("tic", 99), version: 1 },
    ...named(1),
  ]);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    doneCount: 2,
    outcomes: [
      { id: idOf("tic", 2), done: true, version: 2 },
      { id: idOf("tic", 4), done: false, code: "ticket_state", detail: "closed" },
      { id: idOf("tic", 3), done: false, code: "version_conflict" },
      { id: idOf("tic", 99), done: false, code: "not_found" },
      { id: idOf("tic", 1), done: true },
    ],
  });
  expect(await ticketOf(2)).toMatchObject({ state: "acknowledged", version: 2 });
  expect(await ticketOf(3)).toMatchObject({ state: "new", version: 1 });
});

test.for<[act: object, wanted: object, why: string]>([
  [{ kind: "acknowledge", text: "vu" }, { state: "acknowledged" }, "taken"],
  [{ kind: "resolve", text: "fait" }, { state: "resolved" }, "resolved"],
  [{ kind: "cancel" }, { state: "cancelled" }, "cancelled"],
  [
    { kind: "assign", assigneeId: idOf("stf", 71) },
    { assignee: { name: "Ana Roy" } },
    "given to one",
  ],
  [{ kind: "add_tags", tags: ["b", "a"] }, { tags: ["a", "b"] }, "tagged"],
  [{ kind: "macro", macroId: idOf("mcr", 1) }, { state: "resolved" }, "a macro"],
])("%j leaves %j: %s", async ([act, wanted]) => {
  const { body } = await bulk(act, named(2, 3));
  expect(body.doneCount).toBe(2);
  for (const [place, n] of [2, 3].entries()) {
    const after = await ticketOf(n);
    expect(after).toMatchObject(wanted);
    expect(body.outcomes[place].version).toBe(after.version);
    expect(after.transitions.at(-1)).toMatchObject({ actor: "Ana" });
  }
});

test("tickets are closed once they are resolved", async () => {
  expect((await bulk({ kind: "close" }, named(2))).body.outcomes[0]).toMatchObject({
    done: false,
    code: "ticket_state",
  });
  await bulk({ kind: "resolve" }, named(2));
  const { body } = await bulk({ kind: "close" }, [{ id: idOf("tic", 2), version: 2 }]);
  expect(body.doneCount).toBe(1);
  expect(await ticketOf(2)).toMatchObject({ state: "closed" });
});

test("tickets are merged into one of them, which stays", async () => {
  const into = idOf("tic", 2);
  const { body } = await bulk({ kind: "merge", into, text: "un seul" }, named(2, 3, 5, 1));
  expect(body).toMatchObject({
    doneCount: 3,
    outcomes: [
      { done: true, version: 1 },
      { done: true },
      { done: false, code: "ticket_change_invalid" },
      { done: true },
    ],
  });
  expect(await ticketOf(3)).toMatchObject({ state: "merged", mergedInto: into });
  const whole = await ticketOf(2);
  expect(whole).toMatchObject({ state: "new" });
  expect(whole.transitions.map(({ kind }: { kind: string }) => kind)).toEqual([
    "took_in",
    "took_in",
  ]);
});

test("what a ticket has already is no refusal, and writes nothing", async () => {
  const act = { kind: "add_tags", tags: ["a"] };
  const first = (await bulk(act, named(2))).body.outcomes[0];
  const again = (await bulk(act, [{ id: idOf("tic", 2), version: first.version }])).body;
  expect(again.outcomes[0]).toEqual(first);
  const theirs = { kind: "assign", teamId: null };
  expect((await bulk(theirs, named(3))).body.outcomes[0]).toMatchObject({ done: true, version: 1 });
});

test("more tags than a ticket takes are refused, and leave it as it is", async () => {
  const tags = Array.from({ length: 32 }, (_, place) => `t${place}`);
  const first = (await bulk({ kind: "add_tags", tags }, named(2))).body.outcomes[0];
  const one = [{ id: idOf("tic", 2), version: first.version }];
  expect((await bulk({ kind: "add_tags", tags: ["more"] }, one)).body.outcomes[0]).toMatchObject({
    code: "ticket_change_invalid",
    detail: "tags: the ticket has 32 already, and may have 32",
  });
  expect((await ticketOf(2)).tags).toHaveLength(32);
});

test("a refusal is said in the reader's language", async () => {
  const answer = await ask(server.port, {
    method: "POST",
    path: "/api/tickets/bulk",
    headers: { "content-type": "application/json", "accept-language": "fr" },
    body: JSON.stringify({ by: "Ana", tickets: named(4), act: { kind: "acknowledge" } }),
  });
  expect(JSON.parse(answer.text).outcomes[0].title).toMatch(/clos|ferm/);
});

test.for([
  [{ kind: "delete" }, 1, "an act that is none"],
  [{ kind: "assign" }, 1, "given to nobody named"],
  [{ kind: "add_tags", tags: [] }, 1, "no tag"],
  [{ kind: "acknowledge" }, 0, "no ticket"],
  [{ kind: "acknowledge" }, BULK_TICKETS_MAX + 1, "too many tickets"],
] as const)("%j on %i tickets is refused: %s", async ([act, count]) => {
  const tickets = Array.from({ length: count }, (_, n) => ({ id: idOf("tic", n), version: 1 }));
  expect((await bulk(act, tickets)).body).toMatchObject({ code: "request_malformed" });
});
