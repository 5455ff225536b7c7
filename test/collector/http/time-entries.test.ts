import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ticket } from "../../contract/registry/rows.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { jsonOf } from "../../support/json-requests.ts";
import { CUSTOMER, idOf, TICKET } from "../../support/office.ts";

/** Time worked on the office's ticket, whose contract counts Mondays from 9 to 18, and on a bare one. */

const BARE = idOf("tic", 2);

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
  at("10:00");
  await server.registry.commit(async ({ tickets }) => {
    const bare = { ruleId: null, machineId: null, alertId: null };
    const none = { contractVersionId: null, calendarVersionIds: [] };
    await tickets.add(ticket({ ...bare, ...none, id: BARE, number: 2, customerId: CUSTOMER }), []);
  });
});
afterEach(() => server.close());

/** The clock of Monday 23 November in Paris. */
const instant = (time: string) => `2026-11-23T${time}:00+01:00`;
function at(time: string): void {
  server.clock.now = Temporal.Instant.from(instant(time));
}

const { send, add } = jsonOf(() => server);
const path = `/api/tickets/${TICKET}/time-entries`;

const worked = (from: string, to: string, change: object = {}) =>
  add(path, {
    by: "Zoé",
    kind: "work",
    startedAt: instant(from),
    endedAt: instant(to),
    ...change,
  });
const start = (change: object = {}, id = TICKET) =>
  add(`/api/tickets/${id}/time-entries/start`, { by: "Zoé", kind: "work", ...change });
const stop = (id: string, ifMatch = '"v1"') =>
  send("POST", `/api/time-entries/${id}/stop`, { body: { by: "Zoé" }, ifMatch });
const change = (id: string, body: object, ifMatch = '"v1"') =>
  send("PATCH", `/api/time-entries/${id}`, { body, ifMatch });
const read = async () => (await send("GET", `/api/tickets/${TICKET}`)).body;

describe("by hand", () => {
  test("it is kept with what of it was out of hours, and added up", async () => {
    at("20:00");
    const { status, body, headers } = await worked("17:30", "19:00", { note: "au téléphone" });
    expect([status, headers["etag"]]).toEqual([201, '"v1"']);
    expect(body).toEqual({
      id: expect.stringMatching(/^tme_/),
      ticketId: TICKET,
      by: "Zoé",
      kind: "work",
      startedAt: "2026-11-23T16:30:00.000Z",
      endedAt: "2026-11-23T18:00:00.000Z",
      minutes: 90,
      outOfHoursMinutes: 60,
      note: "au téléphone",
      version: 1,
    });
    await worked("16:00", "17:00");
    await worked("19:00", "20:00", { kind: "travel" });
    expect((await read()).worked).toEqual({
      workMinutes: 150,
      travelMinutes: 60,
      outOfHoursMinutes: 60,
    });
  });

  test("where no contract says hours nothing is out of them", async () => {
    const body = {
      by: "Zoé",
      kind: "work",
      startedAt: instant("05:00"),
      endedAt: instant("06:00"),
    };
    const kept = await add(`/api/tickets/${BARE}/time-entries`, body);
    expect(kept.body).toMatchObject({ minutes: 60, outOfHoursMinutes: null });
  });

  test.for([
    ["09:00", "10:01", {}, "endedAt: this has not happened", "in the future"],
    ["10:00", "09:00", {}, "endedAt: it ends before", "turned"],
    ["09:30", "09:45", {}, "on ticket 1", "worked twice"],
    ["09:30", "09:45", { by: "ZOE" }, "on ticket 1", "by the same person in other letters"],
  ] as const)("from %s to %s with %j is refused: %s (%s)", async ([from, to, wish, words]) => {
    await worked("09:15", "09:40");
    const refused = await worked(from, to, wish);
    expect(refused).toMatchObject({ status: 422, body: { code: "time_invalid" } });
    expect(refused.body.detail).toContain(words);
  });

  test.for([
    [{ by: "Léo" }, "somebody else worked then, too"],
    [{ kind: "travel" }, "travel is counted apart"],
  ] as const)("at the same time with %j is taken: %s", async ([wish]) => {
    await worked("09:15", "09:40");
    expect((await worked("09:30", "09:45", wish)).status).toBe(201);
  });

  test("not into what a timer counts", async () => {
    at("09:00");
    await start();
    at("10:00");
    expect((await worked("09:30", "09:45")).body.code).toBe("time_invalid");
    expect((await worked("08:30", "09:00")).status).toBe(201);
  });
});

describe("a timer", () => {
  test("runs until it is stopped", async () => {
    const { body: running } = await start({ note: "sauvegarde" });
    expect(running).toMatchObject({ endedAt: null, minutes: null, outOfHoursMinutes: null });
    expect((await read()).worked.workMinutes).toBe(0);
    at("10:25");
    const stopped = await stop(running.id);
    expect(stopped.body).toMatchObject({ minutes: 25, outOfHoursMinutes: 0, version: 2 });
    expect((await stop(running.id)).body.code).toBe("version_conflict");
    expect((await stop(running.id, '"v2"')).body).toMatchObject({
      code: "time_invalid",
      detail: expect.stringContaining("does not run"),
    });
  });

  test("is stopped by whatever the person begins next, and by nobody else", async () => {
    const first = (await start()).body;
    const theirs = (await start({ by: "Léo" })).body;
    at("10:10");
    const second = (await start({ by: "ZOÉ", kind: "travel" }, BARE)).body;
    const entries = (await send("GET", path)).body.items;
    const endOf = (id: string) => entries.find((entry: { id: string }) => entry.id === id)?.endedAt;
    expect(endOf(first.id)).toBe("2026-11-23T09:10:00.000Z");
    expect(endOf(theirs.id)).toBeNull();
    expect(second).toMatchObject({ ticketId: BARE, endedAt: null });
  });

  test("that was forgotten asks when that work ended, and begins nothing meanwhile", async () => {
    const { body: forgotten } = await start();
    server.clock.now = server.clock.now.add({ hours: 24, seconds: 1 });
    const words = { code: "time_invalid", detail: expect.stringContaining("ticket 1") };
    expect((await stop(forgotten.id)).body).toMatchObject(words);
    expect((await start()).body).toMatchObject(words);
    const said = await change(forgotten.id, { endedAt: instant("11:00") });
    expect(said.body).toMatchObject({ minutes: 60, version: 2 });
    expect((await start()).status).toBe(201);
  });

  test("of one whose clock was set back ends when it began", async () => {
    const { body: running } = await start();
    at("09:00");
    expect((await stop(running.id)).body).toMatchObject({ minutes: 0 });
  });
});

describe("what was kept", () => {
  test("is corrected with a line that says from what to what", async () => {
    const { body: entry } = await worked("09:00", "09:30");
    const corrected = await change(entry.id, { by: "Ana", endedAt: instant("09:50") });
    expect(corrected.body).toMatchObject({ by: "Zoé", minutes: 50, version: 2 });
    expect((await read()).transitions.at(-1)).toMatchObject({
      kind: "changed",
      actor: "Ana",
      parameters: { field: "time", person: "Zoé", kind: "work", fromMinutes: 30, toMinutes: 50 },
    });
    expect((await change(entry.id, { note: "a" })).status).toBe(412);
    const unsaid = await send("PATCH", `/api/time-entries/${entry.id}`, { body: { note: "a" } });
    expect(unsaid.status).toBe(428);
  });

  test("is not moved over other work, nor into travel that overlaps", async () => {
    const { body: entry } = await worked("09:00", "09:30");
    await worked("09:30", "09:40");
    expect((await change(entry.id, { endedAt: instant("09:31") })).body.code).toBe("time_invalid");
    const { body: travel } = await worked("09:10", "09:20", { kind: "travel" });
    expect((await change(travel.id, { kind: "work" })).body.code).toBe("time_invalid");
    expect((await change(entry.id, { startedAt: instant("08:50") })).status).toBe(200);
  });

  test("is removed with a line, signed by whoever did it", async () => {
    const { body: entry } = await worked("09:00", "09:30");
    const url = `/api/time-entries/${entry.id}`;
    expect((await send("DELETE", url)).status).toBe(428);
    expect((await send("DELETE", `${url}?by=Ana`, { ifMatch: '"v1"' })).status).toBe(204);
    const { worked: sums, transitions } = await read();
    expect(sums.workMinutes).toBe(0);
    expect(transitions.at(-1)).toMatchObject({
      actor: "Ana",
      parameters: { field: "time", fromMinutes: 30, toMinutes: 0 },
    });
    expect((await send("DELETE", url, { ifMatch: '"v1"' })).status).toBe(404);
  });

  test("is listed by pages, the latest first", async () => {
    for (const [from, to] of [
      ["08:00", "08:10"],
      ["09:00", "09:10"],
      ["08:30", "08:40"],
    ] as const) {
      await worked(from, to);
    }
    const startsOf = ({ items }: { items: readonly { startedAt: string }[] }) =>
      items.map(({ startedAt }) => startedAt.slice(11, 16));
    const first = (await send("GET", `${path}?limit=2`)).body;
    expect(startsOf(first)).toEqual(["08:00", "07:30"]);
    const cursor = encodeURIComponent(first.nextCursor);
    expect(startsOf((await send("GET", `${path}?limit=2&cursor=${cursor}`)).body)).toEqual([
      "07:00",
    ]);
  });

  test("is still kept on a ticket that was merged, which takes no more", async () => {
    const etag = String((await send("GET", `/api/tickets/${TICKET}`)).headers["etag"]);
    const body = { by: "Ana", into: BARE };
    await send("POST", `/api/tickets/${TICKET}/merge`, { body, ifMatch: etag });
    const refusal = { code: "ticket_state", parameters: { state: "merged" } };
    expect((await start()).body).toMatchObject(refusal);
    expect((await worked("09:00", "09:30")).body).toMatchObject(refusal);
  });
});
