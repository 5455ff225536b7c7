import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { CUSTOMER, idOf, TICKET } from "../../support/office.ts";
import { WISH } from "../../support/requests.ts";

/** Calls over the API, with and without a ticket. */

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const { send, add } = jsonOf(() => server);

const CALL = { by: "Ana", customerId: CUSTOMER, direction: "in", text: "No paper" };

test("are listed page by page, the latest first, by customer and with or without a ticket", async () => {
  const noted: string[] = [];
  for (const minutes of [1, 2, 3]) {
    const { status, body } = await add("/api/calls", { ...CALL, minutes });
    expect(status).toBe(201);
    noted.unshift(body.id);
  }
  await add("/api/calls", { ...CALL, direction: "out", ticketId: TICKET });
  const ids = async (query: string) => {
    const { items, nextCursor } = (await send("GET", `/api/calls?${query}`)).body;
    return { ids: items.map(({ id }: { id: string }) => id), nextCursor };
  };
  expect((await ids("ticket=with")).ids).toHaveLength(1);
  const first = await ids("ticket=without&limit=2");
  const second = await ids(`ticket=without&limit=2&cursor=${first.nextCursor}`);
  expect([...first.ids, ...second.ids]).toEqual(noted);
  expect((await ids(`customer=${idOf("cus", 9)}`)).ids).toEqual([]);
});

test("one of them becomes a ticket of whoever called", async () => {
  const contactId = idOf("ctc", 1);
  const { body: call } = await add("/api/calls", { ...CALL, contactId });
  const { customerId: _customer, channel: _channel, ...wish } = WISH;
  const opened = await add(`/api/calls/${call.id}/ticket`, wish);
  expect(opened).toMatchObject({ status: 201, body: { requester: { name: "Léa" } } });
  expect((await send("GET", "/api/calls")).body.items).toMatchObject([
    { id: call.id, text: "No paper", ticket: { number: opened.body.number } },
  ]);
  expect((await add(`/api/calls/${call.id}/ticket`, { ...wish, channel: "mail" })).status).toBe(
    400,
  );
});
