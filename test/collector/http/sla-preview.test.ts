import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { mondayToFriday, PARIS } from "../../support/calendars.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.close());

const office = { timeZone: PARIS, weekly: mondayToFriday("09:00-18:00"), holidaySet: "FR" };
const target = { name: "restoration", budgetSeconds: 7_200, calendar: "office", pausable: true };
/** 5 June 2026 is a Friday. */
const wish = {
  calendars: { office },
  start: "2026-06-05T16:00:00+02:00",
  targets: [target],
  pauses: [{ from: "2026-06-05T16:30:00+02:00", to: "2026-06-05T17:00:00+02:00" }],
  changes: [],
  escalations: [{ percent: 50 }],
  now: "2026-06-05T17:30:00+02:00",
};

async function preview(body: unknown, headers: Record<string, string> = {}) {
  const { status, text } = await ask(server.port, {
    method: "POST",
    path: "/api/sla/preview",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status, body: JSON.parse(text) };
}

test("a preview answers in UTC and seconds, and keeps nothing", async () => {
  expect(await preview(wish)).toEqual({
    status: 200,
    body: {
      targets: [
        {
          name: "restoration",
          clockStart: "2026-06-05T14:00:00.000Z",
          dueAt: "2026-06-08T07:30:00.000Z",
          state: "running",
          elapsedSeconds: 3_600,
          remainingSeconds: 3_600,
          breached: false,
          overrunSeconds: 0,
          openIntervals: [
            ["2026-06-05T15:30:00.000Z", "2026-06-05T16:00:00.000Z"],
            ["2026-06-08T07:00:00.000Z", "2026-06-08T16:00:00.000Z"],
          ],
          escalations: [{ percent: 50, at: "2026-06-05T15:30:00.000Z" }],
        },
      ],
    },
  });
  expect((await ask(server.port, { path: "/api/tickets" })).text).not.toContain("restoration");
});

test("what may be left out may be: now is the moment", async () => {
  const { calendars, start, targets } = wish;
  expect(await preview({ calendars, start, targets })).toMatchObject({
    status: 200,
    body: { targets: [{ breached: true, escalations: [] }] },
  });
});

describe("a preview is refused", () => {
  test.for<[string, unknown, number, string, string]>([
    ["without the agreed form", { ...wish, targets: [] }, 400, "request_malformed", "body/targets"],
    ["with a field of another name", { ...wish, pause: [] }, 400, "request_malformed", "pause"],
    [
      "with an instant of no zone",
      { ...wish, start: "2026-06-05T16:00:00" },
      400,
      "request_malformed",
      "start",
    ],
    [
      "with more calendars than it takes",
      {
        ...wish,
        calendars: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`c${n}`, office])),
      },
      400,
      "request_malformed",
      "calendars",
    ],
    [
      "with more pauses than it takes",
      { ...wish, pauses: Array.from({ length: 1_001 }, () => wish.pauses[0]) },
      400,
      "request_malformed",
      "pauses",
    ],
    [
      "with a promise that cannot hold",
      { ...wish, targets: [{ ...target, workingDays: 1 }] },
      422,
      "sla_preview_invalid",
      "targets[0] has both",
    ],
    [
      "with a calendar that never opens",
      { ...wish, calendars: { office: { timeZone: PARIS, weekly: {} } } },
      422,
      "calendar_invalid",
      "calendars.office",
    ],
    [
      "with a zone that is none",
      { ...wish, calendars: { office: { ...office, timeZone: "Europe/Nowhere" } } },
      422,
      "calendar_invalid",
      "Europe/Nowhere",
    ],
  ])("%s", async ([, body, status, code, detail]) => {
    const answer = await preview(body);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.detail).toContain(detail);
  });

  test("in the reader's language", async () => {
    const body = { ...wish, targets: [{ ...target, calendar: "none" }] };
    const answer = await preview(body, { "accept-language": "fr" });
    expect(answer.body.title).toMatch(/^Ces engagements ne peuvent pas être simulés/);
  });
});
