import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notice } from "../../contract/registry/notice-rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { CUSTOMER, idOf, TICKET } from "../../support/office.ts";
import { type Program, startProgram } from "../../support/program.ts";
import { ask } from "../../support/raw-http.ts";

/** Notices, who is told what, and webhooks, as the API has them. */

let server: ApiServer;
let program: Program;
beforeAll(async () => {
  server = await startApiServer();
  program = await startProgram((response, place) => {
    response.writeHead(place === 1 ? 204 : 500).end();
  });
});
afterAll(async () => {
  await program.close();
  await server.close();
});

type Sent = { readonly body?: object; readonly version?: number };

async function call(method: string, path: string, { body, version }: Sent = {}) {
  const answer = await ask(server.port, {
    method,
    path,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(version !== undefined && { "if-match": `"v${version}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const said = answer.text === "" ? null : JSON.parse(answer.text);
  return { status: answer.status, etag: answer.headers["etag"], said };
}

const ANA = idOf("stf", 1);

describe("what is on a screen", () => {
  test("is new until it was read", async () => {
    const mine = `/api/my-notices?staff=${ANA}`;
    const { said } = await call("GET", mine);
    expect(said).toMatchObject({
      items: [
        {
          id: idOf("ntc", 1),
          kind: "ticket_opened",
          channel: "screen",
          readAt: null,
          ticket: { id: TICKET, rule: { key: "volume_almost_full" }, machine: "Caisse" },
        },
      ],
      nextCursor: null,
      unread: 1,
    });
    const body = { staffId: ANA };
    expect(await call("POST", "/api/my-notices/read", { body: body })).toMatchObject({
      said: { read: 1 },
    });
    expect(await call("POST", "/api/my-notices/read", { body: body })).toMatchObject({
      said: { read: 0 },
    });
    expect((await call("GET", `${mine}&unread=true`)).said).toMatchObject({ items: [], unread: 0 });
  });

  test("of a person who is not there cannot be read", async () => {
    const body = { staffId: idOf("stf", 9) };
    expect(await call("POST", "/api/my-notices/read", { body: body })).toMatchObject({
      status: 404,
    });
  });
});

describe("a notice that was given up", () => {
  const dead = (n: number) =>
    notice({
      id: idOf("ntc", n),
      state: "dead",
      nextAtMs: null,
      attempts: 1,
      errorCode: "mail_recipient_refused",
      errorDetail: "550 no such user",
      recipientId: ANA,
    });

  test("is listed with its reason, and sent again once", async () => {
    await server.registry.commit(({ notices }) => notices.add([dead(10)]));
    const { said } = await call("GET", "/api/notices?state=dead&channel=mail");
    expect(said.items).toMatchObject([
      {
        id: idOf("ntc", 10),
        recipient: { kind: "staff", name: "Ana" },
        attempts: 1,
        lastError: { code: "mail_recipient_refused", detail: "550 no such user" },
      },
    ]);
    const again = `/api/notices/${idOf("ntc", 10)}/send-again`;
    expect(await call("POST", again)).toMatchObject({
      status: 200,
      said: { state: "waiting", attempts: 0 },
    });
    expect(await call("POST", again)).toMatchObject({
      status: 409,
      said: { code: "notice_state" },
    });
  });

  test("is dropped for good", async () => {
    await server.registry.commit(({ notices }) => notices.add([dead(11)]));
    const drop = `/api/notices/${idOf("ntc", 11)}/drop`;
    expect(await call("POST", drop)).toMatchObject({ said: { state: "dropped" } });
    expect(await call("POST", drop)).toMatchObject({ status: 409 });
  });
});

describe("a rule of who is told what", () => {
  const wish = {
    name: "P1 de nuit",
    to: { audience: "team", teamId: idOf("tem", 1) },
    kinds: ["ticket_opened"],
    channels: ["screen", "mail"],
    customerIds: [CUSTOMER],
    priorities: [1],
    hours: { mon: [["20:00", "06:00"]] },
  };

  test("is written, changed from the version that was read, and removed", async () => {
    const added = await call("POST", "/api/notice-rules", { body: wish });
    expect(added).toMatchObject({
      status: 201,
      etag: '"v1"',
      said: { ...wish, key: null, enabled: true, breakThrough: [], label: { fr: "P1 de nuit" } },
    });
    const path = `/api/notice-rules/${added.said.id}`;
    const change = { breakThrough: [1] };
    expect(await call("PATCH", path, { body: change, version: 7 })).toMatchObject({ status: 412 });
    expect(await call("PATCH", path, { body: change, version: 1 })).toMatchObject({
      etag: '"v2"',
      said: change,
    });
    expect(await call("DELETE", path, { version: 1 })).toMatchObject({ status: 412 });
    expect(await call("DELETE", path, { version: 2 })).toMatchObject({ status: 204 });
    expect(await call("GET", path)).toMatchObject({ status: 404 });
  });

  test.for([
    ["a team of nobody", { to: { audience: "team", teamId: "tem_9" } }, "to.teamId"],
    ["a person of nobody", { to: { audience: "staff", staffId: "stf_9" } }, "to.staffId"],
    ["a customer of nobody", { customerIds: [CUSTOMER, "cus_9"] }, "customerIds[1]"],
    ["hours that never open", { hours: {} }, "hours"],
  ] as const)("that names %s is refused", async ([, change, place]) => {
    const { status, said } = await call("POST", "/api/notice-rules", {
      body: { ...wish, ...change },
    });
    expect([status, said.code]).toEqual([422, "notice_rule_invalid"]);
    expect(said.title).toContain(`${place}: `);
  });
});

describe("a webhook", () => {
  const wish = () => ({ name: "Astreinte", url: program.url, kinds: ["ticket_opened"] });

  test("says its secret once, is tried, and is told nothing more once it is removed", async () => {
    const added = await call("POST", "/api/webhooks", { body: wish() });
    expect(added).toMatchObject({ status: 201, said: { waiting: 0, letGo: 0, enabled: true } });
    expect(added.said.secret).toMatch(/^whs_[\w-]{43}$/);
    const path = `/api/webhooks/${added.said.id}`;
    const read = await call("GET", path);
    expect(read.said).not.toHaveProperty("secret");
    expect(read.said).not.toHaveProperty("secretNumber");

    expect((await call("POST", `${path}/test`)).said).toEqual({
      delivered: true,
      status: 204,
      problem: null,
    });
    expect(JSON.parse(program.came[0]?.body ?? "")).toMatchObject({
      v: 1,
      kind: "test",
      ticket: null,
    });
    expect((await call("POST", `${path}/test`)).said).toMatchObject({
      delivered: false,
      status: 500,
      problem: { code: "webhook_deferred" },
    });

    const renewed = await call("POST", `${path}/secret`, { version: 1 });
    expect(renewed).toMatchObject({ status: 200, etag: '"v2"' });
    expect(renewed.said.secret).not.toBe(added.said.secret);
    expect(await call("DELETE", path, { version: 2 })).toMatchObject({ status: 204 });
    expect(await call("POST", `${path}/test`)).toMatchObject({ status: 404 });
  });

  test.for([
    ["a user in its address", "https://me:secret@example.org/"],
    ["no host", "https://["],
  ])("with %s is refused", async ([, url]) => {
    expect(await call("POST", "/api/webhooks", { body: { ...wish(), url } })).toMatchObject({
      status: 422,
      said: { code: "webhook_invalid" },
    });
  });
});
