import fc from "fast-check";
import { expect, test } from "vitest";
import { type Outlook, outlookOf } from "../../../collector/domain/forecast.ts";

/** What must hold for the forecast of every course. */

const HOUR_MS = 3_600_000;
const FIRST_MS = 1_790_000_000_000;
const FULL = { level: 100, direction: "above" } as const;

const shares = fc.double({ min: 0, max: 100, noNaN: true });

function hourly(values: readonly number[]) {
  return { atMs: values.map((_, place) => FIRST_MS + place * HOUR_MS), value: values };
}

function numbersIn(outlook: Outlook): number[] {
  return Object.values(outlook).filter((value) => typeof value === "number");
}

test("no course whatever gives a NaN, and a date is never in the past or out of order", () => {
  const anything = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 90 });
  fc.assert(
    fc.property(anything, fc.double({ noNaN: true, noDefaultInfinity: true }), (values, level) => {
      const outlook = outlookOf(hourly(values), { level, direction: "above" });
      expect(numbersIn(outlook).some(Number.isNaN)).toBe(false);
      if (outlook.kind !== "sure") return;
      const nowMs = FIRST_MS + (values.length - 1) * HOUR_MS;
      expect(outlook.earliestMs).toBeGreaterThanOrEqual(nowMs);
      expect(outlook.likelyMs).toBeGreaterThanOrEqual(outlook.earliestMs);
      expect(outlook.latestMs).toBeGreaterThanOrEqual(outlook.likelyMs);
    }),
  );
});

test("what never rises never gets there", () => {
  fc.assert(
    fc.property(fc.array(shares, { minLength: 40, maxLength: 120 }), (values) => {
      const falling = values.toSorted((a, b) => b - a);
      expect(["never", "reached", "unsure"]).toContain(outlookOf(hourly(falling), FULL).kind);
      if ((falling[0] ?? 0) >= 99) return;
      const outlook = outlookOf(hourly(falling), FULL);
      if (outlook.kind === "unsure") expect(outlook.likelyMs ?? Infinity).toBe(Infinity);
    }),
  );
});

const rising = fc.record({
  first: fc.integer({ min: 0, max: 60 }),
  anHour: fc.integer({ min: 1, max: 20 }),
  hours: fc.integer({ min: 48, max: 300 }),
});

test("units and zero point do not matter: shifted and scaled it is the same date", () => {
  const factors = fc.constantFrom(0.5, 2, 1_024);
  fc.assert(
    fc.property(rising, factors, fc.integer({ min: -500, max: 500 }), (course, factor, shift) => {
      const values = Array.from(
        { length: course.hours },
        (_, place) => course.first + (course.anHour * place) / 100,
      );
      const plain = outlookOf(hourly(values), FULL);
      const moved = outlookOf(hourly(values.map((number) => number * factor + shift)), {
        ...FULL,
        level: 100 * factor + shift,
      });
      expect(moved.kind).toBe(plain.kind);
      if (plain.kind !== "sure" || moved.kind !== "sure") return;
      expect(Math.abs(moved.likelyMs - plain.likelyMs)).toBeLessThan(1_000);
      expect(Math.abs(moved.latestMs - plain.latestMs)).toBeLessThan(1_000);
    }),
  );
});

test("two hours in seven may be anything: the likely date is the same", () => {
  const anyHours = fc.array(shares, { minLength: 300, maxLength: 300 });
  fc.assert(
    fc.property(anyHours, (anything) => {
      const line = anything.map((_, place) => 20 + place / 10);
      // Never so close together that the middle of five hours is one of them: that is a clean-up, as
      // is a fall of the newest two hours, until the next ones say otherwise.
      const isAny = (place: number) => place < 295 && (place % 7 === 1 || place % 7 === 4);
      const values = line.map((number, place) => (isAny(place) ? (anything[place] ?? 0) : number));
      const plain = outlookOf(hourly(line), FULL);
      const disturbed = outlookOf(hourly(values), FULL);
      expect(plain.kind).toBe("sure");
      if (plain.kind !== "sure") return;
      expect("likelyMs" in disturbed ? disturbed.likelyMs : 0).toBeCloseTo(plain.likelyMs, -4);
    }),
  );
});
