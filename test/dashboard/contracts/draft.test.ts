import { CLAUSES, type ClauseName } from "@vigie/shared/contract.ts";
import type { VersionWish } from "@vigie/shared/contract-version.ts";
import { describe, expect, test } from "vitest";
import { withBudget } from "../../../dashboard/contracts/budget-field.tsx";
import {
  isComplete,
  missingOf,
  reviewedAnew,
  withoutStaleReviews,
} from "../../../dashboard/contracts/draft-missing.ts";
import { withFee } from "../../../dashboard/contracts/fee-field.tsx";
import { isFilledByVariable } from "../../../dashboard/contracts/reading.ts";
import { toWish } from "../../../dashboard/contracts/use-draft.ts";
import { toWish as toStartWish } from "../../../dashboard/contracts/use-start.ts";
import { scaleOf, toValue } from "../../../dashboard/contracts/variable-field.tsx";
import { version } from "./a-contract.ts";

const content = toWish(version);
const variable = {
  name: "monthly_fee",
  label: "Forfait",
  kind: "cents",
  path: "/pricing/flat/amountCents",
  value: null,
} as const;
/** As the collector says it of a first version: every clause that it has. */
const missing = (clauses: readonly ClauseName[]) => ({
  variables: [],
  clauses: [...clauses],
  effectiveOn: true,
  problem: null,
});
const savedWith = (changes: Partial<typeof version>) => ({ ...version, ...changes });
const present = CLAUSES.filter((clause) => version.clauses[clause] !== null);
const whole = { ...content, reviewed: present, effectiveOn: "2026-12-01" };
const withBlank = (value: number | null): VersionWish => ({
  ...whole,
  variables: [{ ...variable, value }],
});

describe("what a draft lacks", () => {
  test("at first all that the collector says", () => {
    const saved = savedWith({ missing: missing(present) });
    expect(missingOf({ ...content, variables: [variable] }, saved)).toEqual({
      variables: 1,
      clauses: present,
      effectiveDay: true,
      problem: null,
    });
  });

  test("of an amendment only what differs, until something else is written", () => {
    const saved = savedWith({ missing: missing(["levels"]) });
    expect(missingOf(content, saved).clauses).toEqual(["levels"]);
    expect(missingOf({ ...content, reviewed: ["levels"] }, saved).clauses).toEqual([]);
    expect(missingOf(withFee(content, 1), saved).clauses).toEqual(["levels", "pricing"]);
  });

  test("a mark that is taken off again is missing again", () => {
    const saved = savedWith({ missing: missing([]), reviewed: ["levels"] });
    expect(missingOf(content, saved).clauses).toEqual(["levels"]);
  });

  const first = savedWith({ missing: missing(present) });
  test.for([
    [whole, first, true, "all reviewed, with a day"],
    [{ ...whole, effectiveOn: null }, first, false, "no day"],
    [{ ...whole, reviewed: present.slice(1) }, first, false, "a clause that nobody read"],
    [withBlank(null), first, false, "a blank"],
    [withBlank(0), first, true, "nothing is a value too"],
    [
      whole,
      savedWith({ missing: { ...missing(present), problem: "a site is gone" } }),
      false,
      "a clause that no review mends",
    ],
  ] as const)("%#: complete is %s", ([filled, saved, expected]) => {
    expect(isComplete(missingOf(filled, saved))).toBe(expected);
  });
});

describe("a review stands for what was seen", () => {
  const seen: VersionWish = { ...content, reviewed: ["pricing", "levels"] };

  test("a clause that is changed loses its mark, and no other does", () => {
    expect(withoutStaleReviews(withFee(seen, 1), seen).reviewed).toEqual(["levels"]);
  });

  test.for([
    [{ path: "/pricing/flat/amountCents" }, {}, "a value that goes into the clause"],
    [{ path: undefined }, { pricing: "Pour {{monthly_fee}} par mois." }, "or into its words"],
  ] as const)("%o %o: %s", ([{ path }, texts]) => {
    const blank = { ...variable, path };
    const { path: _path, ...wordsOnly } = blank;
    const kept = { ...(path === undefined ? wordsOnly : { ...blank, path }) };
    const before = { ...seen, texts, variables: [kept] };
    const after = { ...before, variables: [{ ...kept, value: 100 }] };
    expect(withoutStaleReviews(after, before).reviewed).toEqual(["levels"]);
  });

  test("a mark that is set is not stale, though the clause was changed before", () => {
    const changed = withFee({ ...content, reviewed: [] }, 1);
    const marked: VersionWish = { ...changed, reviewed: ["pricing"] };
    expect(withoutStaleReviews(marked, changed)).toBe(marked);
    expect(reviewedAnew(marked, seen)).toEqual(["pricing"]);
    expect(reviewedAnew({ ...changed, reviewed: ["levels"] }, seen)).toEqual([]);
  });
});

describe("what is typed", () => {
  test.for([
    ["cents", "1250.5", 100, 125_050, "euros become cents"],
    ["cents", "0.29", 100, 29, "and no cent is lost to binary fractions"],
    ["cents", "1250", 1, 1_250, "a currency without cents"],
    ["basis_points", "12.5", 100, 1_250, "a share in percent"],
    ["integer", "12", 1, 12, "a number"],
    ["integer", "-1", 1, null, "less than none"],
    ["integer", "1e400", 1, null, "no number that can be kept"],
    ["integer", "", 1, null, "nothing yet"],
    ["text", "  ", 1, null, "only spaces"],
    ["text", " Vigie ", 1, "Vigie", "a text without what surrounds it"],
    ["date", "2026-12-01", 1, "2026-12-01", "a day"],
  ] as const)("%s %j, of %i: %j, as %s", ([kind, typed, scale, value]) => {
    expect(toValue(kind, typed, scale)).toBe(value);
  });

  test("is scaled by what it is of", () => {
    expect([scaleOf("cents", 1), scaleOf("basis_points", 1), scaleOf("integer", 100)]).toEqual([
      1, 100, 1,
    ]);
  });
});

test("a budget is changed in its place, and nothing else", () => {
  const changed = withBudget(content, {
    priority: 1,
    kind: "acknowledgement",
    budget: { budgetSeconds: 60 },
  });
  const [level, ...others] = changed.clauses.levels;
  expect(level?.targets[0]).toMatchObject({ budgetSeconds: 60, pausable: false });
  expect(level?.targets[1]).toBe(content.clauses.levels[0]?.targets[1]);
  expect(others).toEqual(content.clauses.levels.slice(1));
});

test("the fee is changed where there is one", () => {
  expect(withFee(content, 1).clauses.pricing.flat).toMatchObject({
    amountCents: 1,
    everyMonths: 1,
  });
  const { flat: _flat, ...pricing } = content.clauses.pricing;
  const without = { ...content, clauses: { ...content.clauses, pricing } };
  expect(withFee(without, 1)).toBe(without);
});

test("a place that a variable fills has no field of its own", () => {
  const filled = { ...content, variables: [variable] };
  expect(isFilledByVariable(filled, "/pricing/flat/amountCents")).toBe(true);
  expect(isFilledByVariable(filled, "/pricing/flat")).toBe(false);
});

describe("a contract that is started", () => {
  const template = {
    key: "business_hours",
    kind: "maintenance",
    name: { fr: "Heures ouvrées", en: "Business hours" },
    summary: { fr: "", en: "" },
    optional: [],
  } as const;
  const customer = {
    id: "cus_1",
    version: 1,
    name: "Atelier",
    kind: "business",
    language: "en",
    reference: null,
    sample: false,
  } as const;
  const empty = {
    template: { ...template, optional: [] },
    without: [],
    customer: undefined,
    number: "",
    name: undefined,
    language: undefined,
  };

  test.for([
    [{}, { language: "fr", name: "Heures ouvrées" }, "the reader's language"],
    [{ customer }, { language: "en", name: "Business hours" }, "the customer's, once known"],
    [{ customer, language: "fr" }, { language: "fr", name: "Heures ouvrées" }, "the one chosen"],
    [{ name: " Mine " }, { name: "Mine" }, "the name that was typed"],
    [{ number: " 7 " }, { number: "7", template: "business_hours" }, "without spaces around"],
  ] as const)("%o asks for %o: %s", ([changes, expected]) => {
    expect(toStartWish({ ...empty, ...changes }, "fr")).toMatchObject(expected);
  });
});
