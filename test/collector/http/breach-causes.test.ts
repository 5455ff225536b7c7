import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { CONTRACT, idOf, TICKET } from "../../support/office.ts";
import { type Answer, ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const PATH = `/api/tickets/${TICKET}`;
const bodyOf = ({ text }: Answer) => JSON.parse(text);

async function etag(): Promise<string> {
  return String((await ask(server.port, { path: PATH })).headers["etag"]);
}

async function send(
  method: string,
  path: string,
  { body, ifMatch }: { readonly body: object; readonly ifMatch?: string },
) {
  return bodyOf(
    await ask(server.port, {
      method,
      path,
      headers: { "content-type": "application/json", "if-match": ifMatch ?? (await etag()) },
      body: JSON.stringify(body),
    }),
  );
}

const say = (body: object, target = "resolution", ifMatch?: string) =>
  send("PUT", `${PATH}/targets/${target}/cause`, {
    body: { by: "Ana", ...body },
    ...(ifMatch !== undefined && { ifMatch }),
  });

/** The office's calendar is open on Mondays: a week later the four hours are long spent. */
async function resolveLate(): Promise<void> {
  server.clock.now = Temporal.Instant.from("2026-11-30T09:00:00Z");
  await send("POST", `${PATH}/resolve`, { body: { by: "Ana" } });
}

async function causes(): Promise<unknown> {
  const { figures } = bodyOf(
    await ask(server.port, { path: `/api/contracts/${CONTRACT}/compliance` }),
  );
  return figures[0]?.causes;
}

describe("why a promise was broken", () => {
  test("is said once the ticket is resolved, counted, and a line of its history", async () => {
    await resolveLate();
    expect(await causes()).toEqual({ unsaid: 1 });
    const ticket = await say({ cause: "third_party" });
    expect(ticket.transitions.at(-1)).toMatchObject({
      kind: "cause_said",
      actor: "Ana",
      fromState: "resolved",
      toState: "resolved",
      parameters: { target: "resolution", cycle: 1, cause: "third_party" },
    });
    expect(await causes()).toEqual({ third_party: 1 });
  });

  test("may be said again, and taken back", async () => {
    await resolveLate();
    await say({ cause: "third_party" });
    await say({ cause: "no_spare_part", cycle: 1 });
    expect(await causes()).toEqual({ no_spare_part: 1 });
    const { transitions } = await say({ cause: null });
    expect(transitions.at(-1).parameters).toEqual({ target: "resolution", cycle: 1 });
    expect(await causes()).toEqual({ unsaid: 1 });
  });

  test("said twice alike is one line", async () => {
    await resolveLate();
    const { transitions } = await say({ cause: "workload" });
    expect((await say({ cause: "workload" })).transitions).toHaveLength(transitions.length);
  });

  test("needs the ticket as it is now", async () => {
    await resolveLate();
    const seen = await etag();
    await say({ cause: "third_party" });
    expect(await say({ cause: "workload" }, "resolution", seen)).toMatchObject({
      code: "version_conflict",
      status: 412,
    });
  });

  test("takes so many lines and no more", async () => {
    await resolveLate();
    for (let said = 0; said < 200; said += 1) {
      await say({ cause: said % 2 === 0 ? "workload" : "other" });
    }
    expect(await say({ cause: "workload" })).toMatchObject({ code: "ticket_full", status: 409 });
  });
});

describe("what is refused", () => {
  test("a promise that still runs", async () => {
    expect(await say({ cause: "workload" })).toMatchObject({
      code: "ticket_change_invalid",
      status: 422,
      detail: expect.stringMatching(/^resolution: it has not ended/),
    });
  });

  test("a promise that was kept", async () => {
    await send("POST", `${PATH}/resolve`, { body: { by: "Ana" } });
    expect(await say({ cause: "workload" })).toMatchObject({
      code: "ticket_change_invalid",
      detail: expect.stringMatching(/^resolution: it is met/),
    });
  });

  test.for<[string, object, string, string]>([
    [
      "a target that the ticket has not",
      { cause: "workload" },
      "workaround",
      "ticket_change_invalid",
    ],
    [
      "a cycle that it has not",
      { cause: "workload", cycle: 2 },
      "resolution",
      "ticket_change_invalid",
    ],
    ["a word that is no cause", { cause: "laziness" }, "resolution", "request_malformed"],
    ["a word that is no target", { cause: "workload" }, "repair", "request_malformed"],
    ["nobody's word", { cause: "workload", by: " " }, "resolution", "request_malformed"],
  ])("%s", async ([, body, target, code]) => {
    await resolveLate();
    expect(await say(body, target)).toMatchObject({ code });
  });

  test("a ticket that there is not", async () => {
    const path = `/api/tickets/${idOf("tic", 9)}/targets/resolution/cause`;
    const body = { by: "Ana", cause: "workload" };
    expect(await send("PUT", path, { body, ifMatch: '"v1"' })).toMatchObject({ code: "not_found" });
  });
});
