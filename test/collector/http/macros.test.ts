import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { addOffice, idOf, TICKET } from "../../support/office.ts";

let server: ApiServer;
const { send, add, change, names } = jsonOf(() => server);
const ANA = idOf("stf", 71);
const LEFT = idOf("stf", 72);

beforeEach(async () => {
  server = await startApiServer({
    async seed(unit) {
      await addOffice(unit);
      for (const [id, name, active] of [
        [ANA, "Ana Roy", true],
        [LEFT, "Tom Roy", false],
      ] as const) {
        const place = { language: "fr", role: "technician", timeZone: "Europe/Paris" } as const;
        await unit.staff.addStaff({
          ...place,
          id,
          name,
          email: null,
          phone: null,
          active,
          version: 1,
        });
      }
    },
  });
});
afterEach(() => server.close());

const ticketPath = `/api/tickets/${TICKET}`;
const run = (macroId: string, ifMatch = '"v1"') =>
  send("POST", `${ticketPath}/macro`, { body: { by: "Zoé", macroId }, ifMatch });
const save = async (acts: object, name = "Sien"): Promise<string> =>
  (await add("/api/macros", { name, acts })).body.id;

describe("macros", () => {
  test("are saved, listed, changed and removed", async () => {
    const saved = await add("/api/macros", { name: "À rappeler", acts: { addTags: ["rappel"] } });
    expect(saved).toMatchObject({ status: 201, body: { name: "À rappeler", version: 1 } });
    expect(saved.headers["etag"]).toBe('"v1"');
    const path = String(saved.headers["location"]);
    expect(await names("/api/macros")).toEqual(["À rappeler", "Disque rangé"]);
    expect(await change(path, { name: "Rappeler" })).toMatchObject({
      status: 200,
      body: { name: "Rappeler", acts: { addTags: ["rappel"] }, version: 2 },
    });
    expect((await change(path, { name: "Encore" })).body.code).toBe("version_conflict");
    expect(await send("DELETE", path, { ifMatch: '"v2"' })).toMatchObject({ status: 204 });
    expect((await send("GET", path)).body.code).toBe("not_found");
    expect(await names("/api/macros")).toEqual(["Disque rangé"]);
  });

  test.for<[body: object, code: string, detail: RegExp, why: string]>([
    [{ name: "DISQUE RANGE", acts: { note: "n" } }, "name_taken", /Disque rangé/, "a name in use"],
    [{ name: "N", acts: { note: "{{x}}" } }, "macro_invalid", /acts\.note/, "an unknown variable"],
    [
      { name: "N", acts: { assigneeId: idOf("stf", 79) } },
      "macro_invalid",
      /acts\.assigneeId/,
      "nobody",
    ],
    [
      { name: "N", acts: { assigneeId: LEFT } },
      "macro_invalid",
      /Tom Roy has left/,
      "one who left",
    ],
    [{ name: "N", acts: { teamId: idOf("tem", 79) } }, "macro_invalid", /acts\.teamId/, "no team"],
    [{ name: "N", acts: {} }, "request_malformed", /acts/, "nothing to do"],
    [{ name: "N", acts: { state: "merged" } }, "request_malformed", /state/, "a state of no act"],
    [{ name: "N", acts: { delete: true } }, "request_malformed", /delete/, "an act that is none"],
  ])("%j is refused with %s", async ([body, code, detail]) => {
    const refused = await add("/api/macros", body);
    expect(refused.body.code).toBe(code);
    expect(refused.body.detail).toMatch(detail);
    expect(await names("/api/macros")).toEqual(["Disque rangé"]);
  });

  test("does all that it says in one act, with names filled in", async () => {
    const reply = "{{customer.name}} : {{ticket.number}}, {{machine.name}}, {{assignee.name}}.";
    const macroId = await save({
      addTags: ["disque"],
      assigneeId: ANA,
      priority: 2,
      note: "vu",
      reply,
      state: "waiting_customer",
    });
    const { status, body } = await run(macroId);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: "waiting_customer",
      priority: 2,
      tags: ["disque"],
      assignee: { id: ANA, name: "Ana Roy" },
    });
    const lines = body.transitions.slice(1);
    expect(lines.map(({ kind }: { kind: string }) => kind)).toEqual([
      "changed",
      "assigned",
      "priority_changed",
      "commented",
      "replied",
      "waiting",
    ]);
    expect(lines[4]).toMatchObject({
      actor: "Zoé",
      text: "Boulangerie Émile : 1, Caisse, Ana Roy.",
    });
  });

  test("that was carried out already changes what is left, and no more", async () => {
    const macroId = await save({ addTags: ["disque"], assigneeId: ANA, state: "acknowledged" });
    const { body } = await run(macroId);
    const again = await run(macroId, `"v${body.version}"`);
    expect(again.status).toBe(200);
    expect(again.body.transitions).toEqual(body.transitions);
  });

  test.for<[acts: object, why: string]>([
    [{ addTags: ["a"], note: "n", state: "closed" }, "only what is resolved is closed"],
    [
      { assigneeId: ANA, reply: "r", priority: 2, state: "acknowledged" },
      "a wait is not over by it",
    ],
  ])("%j does nothing when one part is refused: %s", async ([acts]) => {
    const waiting = { by: "Ana", waits: "third_party" };
    await send("POST", `${ticketPath}/wait`, { body: waiting, ifMatch: '"v1"' });
    const before = (await send("GET", ticketPath)).body;
    const refused = await run(await save(acts), `"v${before.version}"`);
    expect(refused.body).toMatchObject({ code: "ticket_state" });
    expect((await send("GET", ticketPath)).body).toEqual(before);
  });

  test("a part that is refused only when it is written undoes the rest, and the next act is sound", async () => {
    const lines = Array.from({ length: 1_000 }, (_, place) => `note ${place}`);
    await server.registry.commit(async ({ tickets }) => {
      for (const text of lines) {
        await tickets.addTransition({
          ticketId: TICKET,
          kind: "commented",
          atMs: 1,
          effectiveAtMs: 1,
          actor: "Ana",
          fromState: "new",
          toState: "new",
          parameters: {},
          promises: null,
          text,
        });
      }
    });
    const before = (await send("GET", ticketPath)).body;
    const macroId = await save({ addTags: ["a"], assigneeId: ANA, note: "one too many" });
    expect((await run(macroId)).body.code).toBe("ticket_full");
    expect((await send("GET", ticketPath)).body).toEqual(before);
    const sound = await save({ addTags: ["a"], assigneeId: ANA }, "Deuxième");
    expect(await run(sound)).toMatchObject({ status: 200, body: { tags: ["a"] } });
  });

  test.for([
    ["mcr_9", '"v1"', "ticket_change_invalid", "a macro that is not there"],
    [idOf("mcr", 1), '"v7"', "version_conflict", "a ticket that was changed meanwhile"],
  ] as const)("%s at %s is refused with %s: %s", async ([macroId, ifMatch, code]) => {
    expect((await run(macroId, ifMatch)).body.code).toBe(code);
  });
});

describe("saved views", () => {
  const VIEW = {
    name: "À moi",
    owner: "Ana",
    filter: { state: ["open"], assignee: ANA, priority: [1, 2], queued: false },
    sort: "breaks",
    order: "asc",
  };

  test("are saved, listed, changed and removed", async () => {
    const saved = await add("/api/views", VIEW);
    expect(saved).toMatchObject({ status: 201, body: { ...VIEW, version: 1 } });
    const path = String(saved.headers["location"]);
    expect(await names("/api/views")).toEqual(["À moi", "Priorité 1"]);
    expect(await names("/api/views?owner=ana")).toEqual(["À moi", "Priorité 1"]);
    expect(await names("/api/views?owner=Zo%C3%A9")).toEqual(["Priorité 1"]);
    const changed = await change(path, { owner: null, order: "desc" });
    expect(changed.body).toMatchObject({ ...VIEW, owner: null, order: "desc", version: 2 });
    expect(await names("/api/views?owner=Zo%C3%A9")).toEqual(["À moi", "Priorité 1"]);
    expect(await send("DELETE", path, { ifMatch: '"v1"' })).toMatchObject({ status: 412 });
    expect(await send("DELETE", path, { ifMatch: '"v2"' })).toMatchObject({ status: 204 });
  });

  test.for<[change: object, code: string, why: string]>([
    [{ name: "PRIORITE 1", owner: null }, "name_taken", "everybody has one of this name"],
    [{ filter: { stat: "open" } }, "request_malformed", "a filter that is none"],
    [{ filter: { state: "lost" } }, "request_malformed", "a value that is none"],
    [{ sort: "colour" }, "request_malformed", "an order that is none"],
    [{ name: " " }, "request_malformed", "no name"],
  ])("one with %j is refused with %s: %s", async ([wish, code]) => {
    expect((await add("/api/views", { ...VIEW, ...wish })).body.code).toBe(code);
  });

  test("a name is each owner's own", async () => {
    expect(await add("/api/views", { ...VIEW, name: "Priorité 1" })).toMatchObject({ status: 201 });
    const taken = await add("/api/views", { ...VIEW, name: "priorite 1", owner: "ANA" });
    expect(taken.body.code).toBe("name_taken");
  });
});

test("one that is refused before it did anything is undone by nothing: what is in memory stays", async () => {
  const before = server.memory();
  const macroId = await save({ addTags: ["one-more"] });
  const tags = Array.from({ length: 32 }, (_, place) => `tag-${place}`);
  const body = { by: "Zoé", tags };
  expect(await send("PATCH", ticketPath, { body, ifMatch: '"v1"' })).toMatchObject({ status: 200 });
  expect((await run(macroId, '"v2"')).body.code).toBe("ticket_change_invalid");
  await add(`${ticketPath}/comments`, { by: "Zoé", text: "Say it." });
  expect(server.memory()).toBe(before);
});
