import { expect, test } from "vitest";
import { isTimeZone, wrongIn } from "../../../collector/domain/estate.ts";

test.for([
  ["Europe/Paris", true, "a name"],
  ["UTC", true, "one too"],
  ["europe/paris", true, "in any case"],
  ["+01:00", false, "an offset has no clock changes"],
  ["Paris", false, "no such zone"],
  ["Europe/Paris\0", false, "nor this one"],
  ["", false, "nothing"],
] as const)("a time zone: %j is %s: %s", ([name, isOne]) => {
  expect(isTimeZone(name)).toBe(isOne);
});

test.for([
  [{}, [], "what is left out is not looked at"],
  [{ timeZone: "Europe/Paris", warrantyEndsOn: null }, [], "nothing wrong"],
  [{ timeZone: "Paris" }, ["timeZone"], "no zone"],
  [{ warrantyEndsOn: "2027-02-29" }, ["warrantyEndsOn"], "a day that is not in that year"],
  [{ warrantyEndsOn: "2028-02-29" }, [], "one that is"],
  [{ timeZone: "x", warrantyEndsOn: "soon" }, ["timeZone", "warrantyEndsOn"], "all at once"],
] as const)("%j: %j", ([fields, wrong]) => {
  expect(wrongIn(fields).map(({ field }) => field)).toEqual(wrong);
});
