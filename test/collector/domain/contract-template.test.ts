import { CLAUSES, ContractClauses } from "@vigie/shared/contract.ts";
import { VersionContent } from "@vigie/shared/contract-version.ts";
import type { Language } from "@vigie/shared/problems.ts";
import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import { toCalendars } from "../../../collector/domain/calendars.ts";
import { calendarIdsOf, checkClauses } from "../../../collector/domain/clauses.ts";
import {
  type ContractTemplate,
  type Start,
  type Started,
  startFrom,
  withCalendarIds,
} from "../../../collector/domain/contract-template.ts";
import { CONTRACT_TEMPLATES, templateNamed } from "../../../collector/domain/contract-templates.ts";
import { renderTexts, settleVariables, unfilled } from "../../../collector/domain/variables.ts";

/** Every template, in both languages, is a whole contract that only waits for its blanks. */

const PARIS = { timeZone: "Europe/Paris", holidaySet: "FR" } as const;

function start(template: ContractTemplate, change: Partial<Start> = {}): Started {
  const today = "2026-11-23";
  const outcome = startFrom(template, { language: "fr", place: PARIS, today, ...change });
  if ("problem" in outcome) throw new Error(outcome.detail);
  return outcome;
}

const IN_BOTH = CONTRACT_TEMPLATES.flatMap((template) =>
  (["fr", "en"] as const).map((language) => [template.key, language, template] as const),
);

/** A value that a person could have given. */
function answer(kind: string): string | number {
  if (kind === "date") return "2026-12-01";
  return kind === "text" ? "Dupont" : 5;
}

describe.for(IN_BOTH)("%s in %s", ([, language, template]) => {
  const { content, calendars } = start(template, { language, customerName: "Garage Petit" });

  test("its clauses hold, among its own calendars", () => {
    expect(Value.Errors(VersionContent, content)).toEqual([]);
    const nameable = {
      kind: template.kind,
      calendarIds: new Set(Object.keys(calendars)),
      siteIds: new Set<string>(),
      machineIds: new Set<string>(),
      equipmentIds: new Set<string>(),
    };
    expect(checkClauses(content.clauses, nameable)).toBeUndefined();
  });

  test("it makes no calendar that it does not need", () => {
    const bases = Object.values(calendars).flatMap(({ document }) => document.complementOf ?? []);
    const named = new Set([...calendarIdsOf(content.clauses), ...bases]);
    expect([...named].toSorted()).toEqual(Object.keys(calendars).toSorted());
    const outcome = toCalendars(
      Object.entries(calendars).map(([name, { document }]) => ({
        name,
        document,
        base: document.complementOf,
      })),
    );
    expect(outcome).not.toHaveProperty("problem");
  });

  test("every clause that it has is worded, and no other", () => {
    const there = CLAUSES.filter((clause) => content.clauses[clause] !== null);
    expect(Object.keys(content.texts).toSorted()).toEqual(there.toSorted());
    for (const text of Object.values(content.texts)) expect(text.length).toBeGreaterThan(200);
  });

  test("every blank of its words is a variable, and every variable stands in its words", () => {
    const words = Object.values(content.texts).join("\n");
    const blanks = new Set(words.matchAll(/\{\{(\w+)\}\}/g).map(([, name = ""]) => name));
    expect([...blanks].toSorted()).toEqual(content.variables.map(({ name }) => name).toSorted());
  });

  test("filled in, its words and its clauses say the same and nothing is left blank", () => {
    const variables = content.variables.map((variable) => ({
      ...variable,
      value: answer(variable.kind),
    }));
    const outcome = settleVariables({ ...content, variables });
    if ("problem" in outcome) throw new Error(outcome.detail);
    const { settled } = outcome;
    expect(unfilled(settled.variables)).toEqual([]);
    expect(Value.Errors(ContractClauses, settled.clauses)).toEqual([]);
    expect(settled.clauses.term.startsOn).toBe("2026-12-01");
    expect(Object.values(renderTexts(settled, language)).join()).not.toMatch(/[{}[\]]/);
  });

  test("what it proposes is what its clauses say already", () => {
    const outcome = settleVariables(content);
    if ("problem" in outcome) throw new Error(outcome.detail);
    expect(outcome.settled.clauses).toEqual(content.clauses);
  });
});

describe.for(CONTRACT_TEMPLATES.map((template) => [template.key, template] as const))(
  "%s",
  ([key, template]) => {
    const inLanguage = (language: Language) => start(template, { language }).content;

    test("says the same in both languages", () => {
      const [fr, en] = [inLanguage("fr"), inLanguage("en")];
      const names = ({ variables }: VersionContent) =>
        variables.map(({ name, path }) => [name, path]);
      expect(names(fr)).toEqual(names(en));
      const { exit: frExit, ...frClauses } = fr.clauses;
      const { exit: enExit, ...enClauses } = en.clauses;
      expect(frClauses).toEqual(enClauses);
      expect(frExit.steps.map(({ dueDays }) => dueDays)).toEqual(
        enExit.steps.map(({ dueDays }) => dueDays),
      );
      for (const clause of CLAUSES) {
        const blanks = (text = "") => Array.from(text.matchAll(/\{\{\w+\}\}/g), String).toSorted();
        expect(blanks(fr.texts[clause]), clause).toEqual(blanks(en.texts[clause]));
      }
    });

    test("may leave out what is optional, with its words and blanks", () => {
      const { content } = start(template, { without: template.optional });
      for (const clause of template.optional) {
        expect(content.clauses[clause]).toBeNull();
        expect(content.texts[clause]).toBeUndefined();
        expect(content.variables.filter(({ path }) => path?.startsWith(`/${clause}/`))).toEqual([]);
      }
    });

    test("may not leave out what it needs", () => {
      const outcome = startFrom(template, {
        language: "en",
        place: PARIS,
        today: "2026-11-23",
        without: ["levels"],
      });
      expect(outcome).toMatchObject({
        problem: "contract_invalid",
        detail: expect.stringContaining("the template needs its clause levels"),
      });
    });

    test("is found by its key", () => {
      expect(templateNamed(key)).toBe(template);
    });
  },
);

test("a contract starts where its customer is", () => {
  const [template] = CONTRACT_TEMPLATES;
  if (template === undefined) throw new Error("there is no template");
  const place = { timeZone: "Indian/Reunion", holidaySet: undefined };
  const { content, calendars } = start(template, { place });
  expect(content.clauses.term.timeZone).toBe("Indian/Reunion");
  const { document } = calendars["business_hours"] ?? {};
  expect(document).toMatchObject({ timeZone: "Indian/Reunion" });
  expect(document).not.toHaveProperty("holidaySet");
});

test("the customer's name is filled in; everything else that is of the parties is asked", () => {
  const [template] = CONTRACT_TEMPLATES;
  if (template === undefined) throw new Error("there is no template");
  const { content } = start(template, { customerName: "Garage Petit" });
  expect(content.variables.find(({ name }) => name === "customer_name")?.value).toBe(
    "Garage Petit",
  );
  expect(unfilled(content.variables)).toEqual([
    "provider_name",
    "customer_address",
    "start_date",
    "workstations",
    "servers",
    "monthly_fee",
    "hourly_rate",
  ]);
});

test("keys of calendars become ids wherever clauses name one", () => {
  const template = templateNamed("critical_servers");
  if (template === undefined) throw new Error("there is no template");
  const ids = new Map(Object.keys(template.calendars).map((key) => [key, `cal_${key}`]));
  const { clauses } = start(template).content;
  expect(calendarIdsOf(withCalendarIds(clauses, ids)).toSorted()).toEqual(
    [...ids.values()].toSorted(),
  );
});
