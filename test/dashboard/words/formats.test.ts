import type { Unit } from "@vigie/shared/metrics.ts";
import { describe, expect, test } from "vitest";
import { createFormats } from "../../../dashboard/words/formats.ts";

const fr = createFormats("fr");
const en = createFormats("en");

/** Spaces that do not break look like any other in a failure's output. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("values", () => {
  const rows: readonly [unit: Unit, value: number, french: string, english: string, why: string][] =
    [
      ["percent", 12.44, "12,4 %", "12.4%", "one digit; French has a comma and a space"],
      ["percent", 71, "71 %", "71%", "no digit where there is nothing to say"],
      ["bytes", 1.2e9, "1,2 Go", "1.2 GB", "octets, in units of a thousand"],
      ["bytes", 124e9, "124 Go", "124 GB", "three figures are enough"],
      ["bytes", 999_960, "1 Mo", "1 MB", "never 1 000 ko"],
      ["bytes", 512, "512 o", "512 B", "bytes have no half"],
      ["bytes_per_second", 0, "0 o/s", "0 B/s", "silence is a measurement"],
      ["bytes_per_second", 505_300, "505 ko/s", "505 kB/s", "a rate says so"],
      ["load", 0.614, "0,61", "0.61", "a load has no unit"],
      ["count", 1_234, "1 234", "1,234", "groups of three"],
      ["seconds", 93_600, "1 j 2 h", "1 d 2 h", "a duration is told in days"],
    ];

  test.for(rows)("%s %d is %s, %s: %s", ([unit, value, french, english]) => {
    expect(plain(fr.text(unit, value))).toBe(french);
    expect(plain(en.text(unit, value))).toBe(english);
  });

  test("a unit stands behind a thin space that does not break", () => {
    expect(fr.text("percent", 12.4)).toBe("12,4\u202f%");
  });
});

describe("durations", () => {
  test.for([
    [45.9, "45 s", "45 s", "a second is told when it is over"],
    [-3, "0 s", "0 s", "nothing is in the future"],
    [720, "12 min", "12 min 00 s", "only a clock shows that it runs"],
    [7_800, "2 h 10", "2 h 10", "from an hour on, minutes will do"],
    [7_200, "2 h", "2 h", "a whole hour"],
    [97_200, "1 j 3 h", "27 h", "contracts count hours, never days"],
  ] as const)("%d s is %s, counted down %s: %s", ([seconds, duration, countdown]) => {
    expect(plain(fr.duration(seconds))).toBe(duration);
    expect(plain(fr.countdown(seconds))).toBe(countdown);
  });
});

test.for([
  [1_800, "30 min", "whole minutes need no seconds"],
  [100, "1 min 40 s", "a promise is not rounded"],
  [86_399, "23 h 59 min 59 s", "by no second"],
  [5_429, "1 h 30 min 29 s", "so that it does not read as 1 h 30"],
  [3_629, "1 h 29 s", "without the part that is nothing"],
  [97_200, "27 h", "and is told in hours, as the contract writes it"],
] as const)("a budget of %d s is %s: %s", ([seconds, text]) => {
  expect(plain(fr.budget(seconds))).toBe(text);
});

describe("instants, in the zone that is asked for", () => {
  const monday = Date.UTC(2026, 10, 23, 13, 30);

  test.for([
    ["Europe/Paris", "14 h 30", "14:30", "winter time"],
    ["Indian/Reunion", "17 h 30", "17:30", "overseas"],
    ["America/Martinique", "9 h 30", "09:30", "French hours have no zero in front"],
  ] as const)("%s: %s, %s: %s", ([zone, french, english]) => {
    expect(plain(fr.time(monday, zone))).toBe(french);
    expect(en.time(monday, zone)).toBe(english);
  });

  test("a whole hour has no minutes in French", () => {
    expect(plain(fr.time(Date.UTC(2026, 10, 23, 8), "Europe/Paris"))).toBe("9 h");
  });

  test("a day is short", () => {
    expect(fr.day(monday, "Europe/Paris")).toBe("lun. 23 nov.");
    expect(en.day(monday, "Europe/Paris")).toBe("Mon 23 Nov");
  });

  test("a moment of today is a time, of another day a date too", () => {
    const evening = Date.UTC(2026, 10, 23, 22, 30);
    expect(plain(fr.moment(monday, "Europe/Paris", evening))).toBe("14 h 30");
    // There, the evening is Tuesday already.
    expect(plain(fr.moment(monday, "Europe/Paris", evening + 3_600_000))).toBe(
      "lun. 23 nov. 14 h 30",
    );
  });
});
