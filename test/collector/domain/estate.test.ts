import { expect, test } from "vitest";
import { wrongIn } from "../../../collector/domain/estate.ts";

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
