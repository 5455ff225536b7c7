import type { ContractClauses, TargetPromise } from "@vigie/shared/contract.ts";
import { describe, expect, test } from "vitest";
import { calendarIdsOf, checkClauses, type Nameable } from "../../../collector/domain/clauses.ts";
import { completeClauses } from "../../../collector/domain/default-clauses.ts";

/** Clauses are checked one by one; a refusal names the place and says what to do. */

const nameable: Nameable = {
  kind: "maintenance",
  calendarIds: new Set(["cal_1", "cal_2"]),
  siteIds: new Set(["sit_1"]),
  machineIds: new Set(["mac_1"]),
  equipmentIds: new Set(["eqp_1"]),
};

const promise = (change: Partial<TargetPromise> = {}): TargetPromise => ({
  kind: "restoration",
  budgetSeconds: 14_400,
  calendarId: "cal_1",
  pausable: true,
  ...change,
});
const inDays = (workingDays: number): TargetPromise => {
  const { budgetSeconds: _budgetSeconds, ...others } = promise();
  return { ...others, workingDays };
};
const level = (...targets: TargetPromise[]) => [{ priority: 1, targets }];
const complete = (change: Partial<ContractClauses> = {}): ContractClauses => ({
  ...completeClauses(level(promise())),
  ...change,
});

function detailOf(change: Partial<ContractClauses>, of: Nameable = nameable): string | undefined {
  const refusal = checkClauses(complete(change), of);
  if (refusal !== undefined) expect(refusal.problem).toBe("contract_invalid");
  return refusal?.detail;
}

test("the defaults hold by themselves", () => {
  expect(checkClauses(complete(), nameable)).toBeUndefined();
});

describe("service levels", () => {
  test.for<readonly [why: string, levels: ContractClauses["levels"], detail: string]>([
    [
      "two budgets contradict one another",
      level(promise({ workingDays: 1 })),
      "levels[0].targets[0]: exactly one of budgetSeconds and workingDays must be there",
    ],
    [
      "a promise without a budget promises nothing",
      level((({ budgetSeconds: _gone, ...rest }) => rest)(promise())),
      "levels[0].targets[0]: exactly one of budgetSeconds and workingDays must be there",
    ],
    [
      "hours have no end of day",
      level(promise({ endOfDay: true })),
      "levels[0].targets[0].endOfDay: it goes with workingDays only",
    ],
    [
      "a calendar must be there to count by",
      level(promise({ calendarId: "cal_9" })),
      "levels[0].targets[0].calendarId: there is no calendar cal_9",
    ],
    [
      "two levels of a priority: nobody knows which holds",
      [...level(promise()), ...level(promise())],
      "levels[1].priority: there is another level for priority 1",
    ],
    [
      "two promises of a kind: nobody knows which holds",
      level(promise(), promise({ budgetSeconds: 1 })),
      "levels[0].targets[1].kind: the level promises restoration already",
    ],
    [
      "a step fires once: twice the same is a slip",
      level(promise({ escalations: [{ percent: 50 }, { percent: 50 }] })),
      "levels[0].targets[0].escalations[1]: the same step is listed twice",
    ],
    [
      "a workaround after the restoration is of no use",
      level(promise(), promise({ kind: "workaround", budgetSeconds: 14_401 })),
      "levels[0].targets: workaround may not take longer than restoration",
    ],
    [
      "what is resolved was restored",
      level(promise({ budgetSeconds: 100 }), promise({ kind: "resolution", budgetSeconds: 99 })),
      "levels[0].targets: restoration may not take longer than resolution",
    ],
    [
      "days compare with days",
      level({ ...inDays(3), kind: "workaround" }, inDays(2)),
      "levels[0].targets: workaround may not take longer than restoration",
    ],
  ])("%s", ([, levels, detail]) => {
    expect(detailOf({ levels })).toBe(detail);
  });

  test.for<readonly [why: string, levels: ContractClauses["levels"]]>([
    [
      "times on two calendars do not compare",
      level(promise(), promise({ kind: "workaround", budgetSeconds: 20_000, calendarId: "cal_2" })),
    ],
    [
      "hours and days do not compare",
      level(inDays(1), promise({ kind: "workaround", budgetSeconds: 86_400 })),
    ],
    [
      "an acknowledgement longer than the restoration is odd, and harmless",
      level(promise(), promise({ kind: "acknowledgement", budgetSeconds: 20_000 })),
    ],
    ["a priority may have no promise at all", [{ priority: 4, targets: [] }]],
    ["a budget of nothing is due at once", level(promise({ budgetSeconds: 0 }))],
  ])("%s", ([, levels]) => {
    expect(detailOf({ levels })).toBeUndefined();
  });
});

describe("the other clauses", () => {
  const pricing = complete().pricing;
  const penalties: NonNullable<ContractClauses["penalties"]> = {
    rateBasisPoints: 500,
    base: { amountCents: 10_000 },
    capBasisPoints: 2_000,
    targets: ["restoration"],
    priorities: [1],
    exclusions: [],
  };
  const step = {
    kind: "data",
    title: "Data back",
    owner: "provider",
    dueDays: 0,
    proofRequired: true,
  } as const;
  const perimeter = (change: Partial<ContractClauses["perimeter"]>) => ({
    perimeter: { include: [], exclude: [], ...change },
  });

  test.for<readonly [why: string, change: Partial<ContractClauses>, detail: string]>([
    [
      "term: a zone must exist",
      { term: { ...complete().term, timeZone: "Europe/Atlantis" } },
      "term.timeZone: Europe/Atlantis is not the name of a time zone, such as Europe/Paris",
    ],
    [
      "term: a date must exist",
      { term: { ...complete().term, startsOn: "2026-02-30" } },
      "term.startsOn: 2026-02-30 is not a date",
    ],
    [
      "perimeter: a site of somebody else",
      perimeter({ include: [{ by: "everything" }, { by: "site", siteId: "sit_9" }] }),
      "perimeter.include[1]: the customer has no such site",
    ],
    [
      "perimeter: a machine of somebody else",
      perimeter({ exclude: [{ by: "machine", machineId: "mac_9" }] }),
      "perimeter.exclude[0]: the customer has no such machine",
    ],
    [
      "perimeter: equipment of somebody else",
      perimeter({ include: [{ by: "equipment", equipmentId: "eqp_9" }] }),
      "perimeter.include[0]: the customer has no such equipment",
    ],
    [
      "perimeter: nothing would be left",
      perimeter({ include: [{ by: "everything" }], exclude: [{ by: "everything" }] }),
      "perimeter.exclude[0]: excluding everything leaves nothing covered",
    ],
    [
      "perimeter: each rule about software is compared with all that is installed",
      perimeter({
        include: Array.from({ length: 51 }, (_, n) => ({ by: "software", name: `p${n}` }) as const),
      }),
      "perimeter: 51 rules look at software, at most 50 may",
    ],
    [
      "types: once is enough",
      { types: ["preventive", "corrective", "preventive"] },
      "types[2]: preventive is listed twice",
    ],
    [
      "channels: one answer for each",
      {
        channels: [
          { channel: "mail", ticket: "always" },
          { channel: "mail", ticket: "never" },
        ],
      },
      "channels[1]: mail is listed twice",
    ],
    [
      "channels: hours must be there",
      { channels: [{ channel: "phone", ticket: "always", calendarId: "cal_9" }] },
      "channels[0].calendarId: there is no calendar cal_9",
    ],
    [
      "pricing: money must exist",
      { pricing: { ...pricing, currency: "XYZ" } },
      "pricing.currency: XYZ is no currency of ISO 4217",
    ],
    [
      "pricing: what is not carried over needs no most",
      {
        pricing: {
          ...pricing,
          included: { minutes: 60, everyMonths: 1, carryOver: false, carryOverMaxMinutes: 60 },
        },
      },
      "pricing.included.carryOverMaxMinutes: nothing is carried over; leave it out",
    ],
    [
      "pricing: an empty pack",
      { pricing: { ...pricing, prepaid: { minutes: 0, priceCents: 1 } } },
      "pricing.prepaid.minutes: a pack without time sells nothing",
    ],
    [
      "pricing: a multiplier needs its hours",
      { pricing: { ...pricing, multipliers: [{ calendarId: "cal_9", basisPoints: 15_000 }] } },
      "pricing.multipliers[0].calendarId: there is no calendar cal_9",
    ],
    [
      "pricing: one share a calendar",
      {
        pricing: {
          ...pricing,
          multipliers: [15_000, 20_000].map((basisPoints) => ({
            calendarId: "cal_2",
            basisPoints,
          })),
        },
      },
      "pricing.multipliers[1].calendarId: the calendar has a share already",
    ],
    [
      "penalties: a share of a fee that is not there",
      { penalties: { ...penalties, base: "flat_fee" } },
      "penalties.base: there is no flat fee in pricing.flat; name an amount",
    ],
    [
      "penalties: each priority counts once",
      { penalties: { ...penalties, priorities: [1, 1] } },
      "penalties.priorities[1]: 1 is listed twice",
    ],
    [
      "exit: steps are known by their titles",
      { exit: { assistanceDays: 0, steps: [step, { ...step, dueDays: 3 }] } },
      'exit.steps[1].title: another step is called "Data back" too',
    ],
  ])("%s", ([, change, detail]) => {
    expect(detailOf(change)).toBe(detail);
  });

  test("managed services are of contracts for managed services, at the customer's sites", () => {
    const managed = {
      presence: [
        { siteId: "sit_1", daysPerMonth: 2 },
        { siteId: "sit_9", daysPerMonth: 1 },
        { siteId: "sit_1", daysPerMonth: 1 },
      ],
    };
    const told =
      "managed.presence[1].siteId: the customer has no such site; " +
      "managed.presence[2].siteId: the site is listed twice";
    expect(detailOf({ managed }, { ...nameable, kind: "managed" })).toBe(told);
    expect(detailOf({ managed })).toBe(
      `managed: only a contract for managed services has this clause; leave it null; ${told}`,
    );
  });

  test("a refusal tells the first ten findings, not thousands", () => {
    const include = Array.from({ length: 1_000 }, () => ({ by: "site", siteId: "x" }) as const);
    expect(detailOf(perimeter({ include }))?.split("; ")).toHaveLength(10);
  });
});

test("the calendars of all clauses are named, each once", () => {
  const clauses = complete({
    levels: level(promise(), promise({ kind: "resolution", calendarId: "cal_2" })),
    channels: [{ channel: "phone", ticket: "always", calendarId: "cal_3" }],
    pricing: {
      ...complete().pricing,
      multipliers: ["cal_1", "cal_4"].map((calendarId) => ({ calendarId, basisPoints: 1 })),
    },
  });
  expect(calendarIdsOf(clauses)).toEqual(["cal_1", "cal_2", "cal_3", "cal_4"]);
});
