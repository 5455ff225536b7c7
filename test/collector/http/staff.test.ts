import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { idOf } from "../../support/office.ts";

/** The staff of the office is Ana, who joined the team "Jour" and so is at her second version. */

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const { send, add, change, names } = jsonOf(() => server);

const ZOE = { name: "Zoé", language: "fr", role: "technician", timeZone: "Europe/Paris" };
const ANA = idOf("stf", 1);
const DAY = idOf("tem", 1);

describe("a person of the staff", () => {
  test("is added, found by name, and changed by whoever saw them last", async () => {
    const added = await add("/api/staff", { ...ZOE, email: "zoe@example.fr", teamIds: [DAY] });
    expect(added).toMatchObject({
      status: 201,
      body: { ...ZOE, email: "zoe@example.fr", phone: null, active: true, version: 1 },
    });
    expect(added.body.teams).toEqual([{ id: DAY, name: "Jour" }]);
    const path = String(added.headers["location"]);
    expect(path).toBe(`/api/staff/${added.body.id}`);
    expect(await names("/api/staff")).toEqual(["Ana", "Zoé"]);
    expect(await names("/api/staff?search=ZOE")).toEqual(["Zoé"]);

    const changed = await change(path, { role: "dispatcher", teamIds: [] });
    expect(changed.body).toMatchObject({ role: "dispatcher", teams: [], version: 2 });
    expect((await change(path, { role: "technician" })).body.code).toBe("version_conflict");
    expect((await send("PATCH", path, { body: { phone: null } })).body.code).toBe(
      "version_required",
    );
  });

  test("who leaves is still there, and asked for by itself", async () => {
    const left = await change(`/api/staff/${ANA}`, { active: false }, '"v2"');
    expect(left.body).toMatchObject({ active: false, name: "Ana" });
    expect(await names("/api/staff?active=true")).toEqual([]);
    expect(await names("/api/staff?active=false")).toEqual(["Ana"]);
    expect((await send("DELETE", `/api/staff/${ANA}`)).status).toBe(405);
  });

  test("is listed by pages, and a cursor is good for its own list only", async () => {
    await add("/api/staff", ZOE);
    const first = (await send("GET", "/api/staff?limit=1")).body;
    const cursor = encodeURIComponent(first.nextCursor);
    expect(await names(`/api/staff?limit=1&cursor=${cursor}`)).toEqual(["Zoé"]);
    const other = await send("GET", `/api/staff?active=true&cursor=${cursor}`);
    expect(other.body.code).toBe("cursor_invalid");
  });

  test.for([
    [{ name: "ANA" }, 409, "name_taken", "ANA is that of Ana"],
    [{ timeZone: "Paris" }, 422, "staff_invalid", "timeZone: Paris is not"],
    [{ timeZone: "+02:00" }, 422, "staff_invalid", "timeZone: +02:00 is not"],
    [{ teamIds: [DAY, "tem_9"] }, 422, "staff_invalid", "teamIds[1]: nobody"],
    [{ email: "zoe" }, 400, "request_malformed", "email"],
    [{ role: "boss" }, 400, "request_malformed", "role"],
    [{ name: " " }, 400, "request_malformed", "name"],
    [{ active: true }, 400, "request_malformed", "active"],
  ] as const)("with %j is refused", async ([wrong, status, code, words]) => {
    const refused = await add("/api/staff", { ...ZOE, ...wrong });
    expect(refused).toMatchObject({ status, body: { code } });
    expect(refused.body.detail).toContain(words);
    expect(await names("/api/staff")).toEqual(["Ana"]);
  });

  test("may be called anew as before, in other letters", async () => {
    const { body } = await change(`/api/staff/${ANA}`, { name: "ANA" }, '"v2"');
    expect(body.name).toBe("ANA");
  });
});

describe("a team", () => {
  test("is added with its members, and changed with them", async () => {
    const zoe = (await add("/api/staff", ZOE)).body;
    const added = await add("/api/teams", { name: "Nuit", memberIds: [zoe.id, ANA] });
    expect(added).toMatchObject({ status: 201, body: { name: "Nuit", version: 1 } });
    expect(added.body.members.map(({ name }: { name: string }) => name)).toEqual(["Ana", "Zoé"]);
    const path = String(added.headers["location"]);
    const changed = await change(path, { memberIds: [ANA] });
    expect(changed.body).toMatchObject({ version: 2, members: [{ id: ANA, name: "Ana" }] });
    expect((await send("GET", `/api/staff/${zoe.id}`)).body.teams).toEqual([]);
    expect(await names("/api/teams?search=nui")).toEqual(["Nuit"]);
  });

  test("that a person joins is another version: who saw it before looks again", async () => {
    const zoe = (await add("/api/staff", { ...ZOE, teamIds: [DAY] })).body;
    expect((await send("GET", `/api/teams/${DAY}`)).headers["etag"]).toBe('"v2"');
    expect((await change(`/api/teams/${DAY}`, { memberIds: [] })).body.code).toBe(
      "version_conflict",
    );
    expect((await change(`/api/teams/${DAY}`, { memberIds: [] }, '"v2"')).status).toBe(200);
    expect((await send("GET", `/api/staff/${zoe.id}`)).body).toMatchObject({
      teams: [],
      version: 2,
    });
  });

  test.for([
    [{ name: "JOUR" }, "name_taken", "JOUR is that of Jour"],
    [{ memberIds: ["stf_9"] }, "staff_invalid", "memberIds[0]: nobody"],
    [{ memberIds: [ANA, ANA] }, "request_malformed", "memberIds"],
  ] as const)("with %j is refused", async ([wrong, code, words]) => {
    const { body } = await add("/api/teams", { name: "Nuit", memberIds: [], ...wrong });
    expect(body).toMatchObject({ code, detail: expect.stringContaining(words) });
  });
});

test("of people a thousand are kept, of teams two hundred", async () => {
  await server.registry.commit(async ({ staff }) => {
    const [ana] = await staff.staff({ limit: 1 });
    if (ana === undefined) throw new Error("Ana is not there");
    const { teams: _teams, ...row } = ana;
    for (let n = 2; n <= 1_000; n += 1) {
      await staff.addStaff({ ...row, id: idOf("stf", n), name: `P${n}` });
    }
    for (let n = 2; n <= 200; n += 1) {
      await staff.addTeam({ id: idOf("tem", n), name: `T${n}`, version: 1 });
    }
  });
  const full = { code: "staff_invalid", detail: expect.stringContaining("at most") };
  expect((await add("/api/staff", ZOE)).body).toMatchObject(full);
  expect((await add("/api/teams", { name: "Nuit", memberIds: [] })).body).toMatchObject(full);
});
