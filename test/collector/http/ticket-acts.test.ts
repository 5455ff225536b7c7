import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { transition } from "../../contract/registry/rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { idOf, OPENED_AT, TICKET } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

/** What people do to a ticket over the API, at 11 on the Monday on which it opened at 10. */

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
  server.clock.now = Temporal.Instant.from("2026-11-23T10:00:00Z");
});
afterEach(() => server.close());

const path = `/api/tickets/${TICKET}`;

async function act(name: string, body: object, ifMatch?: string) {
  const { status, headers, text } = await ask(server.port, {
    method: "POST",
    path: `${path}/${name}`,
    headers: {
      "content-type": "application/json",
      ...(ifMatch !== undefined && { "if-match": ifMatch }),
    },
    body: JSON.stringify({ by: "Ana", ...body }),
  });
  return { status, etag: String(headers["etag"]), document: JSON.parse(text) };
}

async function etag(): Promise<string> {
  return String((await ask(server.port, { path })).headers["etag"]);
}

const kinds = ({ transitions }: { readonly transitions: readonly { readonly kind: string }[] }) =>
  transitions.map(({ kind }) => kind).slice(1);

test("a ticket is worked on from the first call to its closing, each act on the one before", async () => {
  const ACTS = [
    ["call", {}, "acknowledged", "called"],
    ["go-on", {}, "in_progress", "went_on"],
    ["wait", { waits: "third_party", text: "spare part" }, "waiting_third_party", "waiting"],
    ["arrive", {}, "waiting_third_party", "arrived"],
    ["go-on", {}, "in_progress", "went_on"],
    ["work-around", {}, "in_progress", "worked_around"],
    ["restore", { text: "disk replaced" }, "in_progress", "restored"],
    ["resolve", {}, "resolved", "resolved"],
    ["close", {}, "closed", "closed"],
    ["reopen", {}, "in_progress", "reopened"],
    ["cancel", { text: "a duplicate" }, "cancelled", "cancelled"],
  ] as const;
  let version = await etag();
  for (const [name, body, state, line] of ACTS) {
    const done = await act(name, body, version);
    expect(done, name).toMatchObject({ status: 200, document: { state } });
    expect(done.document.transitions.at(-1), name).toMatchObject({
      kind: line,
      actor: "Ana",
      text: "text" in body ? body.text : null,
    });
    version = done.etag;
  }
});

describe("If-Match", () => {
  test.for([
    ["wait", { waits: "customer" }],
    ["go-on", {}],
    ["arrive", {}],
    ["work-around", {}],
    ["restore", {}],
    ["close", {}],
    ["cancel", {}],
    ["reopen", {}],
    ["priority", { priority: 2 }],
    ["contract", { contractVersionId: idOf("cov", 1) }],
    ["merge", { into: idOf("tic", 2) }],
    ["reply", { text: "and now you", waits: "customer" }],
  ] as const)("%s needs it, and refuses an older version", async ([name, body]) => {
    expect(await act(name, body)).toMatchObject({
      status: 428,
      document: { code: "version_required" },
    });
    const before = await etag();
    await act("comments", { text: "seen" });
    expect(await act(name, body, before)).toMatchObject({
      status: 412,
      document: { code: "version_conflict" },
    });
  });

  test.for([
    ["reply", { text: "we are on it" }, "replied"],
    ["call", {}, "called"],
    ["messages", { text: "it is urgent" }, "customer_wrote"],
  ] as const)("%s only adds, and needs none", async ([name, body, line]) => {
    const { status, document } = await act(name, body);
    expect([status, kinds(document)]).toEqual([200, [line]]);
  });
});

test("a reply that waits is saved in one act, and the customer's message ends the wait", async () => {
  const waiting = await act("reply", { text: "which printer?", waits: "customer" }, await etag());
  expect(waiting.document).toMatchObject({
    state: "waiting_customer",
    targets: [{ kind: "resolution", state: "paused", dueAt: null }],
  });
  expect(kinds(waiting.document)).toEqual(["replied", "waiting"]);
  const said = await act("messages", { by: "Camille", text: "the red one" });
  expect(said.document).toMatchObject({ state: "in_progress", targets: [{ state: "running" }] });
});

test("what is told late says when it happened", async () => {
  const { document } = await act("call", { at: "2026-11-23T10:30:00+01:00" });
  expect(document.transitions.at(-1)).toMatchObject({
    at: "2026-11-23T10:00:00.000Z",
    effectiveAt: "2026-11-23T09:30:00.000Z",
  });
});

test.for(["arrive", "work-around", "restore"])("%s may be told late", async (name) => {
  const { document } = await act(name, { at: "2026-11-23T09:30:00Z" }, await etag());
  expect(document.transitions.at(-1)?.effectiveAt).toBe("2026-11-23T09:30:00.000Z");
});

test.for([
  ["2026-11-23T10:00:00.001Z", "at: this has not happened yet"],
  ["2026-11-23T08:59:59Z", "at: the ticket was opened later than this"],
] as const)("but not %s: %s", async ([at, detail]) => {
  expect(OPENED_AT).toBe("2026-11-23T09:00:00Z");
  expect(await act("call", { at })).toMatchObject({
    status: 422,
    document: { code: "ticket_change_invalid", detail },
  });
});

test.for([
  ["priority", { priority: 5 }, "no such priority"],
  ["priority", { priority: 2, mode: "resume" }, "a mode of reopenings"],
  ["reopen", { mode: "carry_elapsed" }, "a mode of changes"],
  ["wait", { waits: "nobody" }, "nobody to wait for"],
  ["wait", {}, "it is not said for whom"],
  ["call", { at: "yesterday" }, "no instant"],
  ...["acknowledge", "go-on", "resolve", "close", "cancel"].map(
    (name) => [name, { at: "2026-11-23T09:30:00Z" }, "it is done when it is told"] as const,
  ),
  ["reply", {}, "nothing said"],
  ["merge", { into: idOf("tic", 2), force: true }, "a field that nobody knows"],
] as const)("%s with %o is malformed: %s", async ([name, body]) => {
  expect(await act(name, body, await etag())).toMatchObject({
    status: 400,
    document: { code: "request_malformed" },
  });
});

test.for([
  ["priority", { priority: 1 }, "priority: it is 1 already"],
  [
    "contract",
    { contractVersionId: idOf("cov", 9) },
    "contractVersionId: name a version that is in force today for this customer, or one that the ticket had before",
  ],
  ["merge", { into: TICKET }, "into: name another ticket of the same customer"],
  ["merge", { into: idOf("tic", 9) }, "into: name another ticket of the same customer"],
] as const)("%s with %o cannot be: %s", async ([name, body, detail]) => {
  const before = await etag();
  expect(await act(name, body, before)).toMatchObject({
    status: 422,
    document: { code: "ticket_change_invalid", detail },
  });
  expect(await etag()).toBe(before);
});

describe("what grows has an end", () => {
  async function write(count: number, kind: "replied" | "priority_changed"): Promise<void> {
    await server.registry.commit(async ({ tickets }) => {
      const { epochMilliseconds: atMs } = server.clock.now;
      for (let written = 0; written < count; written += 1) {
        await tickets.addTransition(transition({ ticketId: TICKET, kind, atMs }));
      }
    });
  }

  test("a ticket takes 4,000 lines that clocks are made from, and can then be ended", async () => {
    await write(3_998, "replied");
    expect((await act("reply", { text: "the last one" })).status).toBe(200);
    expect(await act("reply", { text: "one too many" })).toMatchObject({
      status: 409,
      document: { code: "ticket_full", parameters: { detail: "4000" } },
    });
    const resolved = await act("resolve", {}, await etag());
    expect(resolved).toMatchObject({ status: 200, document: { state: "resolved" } });
  });

  test("it takes 100 changes of priority and contract", async () => {
    await write(99, "priority_changed");
    expect((await act("priority", { priority: 2 }, await etag())).status).toBe(200);
    expect(await act("priority", { priority: 3 }, await etag())).toMatchObject({
      status: 409,
      document: { code: "ticket_full", parameters: { detail: "100" } },
    });
    expect((await act("call", {})).status).toBe(200);
  });
});
