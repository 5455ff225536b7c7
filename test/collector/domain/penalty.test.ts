import type { Penalties, Pricing } from "@vigie/shared/contract-terms.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../collector/domain/compliance.ts";
import {
  baseCentsOf,
  type PenaltyTerms,
  penaltyMonths,
} from "../../../collector/domain/penalty.ts";
import { outcome } from "../../support/outcomes.ts";

const HOUR_MS = 3_600_000;

/** 5 % of 1,000.00 for each started hour, at most 20 % a month. */
const penalties: Penalties = {
  rateBasisPoints: 500,
  base: { amountCents: 100_000 },
  capBasisPoints: 2_000,
  targets: ["acknowledgement", "restoration"],
  priorities: [1, 2],
  exclusions: ["force_majeure", "customer_unavailable"],
};
const pricing: Pick<Pricing, "currency" | "flat"> = { currency: "EUR" };

function terms(differs: Partial<Penalties> = {}, price: Partial<Pricing> = {}): PenaltyTerms {
  return {
    penalties: { ...penalties, ...differs },
    pricing: { ...pricing, ...price },
    feeCount: 1,
  };
}

function owed(outcomes: readonly Outcome[], of: PenaltyTerms = terms()) {
  return penaltyMonths(outcomes, { timeZone: "Europe/Paris", termsOf: () => of });
}

function late(overrunMs: number, differs: Partial<Outcome> = {}): Outcome {
  return outcome({ state: "breached", overrunMs, ...differs });
}

function at(instant: string): Pick<Outcome, "endedAtMs"> {
  return { endedAtMs: Temporal.Instant.from(instant).epochMilliseconds };
}

describe("section 5: penalty = started hours of working overrun x rate x base, capped", () => {
  test.for<[string, number, number, number]>([
    ["a second is a started hour", 1_000, 1, 5_000],
    ["so is a millisecond", 1, 1, 5_000],
    ["an hour to the millisecond is one", HOUR_MS, 1, 5_000],
    ["a millisecond more is two", HOUR_MS + 1, 2, 10_000],
    ["three and a half are four", 3.5 * HOUR_MS, 4, 20_000],
  ])("%s", ([, overrunMs, startedHours, amountCents]) => {
    const [month] = owed([late(overrunMs)]);
    expect(month?.lines).toEqual([
      {
        ticketNumber: 1,
        target: "restoration",
        cycle: 1,
        startedHours,
        amountCents,
        excluded: null,
      },
    ]);
    expect(month).toMatchObject({ baseCents: 100_000, owedCents: amountCents });
  });

  test("the cap is of the month, for all of its overruns together", () => {
    expect(owed([late(3 * HOUR_MS), late(2 * HOUR_MS)])).toMatchObject([
      { uncappedCents: 25_000, owedCents: 20_000 },
    ]);
  });

  test("each month has its own cap", () => {
    const months = owed([
      late(9 * HOUR_MS, at("2026-05-20T10:00:00Z")),
      late(9 * HOUR_MS, at("2026-06-20T10:00:00Z")),
    ]);
    expect(months).toMatchObject([
      { month: "2026-05", uncappedCents: 45_000, owedCents: 20_000 },
      { month: "2026-06", uncappedCents: 45_000, owedCents: 20_000 },
    ]);
  });

  test("a cap of nothing owes nothing", () => {
    expect(owed([late(HOUR_MS)], terms({ capBasisPoints: 0 }))[0]).toMatchObject({
      uncappedCents: 5_000,
      owedCents: 0,
    });
  });
});

describe("section 5: money in integer cents, half-up", () => {
  test.for<[string, number, number, number]>([
    ["half a cent is one", 10, 500, 1],
    ["less than half is none", 9, 500, 0],
    ["one and a half are two", 30, 500, 2],
    ["whole cents stay", 33_300, 1_000, 3_330],
    ["what a double cannot hold is still exact", 900_000_001, 999_999, 89_999_910_100],
  ])("%s", ([, amountCents, rateBasisPoints, expected]) => {
    const of = terms({ base: { amountCents }, rateBasisPoints, capBasisPoints: 1_000_000 });
    expect(owed([late(HOUR_MS)], of)[0]?.lines[0]?.amountCents).toBe(expected);
  });

  test("each line is rounded by itself, and the sum is theirs", () => {
    const of = terms({ base: { amountCents: 10 } });
    expect(owed([late(1), late(1), late(1)], of)[0]).toMatchObject({
      uncappedCents: 3,
      owedCents: 2,
    });
  });

  test("amounts are whole, never negative, and what is owed is never above the cap", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 * HOUR_MS }), { minLength: 1, maxLength: 8 }),
        fc.record({
          rateBasisPoints: fc.integer({ min: 0, max: 1_000_000 }),
          capBasisPoints: fc.integer({ min: 0, max: 1_000_000 }),
          amountCents: fc.integer({ min: 0, max: 1_000_000_000 }),
        }),
        (overruns, { amountCents, ...shares }) => {
          const of = terms({ ...shares, base: { amountCents } });
          const [month] = owed(
            overruns.map((overrunMs) => late(overrunMs)),
            of,
          );
          const cap = Number(
            (BigInt(amountCents) * BigInt(shares.capBasisPoints) + 5_000n) / 10_000n,
          );
          expect(Number.isSafeInteger(month?.owedCents)).toBe(true);
          expect(month?.owedCents).toBe(Math.min(cap, month?.uncappedCents ?? -1));
        },
      ),
    );
  });
});

describe("what counts", () => {
  test.for<[string, Partial<Outcome>]>([
    ["what was met", { state: "met", overrunMs: 0 }],
    ["what was not needed", { state: "not_needed", overrunMs: 0 }],
    ["what was cancelled", { state: "cancelled" }],
    ["a target that the clause does not name", { target: "resolution" }],
    ["a priority that it does not name", { priority: 3 }],
  ])("%s has no line", ([, differs]) => {
    expect(owed([late(HOUR_MS, differs)])).toEqual([]);
  });

  test("a cause that the clause excludes owes nothing, and its line says why", () => {
    const [month] = owed([
      late(2 * HOUR_MS, { cause: "force_majeure" }),
      late(HOUR_MS, { cause: "workload" }),
    ]);
    expect(month).toMatchObject({ uncappedCents: 5_000, owedCents: 5_000 });
    expect(month?.lines).toMatchObject([
      { startedHours: 2, amountCents: 0, excluded: "force_majeure" },
      { startedHours: 1, amountCents: 5_000, excluded: null },
    ]);
  });

  test("every promised time counts by itself: one ticket may have several lines", () => {
    const [month] = owed([
      late(HOUR_MS, { target: "acknowledgement" }),
      late(HOUR_MS),
      late(1, { cycle: 2 }),
    ]);
    expect(month?.lines.map(({ target, cycle }) => `${target} ${cycle}`)).toEqual([
      "acknowledgement 1",
      "restoration 1",
      "restoration 2",
    ]);
    expect(month?.owedCents).toBe(15_000);
  });

  test("a version without the clause owes nothing", () => {
    const asked = { timeZone: "Europe/Paris", termsOf: () => undefined };
    expect(penaltyMonths([late(HOUR_MS)], asked)).toEqual([]);
  });
});

describe("the month is that in which the promise ended, in the contract's zone", () => {
  test.for<[string, string, string, string]>([
    ["the last minute of June in Paris", "2026-06-30T21:59:59Z", "Europe/Paris", "2026-06"],
    ["midnight there, still June in UTC", "2026-06-30T22:00:00Z", "Europe/Paris", "2026-07"],
    ["behind UTC", "2026-07-01T03:00:00Z", "America/New_York", "2026-06"],
    ["ahead of it", "2026-12-31T12:00:00Z", "Pacific/Auckland", "2027-01"],
  ])("%s", ([, instant, timeZone, month]) => {
    const of = { timeZone, termsOf: () => terms() };
    expect(penaltyMonths([late(1, at(instant))], of)[0]?.month).toBe(month);
  });
});

describe("the base", () => {
  const flat = { amountCents: 90_000, per: "contract", everyMonths: 3 } as const;

  test.for<[string, PenaltyTerms, number]>([
    ["an amount", terms(), 100_000],
    ["the flat fee of one month", terms({ base: "flat_fee" }, { flat }), 30_000],
    [
      "times the machines",
      { ...terms({ base: "flat_fee" }, { flat: { ...flat, per: "machine" } }), feeCount: 12 },
      360_000,
    ],
    [
      "times the users, half up",
      {
        ...terms(
          { base: "flat_fee" },
          { flat: { amountCents: 1_999, per: "user", everyMonths: 2 } },
        ),
        feeCount: 3,
      },
      2_999,
    ],
    [
      "a fee of the contract, however many",
      { ...terms({ base: "flat_fee" }, { flat }), feeCount: 9 },
      30_000,
    ],
    ["without a flat fee there is nothing to take a share of", terms({ base: "flat_fee" }), 0],
  ])("%s", ([, of, cents]) => {
    expect(baseCentsOf(of)).toBe(cents);
  });
});

describe("an amendment within a month", () => {
  const before = terms();
  const after = terms({ base: { amountCents: 50_000 }, rateBasisPoints: 1_000 });
  const termsOf = (id: string) => (id === "cov_1" ? before : after);
  const both = [late(HOUR_MS), late(HOUR_MS, { contractVersionId: "cov_2" })];

  test.for([
    ["as they came", both],
    ["the other way round", both.toReversed()],
  ] as const)(
    "each line by its ticket's version, the month by the highest cap: %s",
    ([, outcomes]) => {
      const [month, ...others] = penaltyMonths(outcomes, { timeZone: "Europe/Paris", termsOf });
      expect(others).toEqual([]);
      expect(month?.lines.map(({ amountCents }) => amountCents)).toEqual([5_000, 5_000]);
      expect(month).toMatchObject({ baseCents: 100_000, uncappedCents: 10_000, owedCents: 10_000 });
    },
  );

  test("another currency is a month of its own", () => {
    const months = penaltyMonths(both, {
      timeZone: "Europe/Paris",
      termsOf: (id) => (id === "cov_1" ? before : terms({}, { currency: "CHF" })),
    });
    expect(months.map(({ month, currency }) => `${month} ${currency}`)).toEqual([
      "2026-06 CHF",
      "2026-06 EUR",
    ]);
  });
});
