import { describe, expect, test } from "vitest";
import { catchUp } from "../../../collector/flow/contract-due.ts";
import { done, EVERYTHING, useContractStory, yearFrom } from "../../support/contract-story.ts";
import { CONTRACT, idOf, MACHINE } from "../../support/office.ts";

/** What becomes of contracts as time passes, with nobody touching them. */

const story = useContractStory();
const OTHER = idOf("mac", 2);

describe("a version takes effect", () => {
  test("at midnight of its day in its zone, whoever watches, and once", async () => {
    const id = await story.start("A", "2026-12-01", yearFrom("2026-12-01", EVERYTHING));
    await story.sweepAt("2026-11-30T22:59:59.999Z");
    expect(await story.coverOf(OTHER)).toBeUndefined();
    await story.sweepAt("2026-11-30T23:00:00Z");
    expect(await story.coverOf(OTHER)).toBe("A v1");
    await story.restart();
    await story.sweepAt("2026-12-01T08:00:00Z");
    expect(await story.coverOf(OTHER)).toBe("A v1");
    expect(await story.eventsOf(id)).toEqual([
      "took_effect 1 2026-12-01",
      "in_force 1 2026-12-01",
      "created",
    ]);
  });

  test("and an amendment takes its place, for tickets that come from then on", async () => {
    const id = await story.start("A", "2026-11-23", yearFrom("2026-11-23", EVERYTHING));
    expect(await story.coverOf(OTHER)).toBe("A v1");
    await story.amend(id, "2026-12-24", () => ({ types: ["corrective"] }));
    expect(await story.coverOf(OTHER)).toBe("A v1");
    await story.sweepAt("2026-12-24T12:00:00+01:00");
    expect(await story.coverOf(OTHER)).toBe("A v2");
  });

  test("a sweep that comes late does what was missed, once", async () => {
    const id = await story.start("A", "2026-12-01", yearFrom("2026-12-01", EVERYTHING));
    await story.sweepAt("2028-02-01T00:00:00Z");
    expect(await story.eventsOf(id)).toEqual([
      "renewed 2 2027-12-01",
      "took_effect 1 2026-12-01",
      "in_force 1 2026-12-01",
      "created",
    ]);
  });
});

describe("staff is reminded", () => {
  // The year ends on 31 December; notice is due by 1 October, three months before the anniversary.
  const REMINDERS = ["2026-07-03", "2026-08-02", "2026-09-01"] as const;

  test("90, 60 and 30 days before the last useful notice date, on the day, once each", async () => {
    story.setTime("2026-02-01T00:00:00Z");
    const id = await story.start("A", "2026-01-01", yearFrom("2026-01-01"));
    const seen: string[] = [];
    for (const [place, day] of REMINDERS.entries()) {
      const dayBefore = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
      await story.sweepAt(`${dayBefore}T23:59:59+02:00`);
      expect((await story.eventsOf(id))[0]).not.toContain(day);
      await story.sweepAt(`${day}T00:00:00+02:00`);
      await story.sweepAt(`${day}T00:00:01+02:00`);
      seen.push((await story.eventsOf(id))[0] ?? "");
      expect(seen.at(-1)).toBe(`reminded ${[90, 60, 30][place]} ${day}`);
    }
    await story.sweepAt("2026-10-02T00:00:00+02:00");
    expect((await story.eventsOf(id)).filter((event) => event.startsWith("reminded"))).toHaveLength(
      3,
    );
    await story.sweepAt("2027-07-04T00:00:00+02:00");
    expect((await story.eventsOf(id)).slice(0, 2)).toEqual([
      "reminded 90 2027-07-03",
      "renewed 2 2027-01-01",
    ]);
  });

  test("of the last missed one only, after a downtime", async () => {
    story.setTime("2026-02-01T00:00:00Z");
    const id = await story.start("A", "2026-01-01", yearFrom("2026-01-01"));
    await story.sweepAt("2026-09-02T00:00:00Z");
    expect((await story.eventsOf(id)).filter((event) => event.startsWith("reminded"))).toEqual([
      "reminded 30 2026-09-01",
    ]);
  });

  test("of nothing once it is too late for notice", async () => {
    const id = await story.start("A", "2026-01-01", yearFrom("2026-01-01"));
    await story.sweepAt("2026-11-24T00:00:00Z");
    expect((await story.eventsOf(id)).filter((event) => event.startsWith("reminded"))).toEqual([]);
  });
});

describe("a contract ends", () => {
  test("after its last covered day, and then covers nothing and is never looked at again", async () => {
    const id = await story.start("A", "2026-11-01", yearFrom("2026-11-01", EVERYTHING));
    done(await story.keeper().endEarly(id, { endsOn: "2026-11-30" }, 1));
    await story.sweepAt("2026-11-30T23:59:59+01:00");
    expect(await story.coverOf(OTHER)).toBe("A v1");
    await story.sweepAt("2026-12-01T00:00:00+01:00");
    expect(await story.coverOf(OTHER)).toBeUndefined();
    expect((await story.eventsOf(id))[0]).toBe("ended 2026-11-30");
    expect(await story.contracts().findContract(id)).toMatchObject({ dueAtMs: null });
  });

  test("and what an older contract held goes back to it", async () => {
    const id = await story.start("A", "2026-11-01", yearFrom("2026-11-01", EVERYTHING));
    expect(await story.coverOf(MACHINE)).toBe("A v1");
    done(await story.keeper().endEarly(id, { endsOn: "2026-11-22" }, 1));
    expect(await story.coverOf(MACHINE)).toBe("C-2026-1 v1");
    expect(await story.contracts().coverage()).toHaveLength(1);
  });

  test("at the end of the term that a notice still ends", async () => {
    const id = await story.start("A", "2026-01-01", yearFrom("2026-01-01", EVERYTHING));
    done(await story.keeper().giveNotice(id, { givenOn: "2026-10-01" }, 1));
    await story.sweepAt("2026-12-31T23:00:00Z");
    expect(await story.coverOf(OTHER)).toBeUndefined();
  });
});

test("what was in memory before a restart is what the rows say after it", async () => {
  await story.start("A", "2026-11-01", yearFrom("2026-11-01", EVERYTHING));
  const before = await story.coverOf(OTHER);
  await story.restart();
  expect(await story.coverOf(OTHER)).toBe(before);
});

test("contracts of an earlier schema are due at once, and a sweep finds out when they really are", async () => {
  expect(await story.contracts().findContract(CONTRACT)).toMatchObject({ dueAtMs: 0 });
  await story.sweepAt("2026-11-23T09:00:01Z");
  const { dueAtMs } = (await story.contracts().findContract(CONTRACT)) ?? {};
  expect(dueAtMs).toBeGreaterThan(story.now().wallMs);
  expect(await story.coverOf(MACHINE)).toBe("C-2026-1 v1");
});

test("who comes too late to what was due finds it done, and changes nothing", async () => {
  const id = await story.start("A", "2026-12-01", yearFrom("2026-12-01", EVERYTHING));
  const seen = await story.contracts().findContract(id);
  if (seen === undefined) throw new Error("there is no contract");
  await story.sweepAt("2026-12-01T00:00:00+01:00");
  const swept = await story.contracts().findContract(id);
  story.setTime("2027-12-02T00:00:00+01:00");
  await story.flow().ledger.write((gathering) => catchUp(gathering, seen, story.now().wallMs));
  expect(await story.contracts().findContract(id)).toEqual(swept);
  expect((await story.eventsOf(id))[0]).toBe("took_effect 1 2026-12-01");
});
