import { describe, expect, test } from "vitest";
import { onCallAt, type RotaPlan, toPlan } from "../../../collector/domain/rota.ts";
import { changedPlans, type TurnsChange } from "../../../collector/domain/rota-edit.ts";

/** Whose turn it is after a rota was changed by somebody who said nothing of the order of its people. */

const WEEKLY = { every: "week", turn: 1, weekday: "mon", time: "09:00" } as const;
const PLAN = toPlan({
  from: "2026-11-02",
  timeZone: "Europe/Paris",
  handover: WEEKLY,
  memberIds: ["ana", "bob", "cem"],
});

const ms = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

/** Wednesday of the second week: Bob is on call, Cem comes next. */
const NOW_MS = ms("2026-11-11T12:00:00Z");

function changed(change: TurnsChange, plans: readonly RotaPlan[] = [PLAN], nowMs = NOW_MS) {
  const outcome = changedPlans(plans, change, nowMs);
  if (typeof outcome === "string") throw new Error(outcome);
  return outcome;
}

const whoAt = (plans: readonly RotaPlan[], day: string) =>
  onCallAt({ plans, overrides: [] }, ms(`${day}T12:00:00Z`))?.staffId;

describe("whoever comes next comes next all the same", () => {
  test.for<[string, TurnsChange, readonly (readonly [string, string])[]]>([
    [
      "another time of day",
      { handover: { ...WEEKLY, time: "10:00" } },
      [
        ["2026-11-11", "bob"],
        ["2026-11-17", "cem"],
        ["2026-11-24", "ana"],
        ["2026-12-01", "bob"],
      ],
    ],
    [
      "another zone",
      { timeZone: "America/New_York" },
      [
        ["2026-11-17", "cem"],
        ["2026-11-24", "ana"],
      ],
    ],
    [
      "from a later day on",
      { from: "2026-11-30", handover: { ...WEEKLY, turn: 2 } },
      [
        ["2026-11-24", "ana"],
        ["2026-12-01", "bob"],
        ["2026-12-08", "bob"],
        ["2026-12-15", "cem"],
      ],
    ],
    [
      "a turn that is cut short in its first half goes on",
      { from: "2026-11-18", handover: { ...WEEKLY, weekday: "wed" } },
      [
        ["2026-11-17", "cem"],
        ["2026-11-19", "cem"],
        ["2026-11-26", "ana"],
      ],
    ],
    [
      "one that is cut short near its end does not",
      { from: "2026-11-20", handover: { ...WEEKLY, weekday: "fri" } },
      [
        ["2026-11-19", "cem"],
        ["2026-11-21", "ana"],
        ["2026-11-28", "bob"],
      ],
    ],
  ])("%s", ([, change, expected]) => {
    const plans = changed(change);
    expect(expected.map(([day]) => [day, whoAt(plans, day)])).toEqual(expected);
  });
});

test("an order that somebody said is kept, from its first turn on", () => {
  const plans = changed({ memberIds: ["ana", "cem"] });
  expect([whoAt(plans, "2026-11-17"), whoAt(plans, "2026-11-24")]).toEqual(["ana", "cem"]);
  const later = changed({ handover: { ...WEEKLY, time: "10:00" } }, plans);
  expect([whoAt(later, "2026-11-17"), whoAt(later, "2026-11-24")]).toEqual(["ana", "cem"]);
});

test("before the first turn nothing goes on yet", () => {
  const plans = changed({ timeZone: "UTC" }, [PLAN], ms("2026-10-30T12:00:00Z"));
  expect([whoAt(plans, "2026-11-03"), whoAt(plans, "2026-11-10")]).toEqual(["ana", "bob"]);
});
