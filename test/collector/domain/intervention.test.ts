import type { Pricing } from "@vigie/shared/contract-terms.ts";
import { describe, expect, test } from "vitest";
import { interventionCost } from "../../../collector/domain/intervention.ts";

/** 50.00 to come, 90.00 an hour, an hour at least; nights at 150 %, Sundays at 200 %. */
const PRICING: Pricing = {
  currency: "EUR",
  vatBasisPoints: 2_000,
  roundingMinutes: 15,
  perIntervention: { callOutCents: 5_000, hourlyCents: 9_000, minimumMinutes: 60 },
  multipliers: [
    { calendarId: "nights", basisPoints: 15_000 },
    { calendarId: "sundays", basisPoints: 20_000 },
  ],
  travel: { visitCents: 3_500, kilometreCents: 60, visitsIncluded: 0 },
};

const openIn =
  (...open: string[]) =>
  (calendarId: string) =>
    open.includes(calendarId);

describe("what an intervention costs at least", () => {
  test.for([
    ["by day the hour has its own price", [], 10_000, 14_000],
    ["at night the hour costs more, the call-out does not", ["nights"], 15_000, 18_500],
    ["of two shares the highest counts, alone", ["nights", "sundays"], 20_000, 23_000],
  ] as const)("%s", ([, open, basisPoints, atLeastCents]) => {
    expect(interventionCost(PRICING, openIn(...open))).toEqual({
      currency: "EUR",
      callOutCents: 5_000,
      hourlyCents: 9_000,
      minimumMinutes: 60,
      travelCents: 3_500,
      basisPoints,
      atLeastCents,
    });
  });

  test.for([
    ["a share below the whole is a share too", { hourlyCents: 9_000, basisPoints: 5_000 }, 4_500],
    ["half a cent is rounded up", { hourlyCents: 1, basisPoints: 15_000 }, 2],
    ["less than half a cent is not", { hourlyCents: 1, basisPoints: 14_999 }, 1],
  ] as const)("%s", ([, { hourlyCents, basisPoints }, atLeastCents]) => {
    const perIntervention = { callOutCents: 0, hourlyCents, minimumMinutes: 60 };
    const multipliers = [{ calendarId: "nights", basisPoints }];
    const cost = interventionCost({ ...PRICING, perIntervention, multipliers }, openIn("nights"));
    expect(cost?.atLeastCents).toBe(atLeastCents);
  });

  test("more than a double counts exactly is counted exactly", () => {
    const perIntervention = { callOutCents: 0, hourlyCents: 999_280_266, minimumMinutes: 821 };
    const multipliers = [{ calendarId: "nights", basisPoints: 904_461 }];
    const cost = interventionCost({ ...PRICING, perIntervention, multipliers }, openIn("nights"));
    expect(cost?.atLeastCents).toBe(1_236_713_389_225);
  });

  test("without travel nothing is said of it", () => {
    const { travel: _travel, ...rest } = PRICING;
    expect(interventionCost(rest, openIn())?.travelCents).toBe(0);
  });

  test("a contract that names no price for interventions has none", () => {
    const { perIntervention: _price, ...rest } = PRICING;
    expect(interventionCost(rest, openIn())).toBeNull();
  });
});
