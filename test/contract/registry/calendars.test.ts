import { describe, expect, test } from "vitest";
import { completeClauses } from "../../../collector/domain/default-clauses.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { addCoveredOffice, calendar, customer, version } from "./rows.ts";

describe.for(ENGINES)("calendars: %s", ([, engine]) => {
  const registry = useRegistry(engine, addCoveredOffice);

  const rest = calendar({
    id: "clv_2",
    calendarId: "cal_2",
    name: "Hors heures",
    document: { complementOf: "cal_1" },
    baseVersionId: "clv_1",
  });
  const nextRest = { ...rest, id: "clv_4", number: 2, baseVersionId: "clv_3" };
  const next = calendar({ id: "clv_3", number: 2, document: { timeZone: "UTC", weekly: {} } });

  const addAll = () =>
    registry.commit(async ({ contracts }) => {
      for (const row of [rest, next, nextRest]) await contracts.addCalendarVersion(row);
    });

  test("a version says by which version of its base it counts, or that it has none", async () => {
    await addAll();
    const { contracts } = registry.read;
    expect(await contracts.calendarVersions()).toEqual([calendar(), next, rest, nextRest]);
  });

  test("which versions there are is told without what they say", async () => {
    await addAll();
    const numbers = await registry.read.contracts.calendarNumbers();
    const versions = [calendar(), next, rest, nextRest];
    expect(numbers.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      versions
        .map(({ id, calendarId, number }) => ({ id, calendarId, number }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });

  test("one that is given without a base has none", async () => {
    const { baseVersionId: _none, ...own } = calendar({ id: "clv_9", calendarId: "cal_9" });
    await registry.commit(({ contracts }) => contracts.addCalendarVersion(own));
    expect(await registry.read.contracts.findCalendar("cal_9")).toEqual({
      ...own,
      baseVersionId: null,
    });
  });

  test("the newest of each are listed by calendar, in pages", async () => {
    await addAll();
    const { contracts } = registry.read;
    expect(await contracts.newestCalendars({ limit: 10 })).toEqual([next, nextRest]);
    expect(await contracts.newestCalendars({ limit: 1 })).toEqual([next]);
    expect(await contracts.newestCalendars({ limit: 1, after: "cal_1" })).toEqual([nextRest]);
    expect(await contracts.newestCalendars({ limit: 1, after: "cal_2" })).toEqual([]);
  });

  test("the newest of one is found", async () => {
    await addAll();
    const { contracts } = registry.read;
    expect(await contracts.findCalendar("cal_1")).toEqual(next);
    expect(await contracts.findCalendar("cal_9")).toBeUndefined();
  });

  test("the versions of one come newest first, in pages", async () => {
    await addAll();
    const { contracts } = registry.read;
    expect(await contracts.versionsOfCalendar("cal_2", { limit: 9 })).toEqual([nextRest, rest]);
    expect(await contracts.versionsOfCalendar("cal_2", { limit: 1, below: 2 })).toEqual([rest]);
    expect(await contracts.versionsOfCalendar("cal_2", { limit: 1, below: 1 })).toEqual([]);
  });

  /** A sample customer whose contract counts by these calendars. */
  const addSampleOn = (...calendarIds: readonly string[]) =>
    registry.commit(async ({ estate, contracts }) => {
      await estate.addCustomer(customer({ id: "cus_9", sample: true }));
      const named = { number: "D-1", name: "Essai", kind: "maintenance" } as const;
      await contracts.addContract({ id: "con_9", customerId: "cus_9", ...named });
      const levels = calendarIds.map((calendarId, place) => ({
        priority: place + 1,
        targets: [{ kind: "resolution", budgetSeconds: 60, calendarId, pausable: true } as const],
      }));
      const clauses = completeClauses(levels);
      await contracts.addVersion(version({ id: "cov_9", contractId: "con_9", clauses }));
    });
  const days = calendar({ id: "clv_5", calendarId: "cal_5" });
  const nights = { ...rest, id: "clv_6", calendarId: "cal_6", baseVersionId: "clv_5" };

  test.for([
    ["stays with a complement that is not the sample's", ["cal_5"], ["cal_1", "cal_5", "cal_6"]],
    ["goes with a complement that goes", ["cal_5", "cal_6"], ["cal_1"]],
    ["that nobody of the sample names stays", ["cal_6"], ["cal_1", "cal_5"]],
  ] as const)("the base of a complement %s", async ([, named, left]) => {
    await registry.commit(async ({ contracts }) => {
      for (const row of [days, nights]) await contracts.addCalendarVersion(row);
    });
    await addSampleOn(...named);
    await registry.commit(({ estate }) => estate.removeSample());
    const kept = await registry.read.contracts.calendarVersions();
    expect(kept.map(({ calendarId }) => calendarId)).toEqual(left);
    expect(kept.filter(({ calendarId }) => calendarId === "cal_6")).toEqual(
      left.some((id) => id === "cal_6") ? [nights] : [],
    );
  });

  test.for([
    ["a number of the calendar that is taken", calendar({ id: "clv_9" })],
    ["a base that is not there", { ...rest, baseVersionId: "clv_9" }],
  ] as const)("%s is refused", async ([, row]) => {
    const add = registry.commit(({ contracts }) => contracts.addCalendarVersion(row));
    await expect(add).rejects.toThrow();
    expect(await registry.read.contracts.calendarVersions()).toEqual([calendar()]);
  });
});
