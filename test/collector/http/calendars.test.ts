import type { CalendarDocument, CalendarWish } from "@vigie/shared/calendar.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { everyDay, hours, mondayToFriday, PARIS } from "../../support/calendars.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const week: CalendarDocument = {
  timeZone: PARIS,
  weekly: mondayToFriday("09:00-18:00"),
  holidaySet: "FR",
};
const wish = (change: Partial<CalendarWish> = {}): CalendarWish => ({
  name: "Jours ouvrés",
  document: week,
  ...change,
});

async function call(
  method: string,
  path: string,
  { body, ifMatch }: { readonly body?: unknown; readonly ifMatch?: string } = {},
) {
  const { status, text, headers } = await ask(server.port, {
    method,
    path,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(ifMatch !== undefined && { "if-match": ifMatch }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status, body: JSON.parse(text), etag: headers["etag"], location: headers["location"] };
}

const post = (body: unknown) => call("POST", "/api/calendars", { body });
const put = (id: string, body: unknown, ifMatch: string) =>
  call("PUT", `/api/calendars/${id}`, { body, ifMatch });
const get = (path: string) => call("GET", `/api/calendars${path}`);

/** Makes a calendar that must be taken. */
async function make(body: CalendarWish): Promise<string> {
  const made = await post(body);
  expect(made.status).toBe(201);
  return made.body.id;
}

describe("a calendar", () => {
  test("is made, with its first version and where it is", async () => {
    const made = await post(wish());
    expect(made).toMatchObject({
      status: 201,
      etag: '"v1"',
      location: `/api/calendars/${made.body.id}`,
      body: { name: "Jours ouvrés", document: week, version: { number: 1 } },
    });
    expect(made.body.version).not.toHaveProperty("baseVersionId");
    expect(await get(`/${made.body.id}`)).toMatchObject({ status: 200, body: made.body });
  });

  test("is changed by its next version; those before stay as they were", async () => {
    const id = await make(wish());
    const longer = { ...week, weekly: mondayToFriday("08:00-19:00") };
    const changed = await put(id, wish({ document: longer }), '"v1"');
    expect(changed).toMatchObject({
      status: 200,
      etag: '"v2"',
      body: { id, version: { number: 2 }, document: longer },
    });
    const { body } = await get(`/${id}/versions`);
    const told = body.items.map((item: typeof changed.body) => [
      item.version.number,
      item.document,
    ]);
    expect(told).toEqual([
      [2, longer],
      [1, week],
    ]);
  });

  test("that is put as it is gets no version, in whatever order its fields come", async () => {
    const id = await make(wish());
    const { timeZone, weekly, holidaySet } = week;
    const same = await put(
      id,
      { document: { weekly, holidaySet, timeZone }, name: "Jours ouvrés" },
      '"v1"',
    );
    expect(same).toMatchObject({ status: 200, etag: '"v1"', body: { version: { number: 1 } } });
    const renamed = await put(id, wish({ name: "Bureau" }), '"v1"');
    expect(renamed).toMatchObject({ etag: '"v2"', body: { name: "Bureau" } });
  });

  test("is changed by whoever saw it last; the other is told to look again", async () => {
    const id = await make(wish());
    const answers = await Promise.all(
      ["A", "B", "C"].map((name) => put(id, wish({ name }), '"v1"')),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
    expect((await get(`/${id}`)).body.version.number).toBe(2);
  });

  test.for([
    ["without saying which version", undefined, 428, "version_required"],
    ["with a version that is none", '"7"', 412, "version_conflict"],
  ] as const)("is not changed %s", async ([, ifMatch, status, code]) => {
    const id = await make(wish());
    const body = wish({ name: "Bureau" });
    const answer = await call("PUT", `/api/calendars/${id}`, {
      body,
      ...(ifMatch !== undefined && { ifMatch }),
    });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  test("nobody has is not found", async () => {
    for (const path of ["/cal_0", "/cal_0/versions"]) {
      expect(await get(path)).toMatchObject({ status: 404, body: { code: "not_found" } });
    }
    expect(await put("cal_0", wish(), '"v1"')).toMatchObject({ status: 404 });
  });

  test.for<[string, CalendarDocument, string]>([
    [
      "hours out of order",
      { timeZone: PARIS, weekly: { mon: hours("14:00-18:00 09:00-12:00") } },
      "the hours 14:00-18:00 and 09:00-12:00 of mon are not in order",
    ],
    [
      "hours that overlap",
      { timeZone: PARIS, weekly: { tue: hours("09:00-13:00 12:00-18:00") } },
      "the hours 09:00-13:00 and 12:00-18:00 of tue overlap",
    ],
    ["no hours", { timeZone: PARIS, weekly: {} }, "it never opens"],
    ["no zone", { weekly: everyDay("09:00-18:00") }, "it needs a timeZone"],
    [
      "a base that is not there",
      { complementOf: "cal_0" },
      "complementOf: there is no calendar with the id cal_0",
    ],
  ])("with %s is refused in words, and nothing is kept", async ([, document, words]) => {
    const id = await make(wish());
    const before = (await get("")).body;
    for (const answer of [
      await post(wish({ document })),
      await put(id, wish({ document }), '"v1"'),
    ]) {
      expect(answer).toMatchObject({ status: 422, body: { code: "calendar_invalid" } });
      expect(answer.body.detail).toContain(words);
    }
    expect((await get("")).body).toEqual(before);
  });
});

test("calendars and their versions are listed in pages", async () => {
  const before = (await get("")).body.items.length;
  const ids = [await make(wish({ name: "A" })), await make(wish({ name: "B" }))];
  await put(ids[0] ?? "", wish({ name: "A2" }), '"v1"');
  await put(ids[0] ?? "", wish({ name: "A3" }), '"v2"');

  const first = await get(`?limit=${before + 1}`);
  const second = await get(`?limit=9&cursor=${first.body.nextCursor}`);
  const listed = [...first.body.items, ...second.body.items].map(({ id, name }) => [id, name]);
  expect(listed.slice(before)).toEqual([
    [ids[0], "A3"],
    [ids[1], "B"],
  ]);
  expect(second.body.nextCursor).toBeNull();

  const newest = await get(`/${ids[0]}/versions?limit=2`);
  const rest = await get(`/${ids[0]}/versions?limit=2&cursor=${newest.body.nextCursor}`);
  const names = [...newest.body.items, ...rest.body.items].map(({ name }) => name);
  expect(names).toEqual(["A3", "A2", "A"]);
  expect(await get(`/${ids[1]}/versions?cursor=${newest.body.nextCursor}`)).toMatchObject({
    body: { code: "cursor_invalid" },
  });
});

describe("a complement", () => {
  const rest = (base: string, name = "Hors heures"): CalendarWish => ({
    name,
    document: { complementOf: base },
  });

  test("counts by the version of its base that was there when it was made", async () => {
    const base = await post(wish());
    const made = await post(rest(base.body.id));
    expect(made).toMatchObject({
      status: 201,
      body: { version: { number: 1, baseVersionId: base.body.version.id } },
    });
  });

  test("gets its next version together with its base, and so do complements of it", async () => {
    const base = await make(wish());
    const outside = await make(rest(base));
    const again = await make(rest(outside, "Encore"));
    const other = await make(wish({ name: "Autre" }));

    const changed = await put(base, wish({ document: { ...week, holidaySet: "BE" } }), '"v1"');
    const second = (await get(`/${outside}`)).body;
    const third = (await get(`/${again}`)).body;
    expect(second.version).toMatchObject({ number: 2, baseVersionId: changed.body.version.id });
    expect(third.version).toMatchObject({ number: 2, baseVersionId: second.version.id });
    expect((await get(`/${other}`)).body.version.number).toBe(1);

    const { items } = (await get(`/${outside}/versions`)).body;
    expect(new Set(items.map(({ version }: typeof second) => version.baseVersionId)).size).toBe(2);
  });

  test("keeps its base from becoming one that leaves nothing out", async () => {
    const base = await make(wish());
    const outside = await make(rest(base, "Nuits et dimanches"));
    const always = { timeZone: PARIS, weekly: everyDay("00:00-24:00") };
    const answer = await put(base, wish({ document: always }), '"v1"');
    expect(answer).toMatchObject({ status: 422, body: { code: "calendar_invalid" } });
    expect(answer.body.detail).toMatch(
      /^Nuits et dimanches: it would stay closed for more than 400 days/,
    );
    expect((await get(`/${base}`)).body.version.number).toBe(1);
    expect((await get(`/${outside}`)).body.version.number).toBe(1);
  });

  test("is not its own, by way of others either", async () => {
    const base = await make(wish());
    const outside = await make(rest(base));
    const again = await make(rest(outside));
    for (const id of [base, outside, again]) {
      const answer = await put(base, rest(id), '"v1"');
      expect(answer).toMatchObject({ status: 422, body: { code: "calendar_invalid" } });
      expect(answer.body.detail).toContain("it is a complement in a circle");
    }
  });

  test("may become one with hours of its own, and back, and then follows its base again", async () => {
    const base = await make(wish());
    const outside = await make(rest(base));
    await put(
      outside,
      wish({ name: "Soir", document: { ...week, weekly: everyDay("18:00-22:00") } }),
      '"v1"',
    );
    await put(base, wish({ name: "Bureau" }), '"v1"');
    expect((await get(`/${outside}`)).body.version).toMatchObject({ number: 2 });

    await put(outside, rest(base), '"v2"');
    await put(base, wish({ name: "Bureaux" }), '"v2"');
    expect((await get(`/${outside}`)).body.version).toMatchObject({ number: 4 });
  });
});
