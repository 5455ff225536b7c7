import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dependency } from "../../contract/registry/noise-rows.ts";
import { type ApiServer, quietFigures, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { ALERT, CUSTOMER, idOf, MACHINE, TICKET } from "../../support/office.ts";

/** What holds alerts back, as people plan and say it: the clock stands at Monday, 10:00 in Paris. */

let server: ApiServer;
const { send, add, change } = jsonOf(() => server);

beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

describe("a maintenance window", () => {
  const WISH = {
    customerId: CUSTOMER,
    by: "Ana",
    scope: { siteIds: [idOf("sit", 1)], classes: ["server"] },
    reason: "Updates",
    timeZone: "Europe/Paris",
    startsAt: "2026-11-29T02:30",
    durationMinutes: 120,
    rrule: "FREQ=WEEKLY;BYDAY=SU",
    except: ["2026-12-06"],
  };
  const FIRST = {
    from: "2026-11-29T01:30:00.000Z",
    until: "2026-11-29T03:30:00.000Z",
    heldUntil: "2026-11-29T03:40:00.000Z",
  };

  async function plan(wish: object = {}): Promise<string> {
    const planned = await add("/api/maintenance-windows", { ...WISH, ...wish });
    expect(planned.status, JSON.stringify(planned.body)).toBe(201);
    return String(planned.headers["location"]);
  }

  test("is planned, with the time that comes first, and read again", async () => {
    const path = await plan();
    const answer = await send("GET", path);
    expect(answer.headers["etag"]).toBe('"v1"');
    const { customerId: _customerId, ...said } = WISH;
    expect(answer.body).toEqual({
      ...said,
      id: expect.stringMatching(/^mtw_/),
      customer: { id: CUSTOMER, name: "Boulangerie Émile" },
      graceMinutes: 10,
      state: "planned",
      occurrence: FIRST,
      endedBy: null,
      version: 1,
    });
  });

  test("says when it holds, without the days that are excepted", async () => {
    const path = await plan();
    const { items } = (await send("GET", `${path}/occurrences?limit=3`)).body;
    expect(items[0]).toEqual(FIRST);
    expect(items.map(({ from }: { from: string }) => from.slice(0, 10))).toEqual([
      "2026-11-29",
      "2026-12-13",
      "2026-12-20",
    ]);
  });

  test("is changed by whoever saw it last; then it is planned anew", async () => {
    const path = await plan();
    const answer = await change(path, { startsAt: "2026-11-29T05:00", graceMinutes: 0 });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        version: 2,
        occurrence: { from: "2026-11-29T04:00:00.000Z", heldUntil: "2026-11-29T06:00:00.000Z" },
      },
    });
    expect((await change(path, { reason: "Else" })).body).toMatchObject({
      code: "version_conflict",
    });
    expect((await change(path, { durationMinutes: 10_000 }, '"v2"')).body).toMatchObject({
      code: "window_invalid",
      detail: expect.stringContaining("more than 50 % of 28 days"),
    });
  });

  test("under way it is ended, once; the next one comes as planned", async () => {
    const path = await plan({ startsAt: "2026-11-22T09:30", rrule: "FREQ=DAILY", except: [] });
    expect((await send("GET", path)).body).toMatchObject({ state: "holding" });
    const end = (ifMatch: string) => send("POST", `${path}/end`, { body: { by: "Luc" }, ifMatch });
    expect((await end('"v1"')).body).toMatchObject({
      state: "holding",
      endedBy: "Luc",
      occurrence: { until: "2026-11-23T09:00:00.000Z", heldUntil: "2026-11-23T09:10:00.000Z" },
    });
    expect((await end('"v2"')).body).toMatchObject({
      code: "window_invalid",
      detail: "it is not under way, so that there is nothing to end",
    });
    const { items } = (await send("GET", `${path}/occurrences?limit=2`)).body;
    expect(items[1]).toMatchObject({ from: "2026-11-24T08:30:00.000Z" });
  });

  test("is removed by whoever saw it last", async () => {
    const path = await plan();
    expect((await send("DELETE", path, { ifMatch: '"v9"' })).body).toMatchObject({
      code: "version_conflict",
    });
    expect((await send("DELETE", path, { ifMatch: '"v1"' })).status).toBe(204);
    expect((await send("GET", path)).body).toMatchObject({ code: "not_found" });
  });

  test.for([
    ["a customer that there is not", { customerId: "cus_9" }, "customerId: there is no such"],
    ["a site of nobody", { scope: { siteIds: ["sit_9"] } }, "scope.siteIds[0]: the customer has"],
    ["a machine of nobody", { scope: { machineIds: [MACHINE, "x"] } }, "scope.machineIds[1]: "],
    ["a time that is past", { startsAt: "2026-11-01T02:30", rrule: null }, "startsAt: it would be"],
    ["a rule that nobody reads", { rrule: "FREQ=SOMETIMES" }, "rrule: write a rule such as"],
  ] as const)("%s is refused with words", async ([, wish, detail]) => {
    const answer = await add("/api/maintenance-windows", { ...WISH, ...wish });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "window_invalid", detail: expect.stringContaining(detail) },
    });
  });

  test("the list goes by pages, the newest first, and by state", async () => {
    await plan();
    const first = (await send("GET", "/api/maintenance-windows?limit=1")).body;
    expect(first.items).toMatchObject([{ reason: "Updates" }]);
    const next = `/api/maintenance-windows?limit=1&cursor=${first.nextCursor}`;
    expect((await send("GET", next)).body).toMatchObject({
      items: [{ id: idOf("mtw", 1) }],
      nextCursor: null,
    });
    const holding = await send("GET", "/api/maintenance-windows?state=holding");
    expect(holding.body.items).toEqual([]);
  });
});

describe("what a machine is behind", () => {
  const PATH = `/api/dependencies/${idOf("dep", 1)}`;
  const wish = (machine: number, behind: number) => ({
    machineId: idOf("mac", machine),
    behindId: idOf("mac", behind),
    by: "Ana",
  });

  test("is said, shown with presences, changed and taken away", async () => {
    const made = await add("/api/dependencies", wish(3, 2));
    expect(made).toMatchObject({
      status: 201,
      body: {
        machine: { name: "Étiquettes", presence: "waiting" },
        behind: { name: "Bureau" },
        at: "2026-11-23T09:00:00.000Z",
      },
    });
    const path = String(made.headers["location"]);
    expect((await change(path, { behindId: MACHINE })).body).toMatchObject({
      behind: { name: "Caisse", presence: "online" },
      version: 2,
    });
    const list = await send("GET", `/api/dependencies?machine=${idOf("mac", 3)}`);
    expect(list.body.items).toHaveLength(1);
    expect((await send("DELETE", path, { ifMatch: '"v2"' })).status).toBe(204);
    expect((await send("GET", path)).body).toMatchObject({ code: "not_found" });
  });

  test.for([
    [wish(1, 1), "behindId: name another machine of the same customer"],
    [wish(1, 2), "behindId: Caisse would be behind itself; take away one of the ring first"],
    [wish(2, 1), "behindId: the machine is behind this one already"],
    [wish(9, 1), "machineId: name a machine that is in use"],
    [wish(1, 9), "behindId: name a machine that is in use"],
  ] as const)("%j is refused with words", async ([body, detail]) => {
    expect(await add("/api/dependencies", body)).toMatchObject({
      status: 422,
      body: { code: "dependency_invalid", detail },
    });
  });

  test("behind more machines than can be looked at is refused", async () => {
    const machines = Array.from({ length: 101 }, (_, place) => idOf("mac", 100 + place));
    await server.registry.commit(async ({ estate, noise }) => {
      for (const id of machines) {
        const row = { id, customerId: CUSTOMER, siteId: null, name: id, classChosen: true };
        await estate.addMachine({ ...row, class: "server" });
      }
      for (const [place, behindId] of machines.slice(1).entries()) {
        const id = idOf("dep", 100 + place);
        const between = { machineId: machines[place] ?? "", behindId };
        await noise.dependencies.add(dependency({ ...between, id, customerId: CUSTOMER }));
      }
    });
    const above = (place: number) =>
      add("/api/dependencies", { machineId: MACHINE, behindId: machines[place], by: "Ana" });
    expect((await above(0)).body).toMatchObject({
      code: "dependency_invalid",
      detail: "behindId: Caisse would be behind more than 100 machines",
    });
    expect((await above(1)).status).toBe(201);
  });

  test("is changed by whoever saw it last", async () => {
    expect((await change(PATH, { by: "Luc" }, '"v7"')).body).toMatchObject({
      code: "version_conflict",
    });
  });
});

test("outages of sites are listed and shown with their machines", async () => {
  const { items } = (await send("GET", "/api/outages?open=false")).body;
  expect(items).toMatchObject([
    { site: { name: "Atelier" }, machines: 1, away: 0, noTicket: "not_covered", ticketId: null },
  ]);
  expect((await send("GET", `/api/outages/${idOf("otg", 1)}`)).body).toMatchObject({
    list: [{ id: MACHINE, name: "Caisse", away: false }],
  });
  expect((await send("GET", "/api/outages?open=true")).body.items).toEqual([]);
});

describe("an alert of which somebody knows", () => {
  const PATH = `/api/alerts/${ALERT}/acknowledge`;
  const until = "2026-12-01T09:00:00.000Z";

  test("says who, why and until when; its ticket stands; and it may be taken back", async () => {
    const answer = await add(PATH, { by: "Ana", until, text: "a disk is on its way" });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        acknowledged: {
          by: "Ana",
          at: "2026-11-23T09:00:00.000Z",
          until,
          text: "a disk is on its way",
        },
        ticketId: TICKET,
        noTicket: null,
        hold: null,
      },
    });
    expect((await send("DELETE", PATH)).body).toMatchObject({ acknowledged: null });
  });

  test.for([
    ["2026-11-23T08:00:00Z", /past/],
    ["2027-11-23T08:00:00Z", /more than 90 days/],
  ] as const)("not until %s", async ([wished, why]) => {
    expect((await add(PATH, { by: "Ana", until: wished })).body).toMatchObject({
      code: "acknowledgement_invalid",
      detail: expect.stringMatching(why),
    });
  });
});

test("health tells of deadlines that are set aside", async () => {
  const first = { what: "ticket", id: TICKET, failures: 3, againAtMs: 1 };
  const setAside = [first, { ...first, id: idOf("tic", 2) }];
  server.figures.now = { ...quietFigures(), sweeper: { setAside } };
  expect((await send("GET", "/api/health")).body).toMatchObject({
    status: "degraded",
    problems: [
      { code: "deadline_set_aside", parameters: { count: 2, what: "ticket", id: TICKET } },
    ],
  });
});
