import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { MACHINE, RULE, TICKET } from "../../support/office.ts";
import { type Answer, ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

function change(
  method: string,
  path: string,
  { body, ifMatch }: { body: unknown; ifMatch?: string },
) {
  return ask(server.port, {
    method,
    path,
    headers: {
      "content-type": "application/json",
      ...(ifMatch !== undefined && { "if-match": ifMatch }),
    },
    body: JSON.stringify(body),
  });
}

const read = async (path: string) => ask(server.port, { path });
const bodyOf = ({ text }: Answer) => JSON.parse(text);

describe("a rule", () => {
  const path = `/api/rules/${RULE}`;

  test("is changed by whoever saw it last; the other is told to look again", async () => {
    const seen = await read(path);
    expect(seen.headers["etag"]).toBe('"v1"');

    const body = { holdForSeconds: 0, severity: "critical" };
    const mine = await change("PATCH", path, { body, ifMatch: '"v1"' });
    expect(bodyOf(mine)).toMatchObject({ holdForSeconds: 0, severity: "critical", version: 2 });
    expect(mine.headers["etag"]).toBe('"v2"');

    const theirs = await change("PATCH", path, { body: { enabled: false }, ifMatch: '"v1"' });
    expect(bodyOf(theirs)).toMatchObject({ code: "version_conflict", status: 412 });
    expect(bodyOf(await read(path))).toMatchObject({ enabled: true, version: 2 });
  });

  test("that cannot hold changes nothing", async () => {
    const { condition } = bodyOf(await read(path));
    const body = { condition: { ...condition, clearAt: condition.fireAt + 1 } };
    const answer = await change("PATCH", path, { body, ifMatch: '"v1"' });
    expect(bodyOf(answer)).toMatchObject({ code: "rule_invalid", status: 422 });
    expect(bodyOf(await read(path))).toMatchObject({ condition, version: 1 });
  });
});

describe("a ticket", () => {
  const path = `/api/tickets/${TICKET}`;

  test("is taken, spoken of and resolved; its history says who did what", async () => {
    const taken = await change("POST", `${path}/acknowledge`, {
      body: { by: "Ana" },
      ifMatch: String((await read(path)).headers["etag"]),
    });
    expect(bodyOf(taken)).toMatchObject({ state: "acknowledged" });

    const said = await change("POST", `${path}/comments`, { body: { by: "Léo", text: "on it" } });
    expect(said.status).toBe(200);

    const resolved = await change("POST", `${path}/resolve`, {
      body: { by: "Ana", text: "cleaned up" },
      ifMatch: String(said.headers["etag"]),
    });
    expect(bodyOf(resolved)).toMatchObject({
      state: "resolved",
      resolvedAt: "2026-11-23T09:00:00.000Z",
      targets: [{ kind: "resolution", state: "met", remainingSeconds: null, openIntervals: [] }],
    });
    const { transitions } = bodyOf(await read(path));
    expect(
      transitions.map(({ kind, actor, text }: Record<string, unknown>) => [kind, actor, text]),
    ).toEqual([
      ["opened", "vigie", null],
      ["acknowledged", "Ana", null],
      ["commented", "Léo", "on it"],
      ["resolved", "Ana", "cleaned up"],
    ]);
  });

  test("of two who take it at once, one does", async () => {
    const attempts = ["Ana", "Léo", "Zoé"].map((by) =>
      change("POST", `${path}/acknowledge`, { body: { by }, ifMatch: '"v1"' }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
  });

  test("that is resolved is not resolved again, and says what it is", async () => {
    const first = await change("POST", `${path}/resolve`, { body: { by: "Ana" }, ifMatch: '"v1"' });
    const ifMatch = String(first.headers["etag"]);
    const second = await change("POST", `${path}/resolve`, { body: { by: "Léo" }, ifMatch });
    expect(bodyOf(second)).toMatchObject({
      code: "ticket_state",
      status: 409,
      parameters: { state: "resolved" },
    });
  });
});

describe("the sample", () => {
  test("is removed in one act, once", async () => {
    expect(bodyOf(await read("/api/health"))).toMatchObject({ sample: true });
    expect((await ask(server.port, { method: "DELETE", path: "/api/sample" })).status).toBe(204);
    expect(bodyOf(await read("/api/machines"))).toEqual({ items: [], nextCursor: null });
    expect((await read(`/api/machines/${MACHINE}`)).status).toBe(404);
    expect(bodyOf(await read("/api/health"))).toMatchObject({ sample: false });
    const again = await ask(server.port, { method: "DELETE", path: "/api/sample" });
    expect(bodyOf(again)).toMatchObject({ code: "not_found" });
  });
});
