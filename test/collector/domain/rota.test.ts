import { expect, test } from "vitest";
import {
  nextHandoverMs,
  onCallAt,
  type Rota,
  type RotaOverride,
  shiftsIn,
  toPlan,
  withPlan,
} from "../../../collector/domain/rota.ts";
import { inParis, PARIS, parisText } from "../../support/calendars.ts";

const mondays = { every: "week", turn: 1, weekday: "mon", time: "09:00" } as const;
const people = ["anna", "bruno", "chloe"];
const ms = (local: string) => inParis(local).epochMilliseconds;
const text = (atMs: number) => parisText(Temporal.Instant.fromEpochMilliseconds(atMs));

const weekly = toPlan({
  from: "2026-11-04",
  timeZone: PARIS,
  handover: mondays,
  memberIds: people,
});

function away(staffId: string, from: string, to: string): RotaOverride {
  return { id: `${staffId} ${from}`, staffId, startMs: ms(from), endMs: ms(to), reason: "leave" };
}

const alone = (overrides: readonly RotaOverride[] = []): Rota => ({ plans: [weekly], overrides });

test("the first turn begins with the first handover on the day or after it", () => {
  expect(text(weekly.beginsAtMs)).toBe("2026-11-09T09:00");
  const sameDay = toPlan({
    from: "2026-11-09",
    timeZone: PARIS,
    handover: mondays,
    memberIds: people,
  });
  expect(sameDay.beginsAtMs).toBe(weekly.beginsAtMs);
});

test.for([
  ["2026-11-09T08:59", undefined, "nobody's turn yet"],
  ["2026-11-09T09:00", "anna", "it begins"],
  ["2026-11-16T08:59", "anna", "to the last minute"],
  ["2026-11-16T09:00", "bruno", "and not one longer"],
  ["2026-11-30T09:00", "anna", "after the last comes the first"],
  ["2027-03-29T08:59", "bruno", "the clocks went forward the night before: still 9 o'clock"],
  ["2027-03-29T09:00", "chloe", "by the clock on the wall"],
] as const)("on call at %s: %s, %s", ([at, who]) => {
  expect(onCallAt(alone(), ms(at))?.staffId).toBe(who);
});

test("a turn over a change of clocks has an hour more or less", () => {
  const hours = (at: string) => {
    const shift = onCallAt(alone(), ms(at));
    return shift === undefined ? undefined : (shift.endMs - shift.startMs) / 3_600_000;
  };
  expect(hours("2027-03-25T00:00")).toBe(7 * 24 - 1);
  expect(hours("2027-10-28T00:00")).toBe(7 * 24 + 1);
});

test("who stands in is on call, and the turn goes on before and after", () => {
  const rota = alone([away("chloe", "2026-11-11T18:00", "2026-11-12T08:00")]);
  const shifts = shiftsIn(
    rota,
    { startMs: ms("2026-11-09T09:00"), endMs: ms("2026-11-16T10:00") },
    10,
  );
  expect(
    shifts.map(({ staffId, startMs, endMs }) => [staffId, text(startMs), text(endMs)]),
  ).toEqual([
    ["anna", "2026-11-09T09:00", "2026-11-11T18:00"],
    ["chloe", "2026-11-11T18:00", "2026-11-12T08:00"],
    ["anna", "2026-11-12T08:00", "2026-11-16T09:00"],
    ["bruno", "2026-11-16T09:00", "2026-11-23T09:00"],
  ]);
});

test("another order holds from its day on, and what was decided for later gives way", () => {
  const swapped = toPlan({
    from: "2026-11-23",
    timeZone: PARIS,
    handover: mondays,
    memberIds: ["bruno", "anna"],
  });
  const tooLate = { ...swapped, beginsAtMs: swapped.beginsAtMs + 1 };
  const rota: Rota = { plans: withPlan(withPlan([weekly], tooLate), swapped), overrides: [] };
  expect(rota.plans).toEqual([weekly, swapped]);
  expect(onCallAt(rota, ms("2026-11-22T00:00"))?.staffId).toBe("bruno");
  expect(onCallAt(rota, ms("2026-11-23T09:00"))?.staffId).toBe("bruno");
  expect(onCallAt(rota, ms("2026-11-30T09:00"))?.staffId).toBe("anna");
});

test.for([
  [alone(), "2026-11-01T00:00", "2026-11-09T09:00", "the first turn begins"],
  [alone(), "2026-11-09T09:00", "2026-11-16T09:00", "the next one's turn"],
  [
    alone([away("bruno", "2026-11-13T00:00", "2026-11-16T09:00")]),
    "2026-11-14T00:00",
    "2026-11-23T09:00",
    "who stands in goes on with their own turn",
  ],
  [
    alone([away("bruno", "2026-11-13T00:00", "2026-12-16T00:00")]),
    "2026-11-14T00:00",
    "2026-12-16T00:00",
    "somebody stands in for weeks",
  ],
  [
    alone([away("anna", "2026-11-13T00:00", "2026-12-01T00:00")]),
    "2026-11-10T00:00",
    "2026-12-07T09:00",
    "the same person stands in for the others, until the end of the next own turn",
  ],
] as const)("the next handover: %#", ([rota, after, expected]) => {
  const atMs = nextHandoverMs(rota, ms(after));
  expect(atMs === undefined ? undefined : text(atMs)).toBe(expected);
});

test("one person alone never hands over", () => {
  const plan = toPlan({
    from: "2026-11-09",
    timeZone: PARIS,
    handover: mondays,
    memberIds: ["anna"],
  });
  expect(nextHandoverMs({ plans: [plan], overrides: [] }, ms("2026-11-20T00:00"))).toBeUndefined();
});

test("a day that a zone left out is nobody's turn, and no turn is lost", () => {
  // Apia had no 30 December 2011.
  const plan = toPlan({
    from: "2011-12-28",
    timeZone: "Pacific/Apia",
    handover: { every: "day", turn: 1, time: "12:00" },
    memberIds: people,
  });
  const shifts = shiftsIn(
    { plans: [plan], overrides: [] },
    { startMs: plan.beginsAtMs, endMs: plan.beginsAtMs + 4 * 86_400_000 },
    10,
  );
  expect(shifts.map(({ staffId }) => staffId)).toEqual(["anna", "bruno", "anna", "bruno"]);
  expect(shifts.every(({ startMs, endMs }) => startMs < endMs)).toBe(true);
});
