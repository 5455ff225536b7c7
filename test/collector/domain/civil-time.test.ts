import { expect, test } from "vitest";
import { isCivilDate, wrongZone } from "../../../collector/domain/civil-time.ts";

test.for([
  ["Europe/Paris", true, "a name"],
  ["UTC", true, "one too"],
  ["europe/paris", true, "in any case"],
  ["+01:00", false, "an offset has no clock changes"],
  ["Paris", false, "no such zone"],
  ["Europe/Paris\0", false, "nor this one"],
  ["", false, "nothing"],
] as const)("a time zone: %j is %s: %s", ([name, isOne]) => {
  expect(wrongZone(name) === undefined).toBe(isOne);
});

test.for([
  ["2028-02-29", true, "a leap day"],
  ["2027-02-29", false, "in no leap year"],
  ["2027-2-1", false, "without its zeros"],
  ["20270201", false, "without its dashes"],
  ["2027-02-01T10:00", false, "with a time"],
  ["+012027-02-01", false, "of a year of five digits"],
  ["soon", false, "a word"],
] as const)("a day: %j is %s: %s", ([text, isOne]) => {
  expect(isCivilDate(text)).toBe(isOne);
});
