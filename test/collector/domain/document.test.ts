import { expect, test } from "vitest";
import { partOf } from "../../../collector/domain/document.ts";

test.for([
  [{ a: 1 }, "a", 1, "its own"],
  [["x"], "0", "x", "a place of a list"],
  [{ a: 1 }, "b", undefined, "nothing of that name"],
  [{}, "constructor", undefined, "what it only inherits is not its own"],
  [null, "a", undefined, "nothing at all"],
  ["text", "length", undefined, "a text has no parts"],
] as const)("of %j the part %s is %j: %s", ([document, name, part]) => {
  expect(partOf(document, name)).toBe(part);
});
