import type { ContractVariable } from "@vigie/shared/contract-version.ts";
import { describe, expect, test } from "vitest";
import { completeClauses } from "../../../collector/domain/default-clauses.ts";
import {
  type Filled,
  renderTexts,
  settleVariables,
  unfilled,
} from "../../../collector/domain/variables.ts";

/** A value goes into the text and, where it is acted upon, into the clauses: they never part. */

const variable = (change: Partial<ContractVariable> = {}): ContractVariable => ({
  name: "notice",
  label: "Notice in months",
  kind: "integer",
  path: "/term/notice/months",
  value: 3,
  ...change,
});
const textOnly = (change: Partial<ContractVariable>): ContractVariable => {
  const { path: _path, ...rest } = variable(change);
  return rest;
};
const filled = (change: Partial<Filled> = {}): Filled => ({
  clauses: completeClauses([{ priority: 1, targets: [] }]),
  texts: { term: "Notice: {{notice}} months." },
  variables: [variable()],
  ...change,
});

function settled(wish: Filled, before?: Filled): Filled {
  const outcome = settleVariables(wish, before);
  if ("problem" in outcome) throw new Error(outcome.detail);
  return outcome.settled;
}

describe("text and clauses", () => {
  test("a value that is filled in goes into the clauses", () => {
    const { clauses } = settled(filled({ variables: [variable({ value: 6 })] }), filled());
    expect(clauses.term.notice).toEqual({ months: 6 });
  });

  test("a clause that is edited goes into the variable", () => {
    const { clauses } = filled();
    const edited = { ...clauses, term: { ...clauses.term, notice: { months: 1 } } };
    const { variables, clauses: kept } = settled(filled({ clauses: edited }), filled());
    expect(variables[0]?.value).toBe(1);
    expect(kept.term.notice).toEqual({ months: 1 });
  });

  test("where both were changed, the variable wins", () => {
    const { clauses } = filled();
    const edited = { ...clauses, term: { ...clauses.term, notice: { months: 1 } } };
    const wish = filled({ clauses: edited, variables: [variable({ value: 2 })] });
    expect(settled(wish, filled()).clauses.term.notice).toEqual({ months: 2 });
  });

  test("a blank leaves the clause as it is", () => {
    const blank = filled({ variables: [variable({ value: null })] });
    expect(settled(blank).clauses).toEqual(blank.clauses);
    expect(unfilled(settled(blank).variables)).toEqual(["notice"]);
  });

  test("what was given is not changed itself", () => {
    const wish = filled({ variables: [variable({ value: 9 })] });
    settled(wish);
    expect(wish.clauses.term.notice).toEqual({ months: 3 });
  });
});

describe("refused", () => {
  test.for<readonly [why: string, wish: Partial<Filled>, detail: string]>([
    [
      "two of one name",
      { variables: [variable(), variable()] },
      "variables[1].name: notice is listed twice",
    ],
    [
      "a text where a number is acted upon",
      { variables: [variable({ value: "three" })] },
      "variables[0].value: it must be a whole number, zero or more",
    ],
    [
      "half a month",
      { variables: [variable({ value: 1.5 })] },
      "variables[0].value: it must be a whole number, zero or more",
    ],
    [
      "a date that no calendar has",
      {
        variables: [variable({ kind: "date", path: "/term/startsOn", value: "2026-02-30" })],
      },
      "variables[0].value: it must be a date, as 2026-12-31",
    ],
    [
      "a number as a name",
      { variables: [textOnly({ kind: "text", value: 12 })] },
      "variables[0].value: it must be a text",
    ],
    [
      "a place that is not there",
      { variables: [variable({ path: "/term/notice/weeks" })] },
      "variables[0].path: the clauses have no value at /term/notice/weeks",
    ],
    [
      "a place of another sort",
      { variables: [variable({ kind: "text", path: "/term/notice/months", value: "x" })] },
      "variables[0].path: /term/notice/months holds no text",
    ],
    [
      "a way out of the clauses",
      { variables: [variable({ path: "/__proto__/polluted" })] },
      "variables[0].path: the clauses have no value at /__proto__/polluted",
    ],
    [
      "a blank of the text that nobody can fill",
      { texts: { exit: "{{who}} returns the data." } },
      "texts.exit: there is no variable for {{who}}",
    ],
  ])("%s", ([, wish, detail]) => {
    expect(settleVariables(filled(wish))).toEqual({ problem: "contract_invalid", detail });
  });
});

describe("in words", () => {
  const inWords = (kind: ContractVariable["kind"], value: ContractVariable["value"]) => {
    const variables = [textOnly({ name: "x", label: "Fee", kind, value })];
    const said = (language: "fr" | "en") =>
      renderTexts(filled({ texts: { term: "<{{x}}>" }, variables }), language).term;
    // Spaces of numbers are narrow or do not break; which, is the platform's.
    return [said("fr"), said("en")].map((text) => text?.replaceAll(/\s/g, " "));
  };

  test.for<readonly [ContractVariable["kind"], ContractVariable["value"], string, string]>([
    ["text", "Dupont & fils", "<Dupont & fils>", "<Dupont & fils>"],
    ["integer", 12_500, "<12 500>", "<12,500>"],
    ["cents", 123_450, "<1 234,50 €>", "<€1,234.50>"],
    ["basis_points", 250, "<2,5 %>", "<2.5%>"],
    ["date", "2026-03-01", "<1 mars 2026>", "<March 1, 2026>"],
    ["cents", null, "<[Fee]>", "<[Fee]>"],
  ])("%s %s", ([kind, value, fr, en]) => {
    expect(inWords(kind, value)).toEqual([fr, en]);
  });

  test("money is of the contract's currency, with its own digits", () => {
    const clauses = filled().clauses;
    const yen = { ...clauses, pricing: { ...clauses.pricing, currency: "JPY" } };
    const variables = [textOnly({ kind: "cents", value: 1_500 })];
    expect(renderTexts(filled({ clauses: yen, variables }), "en").term).toBe(
      "Notice: ¥1,500 months.",
    );
  });

  test("a value is no pattern: it stands as it was written", () => {
    const variables = [textOnly({ kind: "text", value: "$& {{notice}} $1" })];
    expect(renderTexts(filled({ variables }), "en").term).toBe("Notice: $& {{notice}} $1 months.");
  });
});
