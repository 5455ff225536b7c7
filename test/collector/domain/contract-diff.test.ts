import type { ContractClauses } from "@vigie/shared/contract.ts";
import { describe, expect, test } from "vitest";
import { diffClauses, diffTexts } from "../../../collector/domain/contract-diff.ts";
import { completeClauses } from "../../../collector/domain/default-clauses.ts";

/** What an amendment changes reads like a sentence, and the order of lists is no change. */

const promise = (kind: "restoration" | "acknowledgement", budgetSeconds: number) => ({
  kind,
  budgetSeconds,
  calendarId: "cal_1",
  pausable: true,
});
const before: ContractClauses = completeClauses(
  [
    { priority: 1, targets: [promise("acknowledgement", 3_600), promise("restoration", 14_400)] },
    { priority: 2, targets: [promise("restoration", 28_800)] },
  ],
  {
    exit: {
      assistanceDays: 2,
      steps: ["Accounts", "Data"].map((title) => ({
        kind: "other",
        title,
        owner: "provider",
        dueDays: 0,
        proofRequired: true,
      })),
    },
  },
);

const after = (change: (clauses: ContractClauses) => void): ContractClauses => {
  const clauses = structuredClone(before);
  change(clauses);
  return clauses;
};
const pathsOf = (to: ContractClauses) =>
  diffClauses(before, to).map(({ path, before: old, after: young }) => [path, old, young]);

test("a version differs from itself in nothing", () => {
  expect(diffClauses(before, structuredClone(before))).toEqual([]);
});

test("lists in another order differ in nothing", () => {
  const turned = after((clauses) => {
    for (const list of [clauses.levels, clauses.channels, clauses.types, clauses.exit.steps]) {
      list.reverse();
    }
    for (const { targets } of clauses.levels) targets.reverse();
  });
  expect(pathsOf(turned)).toEqual([]);
});

describe("a change is told once, where it is", () => {
  test.for<
    readonly [
      why: string,
      change: (clauses: ContractClauses) => void,
      changes: (readonly [path: string, before: unknown, after: unknown])[],
    ]
  >([
    [
      "a budget, by priority and target",
      ({ levels }) => Object.assign(levels[0]?.targets[1] ?? {}, { budgetSeconds: 7_200 }),
      [["levels.P1.restoration.budgetSeconds", 14_400, 7_200]],
    ],
    [
      "a promise that is gone is one change, not four",
      ({ levels }) => levels[0]?.targets.shift(),
      [
        [
          "levels.P1.acknowledgement",
          { budgetSeconds: 3_600, calendarId: "cal_1", pausable: true, escalations: {} },
          null,
        ],
      ],
    ],
    [
      "a level that is new is one change",
      ({ levels }) => levels.push({ priority: 3, targets: [] }),
      [["levels.P3", null, {}]],
    ],
    [
      "a step of escalation, by what it says",
      ({ levels }) =>
        Object.assign(levels[1]?.targets[0] ?? {}, { escalations: [{ percent: 50 }] }),
      [["levels.P2.restoration.escalations.50 %", null, true]],
    ],
    [
      "rules of a perimeter, as a set",
      ({ perimeter }) => {
        perimeter.include = [{ by: "site", siteId: "sit_1" }, { by: "everything" }];
        perimeter.exclude = [{ by: "class", class: "laptop" }];
      },
      [
        ["perimeter.include.site sit_1", null, true],
        ["perimeter.exclude.class laptop", null, true],
      ],
    ],
    [
      "a channel by its name",
      ({ channels }) => Object.assign(channels[0] ?? {}, { ticket: "always" }),
      [["channels.phone.ticket", "optional", "always"]],
    ],
    [
      "a step of the exit by its title",
      ({ exit }) => Object.assign(exit.steps[1] ?? {}, { dueDays: 30 }),
      [["exit.steps.Data.dueDays", 0, 30]],
    ],
    [
      "a type of maintenance",
      ({ types }) => types.push("evolutive"),
      [["types.evolutive", null, true]],
    ],
    [
      "notice in other units",
      ({ term }) => Object.assign(term, { notice: { days: 90 } }),
      [["term.notice", "3 months", "90 days"]],
    ],
    [
      "one cell of the matrix",
      ({ priorities }) => Object.assign(priorities.matrix.low, { low: 3 }),
      [["priorities.matrix.low.low", 4, 3]],
    ],
    [
      "a clause that came is one change",
      (clauses) => Object.assign(clauses, { simultaneous: { limit: 3, per: "site" } }),
      [["simultaneous", null, { limit: 3, per: "site" }]],
    ],
    [
      "a fee that is now there",
      ({ pricing }) => Object.assign(pricing, { overageHourlyCents: 9_000 }),
      [["pricing.overageHourlyCents", null, 9_000]],
    ],
  ])("%s", ([, change, changes]) => {
    expect(pathsOf(after(change))).toEqual(changes);
  });

  test("a title may be any word", () => {
    const named = after(({ exit }) => Object.assign(exit.steps[0] ?? {}, { title: "constructor" }));
    expect(diffClauses(before, named).map(({ path }) => path)).toEqual([
      "exit.steps.Accounts",
      "exit.steps.constructor",
    ]);
  });

  test("each change names its clause", () => {
    const changed = after((clauses) => {
      clauses.pricing.currency = "CHF";
      clauses.term.renewal = "express";
    });
    expect(diffClauses(before, changed).map(({ clause }) => clause)).toEqual(["term", "pricing"]);
  });
});

test("wording is compared as a whole, clause by clause", () => {
  expect(diffTexts({ term: "A", exit: "B" }, { term: "A", exit: "C", types: "D" })).toEqual([
    { clause: "texts", path: "texts.types", before: null, after: "D" },
    { clause: "texts", path: "texts.exit", before: "B", after: "C" },
  ]);
});
