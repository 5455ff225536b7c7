import { CLAUSES } from "@vigie/shared/contract.ts";
import { describe, expect, test } from "vitest";
import { withBudget } from "../../../dashboard/contracts/budget-field.tsx";
import { isComplete, missingOf } from "../../../dashboard/contracts/draft-panel.tsx";
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
const draftOf = (changes: Partial<typeof content>) => ({
  editing: { content: { ...content, ...changes }, change: () => undefined },
});

describe("what a draft lacks", () => {
  test("at first everything", () => {
    expect(missingOf(draftOf({ variables: [variable] }))).toEqual({
      variables: 1,
      clauses: CLAUSES,
      effectiveDay: true,
    });
  });

  const whole = { reviewed: [...CLAUSES], effectiveOn: "2026-12-01", variables: [] };
  test.for([
    [{}, true, "all reviewed, with a day"],
    [{ effectiveOn: null }, false, "no day"],
    [{ reviewed: CLAUSES.slice(1) }, false, "a clause that nobody read"],
    [{ variables: [variable] }, false, "a blank"],
    [{ variables: [{ ...variable, value: 0 }] }, true, "nothing is a value too"],
  ] as const)("%o is complete: %s, as %s", ([changes, expected]) => {
    const { variables, reviewed, effectiveOn } = { ...whole, ...changes };
    const draft = draftOf({
      effectiveOn,
      variables: [...variables],
      reviewed: [...reviewed],
    });
    expect(isComplete(draft)).toBe(expected);
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
