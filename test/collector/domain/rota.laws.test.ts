import fc from "fast-check";
import { expect, test } from "vitest";
import {
  nextHandoverMs,
  onCallAt,
  overlapOf,
  type Rota,
  type RotaOverride,
  shiftsIn,
  toPlan,
} from "../../../collector/domain/rota.ts";

const DAY_MS = 86_400_000;
const originMs = Temporal.Instant.from("2026-01-01T00:00Z").epochMilliseconds;

const handovers = fc.oneof(
  fc.record({
    every: fc.constant("day" as const),
    turn: fc.integer({ min: 1, max: 10 }),
    time: fc.constantFrom("00:00", "02:30", "09:00", "23:59"),
  }),
  fc.record({
    every: fc.constant("week" as const),
    turn: fc.integer({ min: 1, max: 4 }),
    weekday: fc.constantFrom("mon" as const, "fri" as const, "sun" as const),
    time: fc.constantFrom("00:00", "02:30", "17:00"),
  }),
);

const plans = fc
  .record({
    handover: handovers,
    timeZone: fc.constantFrom("Europe/Paris", "America/St_Johns", "Pacific/Chatham", "UTC"),
    memberIds: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ day, ...plan }) => toPlan({ ...plan, from: `2026-01-${String(day).padStart(2, "0")}` }));

/** Those that would leave an instant to two people are left out, as a rota refuses them. */
const overrides = fc
  .array(
    fc.record({
      staffId: fc.constantFrom("a", "b", "z"),
      at: fc.integer({ min: 0, max: 500 * 24 }),
      hours: fc.integer({ min: 1, max: 400 }),
    }),
    { maxLength: 8 },
  )
  .map((wishes) => {
    const kept: RotaOverride[] = [];
    for (const [index, { staffId, at, hours }] of wishes.entries()) {
      const startMs = originMs + at * 3_600_000;
      const span = { startMs, endMs: startMs + hours * 3_600_000 };
      const isApart = overlapOf(kept, span) === undefined;
      if (isApart) kept.push({ id: String(index), staffId, ...span, reason: "leave" });
    }
    return kept;
  });

const rotas = fc
  .record({ plan: plans, overrides })
  .map(({ plan, ...rest }): Rota => ({ plans: [plan], ...rest }));
const instants = fc
  .integer({ min: 60 * 24 * 60, max: 500 * 24 * 60 })
  .map((minutes) => originMs + minutes * 60_000);

test("each instant of a rota is one person's, as its shifts say", () => {
  holds((rota, atMs) => {
    const shifts = shiftsIn(rota, { startMs: atMs - 40 * DAY_MS, endMs: atMs + DAY_MS }, 1_000);
    const containing = shifts.filter(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
    expect(containing).toEqual([onCallAt(rota, atMs)]);
  });
});

test("shifts follow one another without a gap", () => {
  holds((rota, atMs) => {
    const shifts = shiftsIn(rota, { startMs: atMs, endMs: atMs + 90 * DAY_MS }, 1_000);
    for (const [index, shift] of shifts.entries()) {
      expect(shift.endMs).toBeGreaterThan(shift.startMs);
      expect(shifts[index + 1]?.startMs ?? shift.endMs).toBe(shift.endMs);
    }
  });
});

test("until the next handover nobody else is on call, and then somebody is", () => {
  holds((rota, atMs) => {
    const handoverMs = nextHandoverMs(rota, atMs);
    const who = onCallAt(rota, atMs)?.staffId;
    const span = { startMs: atMs, endMs: handoverMs ?? atMs + 400 * DAY_MS };
    const between = shiftsIn(rota, span, 1_000).map(({ staffId }) => staffId);
    expect(new Set(between)).toEqual(new Set([who]));
    if (handoverMs !== undefined) expect(onCallAt(rota, handoverMs)?.staffId).not.toBe(who);
  });
});

function holds(law: (rota: Rota, atMs: number) => void): void {
  fc.assert(fc.property(rotas, instants, law));
}
