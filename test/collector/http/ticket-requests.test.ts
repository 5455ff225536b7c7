import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { ALERT, CONTRACT, idOf, TICKET } from "../../support/office.ts";
import { ABOUT, addNeighbour, THEIRS, WISH } from "../../support/requests.ts";

/** Tickets that people ask for over the API, for the office whose contract covers the till alone. */

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
  await server.registry.commit(addNeighbour);
});
afterEach(() => server.close());

const { send, add, change } = jsonOf(() => server);

const NOT_THEIRS = [
  ["customerId", { customerId: idOf("cus", 8) }, "there is no such customer"],
  ["siteId", { siteId: THEIRS.site }, "there is no such site of this customer"],
  ["machineId", { machineId: THEIRS.machine }, "there is no such machine of this customer"],
  [
    "equipmentId",
    { machineId: null, equipmentId: THEIRS.equipment },
    "there is no such piece of equipment of this customer",
  ],
  ["requesterId", { requesterId: THEIRS.contact }, "there is no such contact of this customer"],
  [
    "equipmentId",
    { equipmentId: idOf("eqp", 1) },
    "name a machine or a piece of equipment, not both",
  ],
  ["assigneeId", { assigneeId: idOf("stf", 9) }, "nobody has this id"],
  ["teamId", { teamId: idOf("tem", 9) }, "no team has this id"],
  [
    "contractId",
    { contractId: idOf("con", 9) },
    "no contract of this customer with this id is in force",
  ],
] as const;

const MALFORMED = [
  ["monitoring is no way for people", { channel: "monitoring" }],
  ["no title", { title: "  " }],
  ["no such type", { type: "question" }],
  ["a field that nobody knows", { priority: 1 }],
  ["no instant", { at: "yesterday" }],
] as const;

describe("opening a ticket", () => {
  test("answers 201 with the ticket and its version, under which it is then read", async () => {
    const requesterId = idOf("ctc", 1);
    const tags = ["till", "paper", "till"];
    const opened = await add("/api/tickets", { ...WISH, requesterId, tags: ["till", "paper"] });
    expect(opened).toMatchObject({
      status: 201,
      headers: { etag: '"v1"' },
      body: {
        number: 2,
        priority: 1,
        coverage: "covered",
        requester: { name: "Léa", email: "lea@example.fr" },
        site: { name: "Atelier" },
        tags: ["paper", "till"],
        targets: [{ kind: "resolution", state: "running" }],
      },
    });
    expect((await send("GET", `/api/tickets/${opened.body.id}`)).body).toEqual(opened.body);
    expect((await add("/api/tickets", { ...WISH, tags })).status).toBe(400);
  });

  test("about equipment, and about nothing but a question", async () => {
    const equipmentId = idOf("eqp", 1);
    const printer = await add("/api/tickets", { ...WISH, machineId: null, equipmentId });
    expect(printer.body).toMatchObject({
      coverage: "outside_perimeter",
      machine: null,
      equipment: { name: "Imprimante", kind: "other" },
      coverageReason: { code: "equipment_left_out" },
    });
    const question = await add("/api/tickets", { ...WISH, machineId: null, type: "request" });
    expect(question.body).toMatchObject({ coverage: "covered", machine: null, equipment: null });
  });

  test("of somebody else, or of nobody, is refused by the name of the field", async () => {
    for (const [field, wish, detail] of NOT_THEIRS) {
      expect(await add("/api/tickets", { ...WISH, ...wish }), field).toMatchObject({
        status: 422,
        body: { code: "ticket_invalid", detail: `${field}: ${detail}` },
      });
    }
    const { items } = (await send("GET", "/api/tickets")).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([TICKET]);
  });

  test("what has not the agreed form is refused for its form", async () => {
    for (const [because, wish] of MALFORMED) {
      expect(await add("/api/tickets", { ...WISH, ...wish }), because).toMatchObject({
        status: 400,
        body: { code: "request_malformed" },
      });
    }
  });

  test("a way that the contract refuses is said politely, in the reader's words", async () => {
    expect(await add("/api/tickets", { ...WISH, channel: "chat" })).toMatchObject({
      status: 422,
      body: {
        code: "channel_refused",
        title:
          "The contract does not take requests this way: channel: the contract does not allow chat; allowed: phone, mail, portal.",
      },
    });
    const despite = { ...WISH, channel: "chat", despiteChannel: true };
    expect((await add("/api/tickets", despite)).status).toBe(201);
  });
});

describe("the preview", () => {
  test("says what it would be worth, and opens nothing", async () => {
    expect(await add("/api/tickets/preview", ABOUT)).toMatchObject({
      status: 200,
      body: {
        coverage: "covered",
        reason: { code: "machine_covered", consequence: "clocks" },
        contract: { id: CONTRACT, name: "Maintenance de la caisse" },
        priority: 1,
        queuePosition: null,
        channelRefusal: null,
        cost: null,
      },
    });
    expect((await send("GET", "/api/tickets")).body.items).toHaveLength(1);
  });

  test("refuses what an opening refuses", async () => {
    expect(
      await add("/api/tickets/preview", { ...ABOUT, machineId: THEIRS.machine }),
    ).toMatchObject({ status: 422, body: { code: "ticket_invalid" } });
  });
});

describe("correcting", () => {
  const path = `/api/tickets/${TICKET}`;
  const lines = async () =>
    (await send("GET", path)).body.transitions
      .filter(({ kind }: { kind: string }) => kind === "changed")
      .map(({ parameters }: { parameters: object }) => parameters);

  test("the title, who asked, and the tags: a line for each that differs", async () => {
    const requesterId = idOf("ctc", 1);
    const said = { by: "Ana", title: "Disk full", requesterId, tags: ["till"] };
    const first = await change(path, said);
    expect(first).toMatchObject({
      status: 200,
      body: { title: "Disk full", requester: { name: "Léa" }, tags: ["till"] },
    });
    const etag = String(first.headers["etag"]);
    expect(await change(path, { ...said, tags: [], requesterId: null }, etag)).toMatchObject({
      body: { title: "Disk full", requester: null, tags: [] },
    });
    expect(await lines()).toEqual([
      { field: "title", to: "Disk full" },
      { field: "requester", to: "Léa" },
      { field: "tags", to: "till" },
      { field: "requester", from: "Léa" },
      { field: "tags", from: "till" },
    ]);
  });

  test("what stays as it is writes nothing and keeps the version", async () => {
    const { headers } = await change(path, { by: "Ana", tags: [] });
    expect(headers["etag"]).toBe('"v1"');
    expect(await lines()).toEqual([]);
  });

  test("needs the version that was read", async () => {
    expect((await send("PATCH", path, { body: { by: "Ana", title: "x" } })).status).toBe(428);
    expect((await change(path, { by: "Ana", title: "x" }, '"v7"')).status).toBe(412);
  });

  test("a contact of somebody else, nothing at all, and a ticket that is over", async () => {
    expect(await change(path, { by: "Ana", requesterId: THEIRS.contact })).toMatchObject({
      status: 422,
      body: { detail: "requesterId: there is no such contact of this customer" },
    });
    expect((await change(path, { by: "Ana" })).status).toBe(400);
    const cancelled = await send("POST", `${path}/cancel`, {
      body: { by: "Ana" },
      ifMatch: '"v1"',
    });
    const etag = String(cancelled.headers["etag"]);
    expect(await change(path, { by: "Ana", title: "x" }, etag)).toMatchObject({
      status: 409,
      body: { code: "ticket_state" },
    });
  });
});

test("the terms: type and weight, each with the version that was read", async () => {
  const path = `/api/tickets/${TICKET}`;
  const typed = await send("POST", `${path}/type`, {
    body: { by: "Ana", type: "evolutive" },
    ifMatch: '"v1"',
  });
  expect(typed).toMatchObject({
    status: 200,
    body: { type: "evolutive", coverage: "type_not_included", targets: [{ state: "cancelled" }] },
  });
  const weighed = await send("POST", `${path}/weight`, {
    body: { by: "Ana", impact: "low", urgency: "low" },
    ifMatch: String(typed.headers["etag"]),
  });
  expect(weighed.body).toMatchObject({ impact: "low", urgency: "low", priority: 4 });
  const without = [
    await add(`${path}/type`, { by: "Ana", type: "incident" }),
    await add(`${path}/weight`, { by: "Ana", impact: "high", urgency: "low" }),
  ];
  expect(without.map(({ status }) => status)).toEqual([428, 428]);
});

describe("interventions", () => {
  test("a covered machine needs none, and its ticket costs nothing more", async () => {
    expect(await add(`/api/alerts/${ALERT}/propose`, { by: "Ana" })).toMatchObject({
      status: 409,
      body: { code: "ticket_duplicate" },
    });
    expect(await send("GET", `/api/tickets/${TICKET}/intervention`)).toMatchObject({
      status: 200,
      body: null,
    });
  });

  test("of nothing that is there", async () => {
    expect((await add(`/api/alerts/${idOf("alr", 9)}/propose`, { by: "Ana" })).status).toBe(404);
    expect((await send("GET", `/api/tickets/${idOf("tic", 9)}/intervention`)).status).toBe(404);
  });
});
