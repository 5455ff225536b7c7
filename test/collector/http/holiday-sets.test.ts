import { HOLIDAY_SETS } from "@vigie/shared/calendar.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.close());

async function get(path: string) {
  const { status, text } = await ask(server.port, { path });
  return { status, body: JSON.parse(text) };
}

test("every set has a label in both languages", async () => {
  const { body } = await get("/api/holiday-sets");
  expect(body.items.map(({ set }: { set: string }) => set)).toEqual([...HOLIDAY_SETS]);
  expect(body.items).toContainEqual({
    set: "CH-GE",
    name: { en: "Switzerland, Geneva", fr: "Suisse, Genève" },
  });
});

test("a set and a year give dates, keys and names, in order", async () => {
  const { body } = await get("/api/holiday-sets/FR-GUYANE/2026");
  expect(body).toMatchObject({ set: "FR-GUYANE", year: 2026 });
  expect(body.holidays).toHaveLength(12);
  expect(body.holidays[0]).toEqual({
    date: "2026-01-01",
    key: "new_year",
    name: { en: "New Year's Day", fr: "Jour de l'an" },
  });
  expect(body.holidays).toContainEqual({
    date: "2026-06-10",
    key: "abolition",
    name: { en: "Abolition of Slavery", fr: "Abolition de l'esclavage" },
  });
});

test.for([
  ["an unknown set", "FR-PARIS/2026", 404, "not_found"],
  ["a country whose sets are its cantons", "CH/2026", 404, "not_found"],
  ["a set in other letters", "fr/2026", 404, "not_found"],
  ["before the first year", "FR/1899", 400, "request_malformed"],
  ["after the last year", "FR/2101", 400, "request_malformed"],
  ["no year", "FR/now", 400, "request_malformed"],
  ["a year with a fraction", "FR/2026.5", 400, "request_malformed"],
  ["a year in another writing", "FR/0x7ea", 400, "request_malformed"],
] as const)("%s is refused", async ([, path, status, code]) => {
  const answer = await get(`/api/holiday-sets/${path}`);
  expect(answer).toMatchObject({ status, body: { code } });
  if (status === 400) expect(answer.body.detail).toContain("is not a year from 1900 to 2100");
});

test.for(["1900", "2100"])("%s is a year like others", async (year) => {
  const { status, body } = await get(`/api/holiday-sets/BE/${year}`);
  expect([status, body.holidays.length]).toEqual([200, 10]);
});
