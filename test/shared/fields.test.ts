import { CalendarWish } from "@vigie/shared/calendar.ts";
import { PerimeterRule } from "@vigie/shared/contract.ts";
import { ContractChange, ContractWish } from "@vigie/shared/contract-acts.ts";
import {
  ContactWish,
  CustomerWish,
  EquipmentWish,
  MachineChange,
  SiteWish,
} from "@vigie/shared/estate.ts";
import { Line, LineOrEmpty } from "@vigie/shared/fields.ts";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";

describe("a line of text", () => {
  test.for<[string, string, boolean, boolean]>([
    ["a name", "Zinc & Fils", true, true],
    ["of any writing", "株式会社 Ångst", true, true],
    ["spaces around it stay", " Zinc ", true, true],
    ["as long as it may be", "x".repeat(12), true, true],
    ["longer", "x".repeat(13), false, false],
    ["nothing", "", false, true],
    ["spaces alone", "   ", false, true],
    ["a no-break space alone", "\u00a0", false, true],
    ["two lines", "Zinc\nFils", false, false],
    ["a tab", "Zinc\tFils", false, false],
    ["U+0000", "Zinc\0", false, false],
    ["U+001F", "\u001fZinc", false, false],
    ["DEL", "Zinc\u007f", false, false],
  ])("%s", ([, text, isLine, isLineOrEmpty]) => {
    expect(Value.Check(Line(12), text)).toBe(isLine);
    expect(Value.Check(LineOrEmpty(12), text)).toBe(isLineOrEmpty);
  });
});

describe("what people name is a line", () => {
  const customerId = "cus_1";
  test.for<[string, TSchema, (name: string) => unknown]>([
    ["a calendar", CalendarWish, (name) => ({ name, document: {} })],
    [
      "a contract",
      ContractWish,
      (name) => ({ customerId, kind: "maintenance", number: "1", name }),
    ],
    [
      "its number",
      ContractWish,
      (number) => ({ customerId, kind: "maintenance", number, name: "x" }),
    ],
    ["its next name", ContractChange, (name) => ({ name })],
    ["a customer", CustomerWish, (name) => ({ name, kind: "business", language: "fr" })],
    ["a site", SiteWish, (name) => ({ name, timeZone: "Europe/Paris", holidaySet: null })],
    ["a contact", ContactWish, (name) => ({ name })],
    ["a machine", MachineChange, (name) => ({ name })],
    ["a piece of equipment", EquipmentWish, (name) => ({ name, kind: "nas" })],
    ["a tag of a machine", MachineChange, (tag) => ({ tags: [tag] })],
    ["a tag of equipment", EquipmentWish, (tag) => ({ name: "x", kind: "nas", tags: [tag] })],
    ["a tag of a perimeter", PerimeterRule, (tag) => ({ by: "tag", tag })],
  ])("%s", ([, schema, wish]) => {
    expect(Value.Check(schema, wish("Zinc"))).toBe(true);
    for (const wrong of ["", "   ", "Zi\0nc", "Zi\nnc"]) {
      expect(Value.Check(schema, wish(wrong))).toBe(false);
    }
  });
});
