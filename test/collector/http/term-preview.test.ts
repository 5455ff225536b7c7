import type { Term } from "@vigie/shared/term.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { ask } from "../../support/raw-http.ts";
import { annual, openEnded } from "../../support/terms.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.close());

async function preview(body: unknown) {
  const { status, text } = await ask(server.port, {
    method: "POST",
    path: "/api/contracts/term-preview",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status, body: JSON.parse(text) };
}

const year: Term = annual("2026-01-01");

test("a preview tells state, terms and reminders on a day, and keeps nothing", async () => {
  const before = await ask(server.port, { path: "/api/contracts" });
  const wish = { term: year, on: "2026-09-15", noticeGivenOn: "2026-09-15", count: 2 };
  expect(await preview(wish)).toEqual({
    status: 200,
    body: {
      on: "2026-09-15",
      state: "notice_given",
      current: {
        number: 1,
        startsOn: "2026-01-01",
        endsOn: "2026-12-31",
        anniversaryOn: "2027-01-01",
        lastNoticeOn: "2026-10-01",
      },
      endsOn: "2026-12-31",
      reminders: [],
      terms: [
        {
          number: 1,
          startsOn: "2026-01-01",
          endsOn: "2026-12-31",
          anniversaryOn: "2027-01-01",
          lastNoticeOn: "2026-10-01",
        },
      ],
    },
  });
  expect(await ask(server.port, { path: "/api/contracts" })).toMatchObject({ text: before.text });
});

describe("the day", () => {
  test("is today in the term's own zone, if nobody says which", async () => {
    server.clock.now = Temporal.Instant.from("2026-11-23T12:30:00Z");
    const inAuckland = { ...year, timeZone: "Pacific/Auckland" };
    expect((await preview({ term: year })).body.on).toBe("2026-11-23");
    expect((await preview({ term: inAuckland })).body.on).toBe("2026-11-24");
  });

  test("three terms are listed if nobody says how many", async () => {
    expect((await preview({ term: year })).body.terms).toHaveLength(3);
    expect((await preview({ term: year, count: 60 })).body.terms).toHaveLength(60);
  });
});

describe("what is refused", () => {
  test.for<[string, object, number, string, RegExp]>([
    ["a day that there is not", { term: year, on: "2026-02-30" }, 422, "term_invalid", /^on: /],
    [
      "an amendment with a gap",
      { term: year, amendments: [{ effectiveOn: "2026-05-01", term: annual("2026-06-01") }] },
      422,
      "term_invalid",
      /^amendments\[0\]\.term\.startsOn/,
    ],
    [
      "a tacit term without a length",
      { term: { ...openEnded("2026-01-01"), renewal: "tacit" } },
      422,
      "term_invalid",
      /^initialMonths/,
    ],
    ["more terms than anybody reads", { term: year, count: 61 }, 400, "request_malformed", /count/],
    ["a field of nobody", { term: year, end: "2026-01-01" }, 400, "request_malformed", /end/],
    ["no term", {}, 400, "request_malformed", /term/],
  ])("%s", async ([, wish, status, code, detail]) => {
    const answer = await preview(wish);
    expect(answer.body).toMatchObject({ status, code, detail: expect.stringMatching(detail) });
  });
});
