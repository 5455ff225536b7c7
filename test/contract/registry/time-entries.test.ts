import { describe, expect, test } from "vitest";
import type { TimeEntryRow } from "../../../collector/registry/registry.ts";
import { timeEntry } from "./desk-rows.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, ticket } from "./rows.ts";

const MINUTE_MS = 60_000;

/** An entry between two minutes. */
const entry = (
  id: string,
  [from, to]: readonly [number, number | null],
  change: Partial<TimeEntryRow> = {},
): TimeEntryRow =>
  timeEntry({
    id,
    startedAtMs: from * MINUTE_MS,
    endedAtMs: to === null ? null : to * MINUTE_MS,
    ...change,
  });

describe.for(ENGINES)("time worked: %s", ([, engine]) => {
  const registry = useRegistry(engine, async (unit) => {
    await addCoveredOffice(unit);
    await unit.tickets.add(ticket(), []);
    await unit.tickets.add(ticket({ id: "tic_2", number: 2, object: "/home" }), []);
  });
  const add = (...rows: readonly TimeEntryRow[]) =>
    registry.commit(async ({ timeEntries }) => {
      for (const row of rows) await timeEntries.add(row);
    });
  const change = (row: TimeEntryRow) =>
    registry.commit(({ timeEntries }) => timeEntries.change(row));

  test("an entry comes back with its ticket's number, and is changed by whoever saw it last", async () => {
    const row = entry("tme_1", [10, 20], { outOfHoursMs: 5_000, note: "au téléphone" });
    await add(row);
    const { timeEntries } = registry.read;
    expect(await timeEntries.find("tme_1")).toEqual({ ...row, ticketNumber: 1 });
    expect(await timeEntries.find("tme_9")).toBeUndefined();
    expect(await change({ ...row, note: "sur place", kind: "travel" })).toBe(true);
    expect(await change({ ...row, note: "ailleurs" })).toBe(false);
    expect(await timeEntries.find("tme_1")).toMatchObject({ note: "sur place", version: 2 });
    const remove = (version: number) =>
      registry.commit((unit) => unit.timeEntries.remove("tme_1", version));
    expect([await remove(1), await remove(2), await remove(2)]).toEqual([false, true, false]);
  });

  test("a person has one timer, whatever it is on and however the name is written", async () => {
    await add(entry("tme_1", [10, null]));
    const { timeEntries } = registry.read;
    expect(await timeEntries.running("ZOE")).toMatchObject({ id: "tme_1", ticketNumber: 1 });
    expect(await timeEntries.running("Ana")).toBeUndefined();
    const second = entry("tme_2", [11, null], { ticketId: "tic_2", person: "zoe" });
    await expect(add(second)).rejects.toThrow();
    await add(entry("tme_3", [11, null], { person: "Ana" }));
    await change(entry("tme_1", [10, 12]));
    expect(await timeEntries.running("Zoé")).toBeUndefined();
    await add(second);
  });

  test("the latest come first, by pages", async () => {
    await add(entry("tme_1", [10, 20]), entry("tme_2", [30, 40]), entry("tme_3", [30, 31]));
    await add(entry("tme_4", [50, 60], { ticketId: "tic_2" }));
    const { timeEntries } = registry.read;
    const list = async (limit: number, after?: Pick<TimeEntryRow, "startedAtMs" | "id">) =>
      (await timeEntries.list({ ticketId: "tic_1", limit, ...(after && { after }) })).map(
        ({ id }) => id,
      );
    expect(await list(2)).toEqual(["tme_3", "tme_2"]);
    expect(await list(2, { startedAtMs: 30 * MINUTE_MS, id: "tme_2" })).toEqual(["tme_1"]);
    expect(await timeEntries.count("tic_1")).toBe(3);
  });

  test.for([
    [[20, 30], undefined, "after it"],
    [[0, 10], undefined, "before it"],
    [[19, 30], "tme_1", "over its end"],
    [[0, 11], "tme_1", "over its beginning"],
    [[12, 13], "tme_1", "within it"],
    [[0, 60], "tme_1", "around it"],
    [[100, 110], undefined, "with a timer that runs"],
    [[205, 206], undefined, "with travel"],
    [[1_600, 1_601], "tme_4", "with the end of one that lasted all day"],
  ] as const)("%j overlaps %s: %s", async ([[from, to], found]) => {
    await add(entry("tme_1", [10, 20]), entry("tme_2", [90, null]));
    await add(entry("tme_3", [200, 210], { kind: "travel" }), entry("tme_4", [300, 300 + 1_440]));
    await add(entry("tme_5", [0, 3_000], { person: "Ana" }));
    const span = { startMs: from * MINUTE_MS, endMs: to * MINUTE_MS };
    const query = { person: "zoe", kind: "work", ...span } as const;
    const { timeEntries } = registry.read;
    expect((await timeEntries.overlapping(query))?.id).toBe(found);
    if (found === undefined) return;
    expect(await timeEntries.overlapping({ ...query, exceptId: found })).toBeUndefined();
  });

  test("what was worked adds up in minutes that are each rounded on their own", async () => {
    const { timeEntries } = registry.read;
    const nothing = { workMinutes: 0, travelMinutes: 0, outOfHoursMinutes: 0 };
    expect(await timeEntries.worked("tic_1")).toEqual(nothing);
    await add(
      entry("tme_1", [0, 0.5], { outOfHoursMs: 30_000 }),
      entry("tme_2", [10, 11.5], { outOfHoursMs: 29_999 }),
      entry("tme_3", [20, 20.49]),
      entry("tme_4", [30, 60], { kind: "travel", outOfHoursMs: 1_800_000 }),
      entry("tme_5", [70, null]),
      entry("tme_6", [80, 90], { ticketId: "tic_2" }),
    );
    expect(await timeEntries.worked("tic_1")).toEqual({
      workMinutes: 3,
      travelMinutes: 30,
      outOfHoursMinutes: 1,
    });
  });
});
