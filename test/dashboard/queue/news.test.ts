import { expect, test } from "vitest";
import { newsAmong } from "../../../dashboard/queue/use-news.ts";

test.for([
  [["c", "a", "b"], ["a", "b"], ["c"], "above what was known"],
  [["a", "c", "b"], ["a", "b"], ["c"], "between them"],
  [["a", "b", "c"], ["a", "b"], [], "what was only read further down is no news"],
  [["a", "b"], [], [], "nothing is new on a list that is first shown"],
  [["b"], ["a", "b"], [], "what went away is none either"],
] as const)("%j where %j were known: %j, %s", ([ids, known, expected]) => {
  expect(newsAmong(ids, new Set(known))).toEqual(expected);
});
