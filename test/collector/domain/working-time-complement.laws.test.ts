import fc from "fast-check";
import { expect, test } from "vitest";
import {
  elapsedMs,
  isOpen,
  nextOpening,
  openPeriods,
} from "../../../collector/domain/working-time.ts";
import { instant, pair } from "../../support/arbitrary-calendars.ts";
import { calendarOf } from "../../support/calendars.ts";

const length = fc.integer({ min: 0, max: 450 * 86_400_000 });

test("hours and out-of-hours make real time, over any span", () => {
  fc.assert(
    fc.property(pair, instant, length, ({ hours, rest }, from, lengthMs) => {
      const to = from.add({ milliseconds: lengthMs });
      expect(elapsedMs(hours, from, to) + elapsedMs(rest, from, to)).toBe(lengthMs);
    }),
    { numRuns: 40 },
  );
});

test("at every instant exactly one of the two is open", () => {
  fc.assert(
    fc.property(pair, instant, ({ hours, rest }, at) => {
      expect(isOpen(hours, at)).toBe(!isOpen(rest, at));
      // Where one closes the other opens: at the borders, too.
      const closing = openPeriods(hours, at, { count: 2 }).map(({ end }) => end);
      for (const end of closing) expect(isOpen(hours, end)).toBe(!isOpen(rest, end));
      const opening = nextOpening(hours, at);
      expect(isOpen(rest, opening)).toBe(false);
    }),
    { numRuns: 40 },
  );
});

test("the complement of the complement is open when the calendar itself is", () => {
  fc.assert(
    fc.property(pair, instant, length, ({ hours, rest }, from, lengthMs) => {
      const again = calendarOf({ complementOf: "rest" }, rest);
      const to = from.add({ milliseconds: lengthMs });
      expect(elapsedMs(again, from, to)).toBe(elapsedMs(hours, from, to));
      expect(nextOpening(again, from)).toEqual(nextOpening(hours, from));
    }),
    { numRuns: 30 },
  );
});
