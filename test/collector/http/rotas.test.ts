import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { person } from "../../contract/registry/desk-rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { idOf } from "../../support/office.ts";

/** Who is on call, as people plan it: the clock stands at Monday, 23 November, 10:00 in Paris. */

let server: ApiServer;
const { send, add, change } = jsonOf(() => server);

const ANA = idOf("stf", 1);
const LEO = idOf("stf", 2);

beforeEach(async () => {
  server = await startApiServer();
  await server.registry.commit(({ staff }) => staff.addStaff(person({ id: LEO, name: "Léo" })));
});
afterEach(() => server.close());

const WISH = {
  name: "Semaines",
  timeZone: "Europe/Paris",
  handover: { every: "week", turn: 1, weekday: "mon", time: "09:00" },
  memberIds: [ANA, LEO],
  from: "2026-11-23",
};

async function plan(wish: object = {}): Promise<string> {
  const planned = await add("/api/rotas", { ...WISH, ...wish });
  expect(planned.status, JSON.stringify(planned.body)).toBe(201);
  return String(planned.headers["location"]);
}

const nameOf = async (id: string) => {
  const [row] = await server.registry.read.staff.staff({ ids: [id], limit: 1 });
  return row?.name;
};

describe("a rota", () => {
  test("is planned, and says who is on call and when the next one takes over", async () => {
    const answer = await send("GET", await plan());
    expect(answer.headers["etag"]).toBe('"v1"');
    const ana = { id: ANA, name: await nameOf(ANA) };
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^rta_/),
      name: "Semaines",
      active: true,
      plans: [
        {
          from: "2026-11-23T08:00:00.000Z",
          timeZone: "Europe/Paris",
          handover: WISH.handover,
          members: [ana, { id: LEO, name: "Léo" }],
        },
      ],
      calendar: null,
      overrides: [],
      onCall: {
        person: ana,
        from: "2026-11-23T08:00:00.000Z",
        to: "2026-11-30T08:00:00.000Z",
        override: null,
      },
      nextHandoverAt: "2026-11-30T08:00:00.000Z",
      hasCalendarKey: false,
      version: 1,
    });
  });

  test.for([
    [{ timeZone: "Europe/Lutece" }, /^timeZone: Europe\/Lutece is not/, "no such zone"],
    [{ memberIds: [ANA, "stf_x"] }, /^memberIds\[1\]: nobody/, "no such person"],
    [{ from: "2026-02-30" }, /^from: 2026-02-30 is no day/, "no such day"],
    [{ calendarId: "cal_x" }, /^calendarId: there is no calendar/, "no such calendar"],
  ] as const)("with %o is refused: %s, %s", async ([wish, detail]) => {
    const { status, body } = await add("/api/rotas", { ...WISH, ...wish });
    expect({ status, code: body.code }).toEqual({ status: 422, code: "rota_invalid" });
    expect(body.detail).toMatch(detail);
  });

  test("is refused with somebody who left", async () => {
    await change(`/api/staff/${LEO}`, { active: false });
    const { body } = await add("/api/rotas", WISH);
    expect(body.detail).toMatch(/^memberIds\[1\]: nobody who is here/);
  });

  test("is changed by whoever saw it last; other turns hold from the next handover on", async () => {
    const path = await plan();
    const changed = await change(path, { memberIds: [LEO], name: "Tout" });
    expect(changed.body).toMatchObject({
      name: "Tout",
      plans: [{ members: [{ id: ANA }, { id: LEO }] }, { members: [{ id: LEO }] }],
      onCall: { person: { id: ANA } },
      version: 2,
    });
    expect((await change(path, { name: "Nuits" })).body.code).toBe("version_conflict");
    const late = await change(path, { memberIds: [ANA], from: "2026-11-16" }, '"v2"');
    expect(late.body).toMatchObject({ code: "rota_invalid", detail: /^from: / });
  });

  test("outside of its hours nobody is on call by it", async () => {
    const weekly = { sun: [["00:00", "24:00"]] };
    const calendar = await add("/api/calendars", {
      name: "Dimanches",
      document: { timeZone: "Europe/Paris", weekly },
    });
    const path = await plan({ calendarId: calendar.body.id });
    expect((await send("GET", path)).body).toMatchObject({
      calendar: { id: calendar.body.id, name: "Dimanches" },
      onCall: null,
      nextHandoverAt: "2026-11-30T08:00:00.000Z",
    });
    server.clock.now = Temporal.Instant.from("2026-11-29T12:00:00Z");
    expect((await send("GET", path)).body.onCall).toMatchObject({ person: { id: ANA } });
  });

  test("switched off, nobody is on call by it", async () => {
    const path = await plan();
    const { body } = await change(path, { active: false });
    expect(body).toMatchObject({ active: false, onCall: null, nextHandoverAt: null });
  });

  test("that a policy names is not removed; any other one is", async () => {
    const path = await plan();
    const rotaId = path.split("/").at(-1);
    const steps = [{ afterMinutes: 5, to: { tells: "rota", rotaId } }];
    const policy = await add("/api/escalation-policies", { name: "Nuit", steps });
    const used = await send("DELETE", path, { ifMatch: '"v1"' });
    expect(used.body).toMatchObject({ status: 409, code: "rota_used", detail: "Nuit" });
    const policyPath = `/api/escalation-policies/${policy.body.id}`;
    expect(await send("DELETE", policyPath, { ifMatch: '"v1"' })).toMatchObject({ status: 204 });
    expect(await send("DELETE", path, { ifMatch: '"v1"' })).toMatchObject({ status: 204 });
    expect(await send("GET", path)).toMatchObject({ status: 404 });
  });
});

describe("shifts", () => {
  const shifts = async (path: string, from: string, to: string) =>
    send("GET", `${path}/shifts?from=${from}&to=${to}`);

  test("of a span come in order, each as long as it is", async () => {
    const { body } = await shifts(await plan(), "2026-11-25T00:00:00Z", "2026-12-08T00:00:00Z");
    expect(
      body.items.map((shift: { person: { id: string }; from: string }) => [
        shift.person.id,
        shift.from,
      ]),
    ).toEqual([
      [ANA, "2026-11-23T08:00:00.000Z"],
      [LEO, "2026-11-30T08:00:00.000Z"],
      [ANA, "2026-12-07T08:00:00.000Z"],
    ]);
  });

  test.for([
    ["2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z", "no time at all"],
    ["2026-11-25T00:00:00Z", "2028-01-01T00:00:00Z", "more than is told at once"],
  ] as const)("from %s to %s are refused: %s", async ([from, to]) => {
    const { body } = await shifts(await plan(), from, to);
    expect(body.code).toBe("request_malformed");
  });
});

describe("a stand-in", () => {
  const CHRISTMAS = {
    staffId: LEO,
    from: "2026-12-24T08:00:00Z",
    to: "2026-12-26T08:00:00Z",
    reason: "Noël",
  };

  test("is said with a reason, stands in the shifts, and is taken back", async () => {
    const path = await plan();
    const sent = { body: CHRISTMAS, ifMatch: '"v1"' };
    const added = await send("POST", `${path}/overrides`, sent);
    expect(added).toMatchObject({ status: 201, body: { version: 2 } });
    const [override] = added.body.overrides;
    expect(override).toMatchObject({ person: { id: LEO, name: "Léo" }, reason: "Noël" });
    const span = "from=2026-12-25T00:00:00Z&to=2026-12-25T01:00:00Z";
    const { body } = await send("GET", `${path}/shifts?${span}`);
    expect(body.items).toMatchObject([{ override: { id: override.id, reason: "Noël" } }]);

    const unknown = `${path}/overrides/rto_x`;
    expect(await send("DELETE", unknown, { ifMatch: '"v2"' })).toMatchObject({ status: 404 });
    const gone = await send("DELETE", `${path}/overrides/${override.id}`, { ifMatch: '"v2"' });
    expect(gone).toMatchObject({ status: 200, body: { overrides: [], version: 3 } });
  });

  test("of nobody, or in the past, is refused", async () => {
    const path = await plan();
    const attempt = async (wish: object) =>
      (
        await send("POST", `${path}/overrides`, {
          body: { ...CHRISTMAS, ...wish },
          ifMatch: '"v1"',
        })
      ).body;
    expect(await attempt({ staffId: "stf_x" })).toMatchObject({ code: "rota_invalid" });
    const past = { from: "2026-11-20T08:00:00Z", to: "2026-11-21T08:00:00Z" };
    expect(await attempt(past)).toMatchObject({ code: "rota_invalid", detail: /^to: it is past/ });
  });
});

test("who is on call now is said for each rota", async () => {
  await plan();
  const { body } = await send("GET", "/api/on-call");
  expect(body.items).toMatchObject([
    { rota: { id: idOf("rta", 1) }, onCall: { person: { id: ANA } } },
    { rota: { name: "Semaines" }, onCall: { person: { id: ANA } } },
  ]);
});
