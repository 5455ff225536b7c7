import { expect, test } from "vitest";
import { newId } from "../../collector/ids.ts";

/** More than one piece of chance lasts for. */
const IDS = 5_000;

test("ids are a prefix and a ULID, each its own, and sort as they were made", () => {
  const ids = Array.from({ length: IDS }, () => newId("tic"));
  for (const id of ids) expect(id).toMatch(/^tic_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  expect(new Set(ids).size).toBe(IDS);
  expect(ids.toSorted()).toEqual(ids);
});

test("of two moments no letter of what is left to chance stays the same", async () => {
  const seen = Array.from({ length: 16 }, () => new Set<string | undefined>());
  for (let moment = 0; moment < 40; moment += 1) {
    const chance = newId("tic").slice(-16);
    for (const [place, letters] of seen.entries()) letters.add(chance[place]);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  for (const letters of seen) expect(letters.size).toBeGreaterThan(10);
});
