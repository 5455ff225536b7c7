import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AlertState, advance, QUIET } from "../../../collector/domain/alert.ts";
import type { Verdict } from "../../../collector/domain/rule.ts";

const MINUTE_MS = 60_000;
const HOLD_MS = 5 * MINUTE_MS;

/** A story: "b" is a breach, "c" clear, "-" no report, one place a minute. */
function after(story: string, holdForMs: number): AlertState {
  return story.split("").reduce<AlertState>((alert, letter, minute) => {
    if (letter === "-") return alert;
    const verdict: Verdict = letter === "b" ? "breach" : "clear";
    return advance(alert, verdict, { atMs: minute * MINUTE_MS, holdForMs });
  }, QUIET);
}

describe("with a hold time of five minutes", () => {
  test.for<[string, string, AlertState]>([
    ["nothing wrong", "ccc", QUIET],
    ["the first breach waits", "b", { state: "pending", sinceMs: 0, samples: 1 }],
    ["it waits from the first breach", "cbb", { state: "pending", sinceMs: 60_000, samples: 2 }],
    ["it is over before the hold time is", "bbbbc", QUIET],
    [
      "a clear report starts the wait again",
      "bbbbcb",
      { state: "pending", sinceMs: 300_000, samples: 1 },
    ],
    ["a minute short it waits", "bbbbb", { state: "pending", sinceMs: 0, samples: 5 }],
    [
      "held for five minutes, once and not twice, it fires",
      "bbbbbb",
      { state: "firing", sinceMs: 300_000 },
    ],
    ["two reports are too few", "b-----b", { state: "pending", sinceMs: 0, samples: 2 }],
    ["the third report fires late", "b-----bb", { state: "firing", sinceMs: 420_000 }],
    [
      "three reports over the hold time are enough",
      "b-b--b",
      { state: "firing", sinceMs: 300_000 },
    ],
    ["it fires since it began to", "bbbbbbbbb", { state: "firing", sinceMs: 300_000 }],
    ["one clear report ends it", "bbbbbbbc", QUIET],
    ["after that it waits anew", "bbbbbbbcb", { state: "pending", sinceMs: 480_000, samples: 1 }],
  ])("%s: %s", ([, story, state]) => {
    expect(after(story, HOLD_MS)).toEqual(state);
  });
});

describe("without a hold time", () => {
  test.for<[string, string, AlertState]>([
    ["it fires at once", "b", { state: "firing", sinceMs: 0 }],
    ["it fires since the first breach", "cbb", { state: "firing", sinceMs: 60_000 }],
    ["it ends at once", "bc", QUIET],
  ])("%s: %s", ([, story, state]) => {
    expect(after(story, 0)).toEqual(state);
  });
});

test("three reports at one instant have not held for any time", () => {
  let alert = QUIET;
  for (let report = 0; report < 5; report += 1) {
    alert = advance(alert, "breach", { atMs: 0, holdForMs: 1 });
  }
  expect(alert).toEqual({ state: "pending", sinceMs: 0, samples: 5 });
});

test.for<[string, AlertState, Verdict]>([
  ["quiet and clear", { state: "quiet" }, "clear"],
  ["firing and in breach", { state: "firing", sinceMs: 0 }, "breach"],
])("%s: nothing changed, and it is the same object", ([, alert, verdict]) => {
  expect(advance(alert, verdict, { atMs: MINUTE_MS, holdForMs: HOLD_MS })).toBe(alert);
});

test("it fires exactly when the last reports are breaches that span the hold time, three at least", () => {
  const reports = fc.array(
    fc.record({ isBreach: fc.boolean(), waitMs: fc.integer({ min: 1, max: 2 * MINUTE_MS }) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(reports, (story) => {
      let alert: AlertState = QUIET;
      let atMs = 0;
      let breaches: number[] = [];
      for (const { isBreach, waitMs } of story) {
        atMs += waitMs;
        alert = advance(alert, isBreach ? "breach" : "clear", { atMs, holdForMs: HOLD_MS });
        breaches = isBreach ? [...breaches, atMs] : [];
        const isHeld = breaches.length >= 3 && atMs - (breaches[0] ?? atMs) >= HOLD_MS;
        expect(alert.state === "firing").toBe(isHeld);
      }
    }),
  );
});
