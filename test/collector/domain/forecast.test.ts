import type { ForecastCondition } from "@vigie/shared/rule.ts";
import { describe, expect, test } from "vitest";
import { forecastVerdict, type Outlook, outlookOf } from "../../../collector/domain/forecast.ts";

/** When a disk will be full, told hour by hour. */

const HOUR_MS = 3_600_000;
const FIRST_MS = 1_790_000_000_000;
const FULL = { level: 100, direction: "above" } as const;

function hourly(values: readonly number[]) {
  return { atMs: values.map((_, place) => FIRST_MS + place * HOUR_MS), value: values };
}

/** From a value on, by so much an hour. */
function line(first: number, anHour: number, hours: number): number[] {
  return Array.from({ length: hours }, (_, place) => first + anHour * place);
}

/** In hours from the newest point on. */
function toHours(outlook: Outlook, values: readonly number[]) {
  if (outlook.kind !== "sure") return outlook;
  const nowMs = FIRST_MS + (values.length - 1) * HOUR_MS;
  const { earliestMs, likelyMs, latestMs } = outlook;
  return [earliestMs, likelyMs, latestMs].map((ms) => Math.round((ms - nowMs) / HOUR_MS));
}

describe("a date that can be told", () => {
  test.for<[string, number[], number[]]>([
    ["a line that rises: 10 % more at 0.1 an hour", line(80, 0.1, 101), [100, 100, 100]],
    ["a day and a half is enough for a line", line(80, 0.5, 33), [8, 8, 8]],
    [
      "one wrong hour in ten moves nothing",
      line(80, 0.1, 101).map((number, place) => (place % 10 === 3 ? 5 : number)),
      [100, 100, 100],
    ],
  ])("%s", ([, values, wanted]) => {
    expect(toHours(outlookOf(hourly(values), FULL), values)).toEqual(wanted);
  });

  test("of what falls to a level the same holds", () => {
    const free = line(1_000_000, -1_000, 201);
    const outlook = outlookOf(hourly(free), { level: 0, direction: "below" });
    expect(toHours(outlook, free)).toEqual([800, 800, 800]);
  });

  test("days and nights make an interval, and the likely date is in it", () => {
    const swinging = line(70, 0.1, 200).map(
      (number, place) => number + 2 * Math.sin((place / 24) * 2 * Math.PI),
    );
    const outlook = outlookOf(hourly(swinging), FULL);
    expect(outlook.kind).toBe("sure");
    if (outlook.kind !== "sure") return;
    expect(outlook.earliestMs).toBeLessThan(outlook.likelyMs);
    expect(outlook.likelyMs).toBeLessThan(outlook.latestMs);
    const nowMs = FIRST_MS + 199 * HOUR_MS;
    // 10.1 % are left at 0.1 an hour.
    expect((outlook.likelyMs - nowMs) / HOUR_MS).toBeCloseTo(101, -1);
  });

  test("only the newest two weeks count", () => {
    const longAgo = line(99, -0.2, 400);
    const values = [...longAgo, ...line(20, 0.1, 336)];
    expect(toHours(outlookOf(hourly(values), FULL), values)).toEqual([465, 465, 465]);
  });
});

describe("no date", () => {
  test.for<[string, number[], object]>([
    ["nothing was measured", [], { kind: "unknown" }],
    ["it is there already", [...line(80, 0.5, 40), 100], { kind: "reached", value: 100 }],
    ["it stands still", line(60, 0, 100), { kind: "never", value: 60 }],
    ["it goes away", line(60, -0.1, 101), { kind: "never", value: 50 }],
    ["a thousandth an hour is in ten years", line(10, 0.001, 100), { kind: "never" }],
    ["a day is too little", line(60, 0.1, 24), { kind: "unsure", why: "too_little" }],
    ["one point is too little", [60], { kind: "unsure", why: "too_little", likelyMs: undefined }],
    [
      "up by night and down by day: perhaps never",
      line(60, 0.005, 60).map((number, place) => number + ((place * 7) % 13)),
      { kind: "unsure", why: "maybe_never" },
    ],
    [
      "next week or in two months is of no use",
      line(60, 0.1, 96).map((number, place) => number + ((place * 7) % 13) * 0.5),
      { kind: "unsure", why: "too_wide" },
    ],
  ])("%s", ([, values, wanted]) => {
    expect(outlookOf(hourly(values), FULL)).toMatchObject(wanted);
  });
});

describe("somebody cleaned up", () => {
  const before = line(60, 0.2, 150);

  test("soon after, the date is taken from the pace before and from where it is now", () => {
    const values = [...before, ...line(40, 0.2, 6)];
    const outlook = outlookOf(hourly(values), FULL);
    expect(outlook).toMatchObject({ kind: "unsure", why: "too_little", value: 41 });
    const nowMs = FIRST_MS + (values.length - 1) * HOUR_MS;
    const likelyMs = outlook.kind === "unsure" ? (outlook.likelyMs ?? 0) : 0;
    // 59 % are left at 0.2 an hour.
    expect((likelyMs - nowMs) / HOUR_MS).toBeCloseTo(295, -1);
  });

  test("two days later only the new pace counts", () => {
    const values = [...before, ...line(40, 0.1, 60)];
    // 54.1 % are left at 0.1 an hour.
    expect(toHours(outlookOf(hourly(values), FULL), values)).toEqual([541, 541, 541]);
  });

  test("twice: the last one counts", () => {
    const values = [...before, ...line(40, 0.5, 60), ...line(30, 0.1, 50)];
    expect(toHours(outlookOf(hourly(values), FULL), values)).toEqual([651, 651, 651]);
  });

  test("an hour of temporary files is none", () => {
    const values = before.map((number, place) => (place === 120 ? 99 : number));
    // 10.2 % are left at 0.2 an hour.
    expect(toHours(outlookOf(hourly(values), FULL), values)).toEqual([51, 51, 51]);
  });

  test("a little less than a fifth of the room is none", () => {
    // At most 40 % were free: a fall by 7 is noise.
    const values = [...before.slice(0, 100), ...line(73, 0.2, 50)];
    expect(toHours(outlookOf(hourly(values), FULL), values)).not.toMatchObject({
      why: "too_little",
    });
  });
});

describe("what the rule makes of it", () => {
  const WITHIN_WEEK: ForecastCondition = {
    kind: "forecast",
    metric: "volume_used_percent",
    ...FULL,
    fireWithinHours: 168,
    clearBeyondHours: 240,
  };
  const nowMs = FIRST_MS;
  const sure = (earliest: number, likely: number, latest: number): Outlook => ({
    kind: "sure",
    value: 80,
    earliestMs: nowMs + earliest * HOUR_MS,
    likelyMs: nowMs + likely * HOUR_MS,
    latestMs: nowMs + latest * HOUR_MS,
  });
  const unsure = (likely: number | undefined): Outlook => ({
    kind: "unsure",
    value: 80,
    why: "maybe_never",
    likelyMs: likely === undefined ? undefined : nowMs + likely * HOUR_MS,
  });

  test.for<[string, Outlook, boolean, string | undefined]>([
    ["even the latest date is within", sure(50, 100, 168), false, "breach"],
    ["the latest date is an hour beyond", sure(50, 100, 169), false, "clear"],
    ["what fires goes on by its likely date", sure(50, 240, 400), true, "breach"],
    ["and ends once that is beyond", sure(50, 241, 400), true, "clear"],
    ["what is unsure starts nothing", unsure(10), false, "clear"],
    ["what is unsure ends nothing that is likely soon", unsure(240), true, "breach"],
    ["it ends what is likely late", unsure(241), true, "clear"],
    ["where nothing is likely all stays as it is", unsure(undefined), true, undefined],
    ["never ends it", { kind: "never", value: 80 }, true, "clear"],
    ["what is there already starts nothing", { kind: "reached", value: 100 }, false, "clear"],
    ["and ends nothing", { kind: "reached", value: 100 }, true, "breach"],
    ["nothing measured says nothing", { kind: "unknown" }, true, undefined],
  ])("%s", ([, outlook, isFiring, verdict]) => {
    expect(forecastVerdict(WITHIN_WEEK, outlook, { isFiring, nowMs })).toBe(verdict);
  });
});
