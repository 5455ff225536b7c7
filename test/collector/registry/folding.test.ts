import { describe, expect, test } from "vitest";
import { folded, likePattern } from "../../../collector/registry/folding.ts";

describe("names are compared without case and accents", () => {
  test.for([
    ["Électricité", "electricite", "accents and capitals"],
    ["E\u0301lan", "elan", "an accent written apart"],
    ["ŒUVRE", "œuvre", "a letter of its own stays"],
    ["ﬁn", "fin", "a ligature of print is its letters"],
    ["ＰＣ０１", "pc01", "wide letters are letters"],
    ["PC-01_a%", "pc-01_a%", "signs stay"],
    ["", "", "nothing stays nothing"],
  ] as const)("%j is %j: %s", ([text, wanted]) => {
    expect(folded(text)).toBe(wanted);
  });
});

describe("a search finds its text anywhere, and only its text", () => {
  test.for([
    ["Été", "%ete%", "folded like the names"],
    ["100%", "%100\\%%", "a per cent sign is itself"],
    ["a_b", "%a\\_b%", "so is an underscore"],
    ["C:\\", "%c:\\\\%", "and a backslash"],
    ["x".repeat(300), `%${"x".repeat(255)}%`, "cut where no name is that long"],
  ] as const)("%j", ([search, wanted]) => {
    expect(likePattern(search)).toBe(wanted);
  });
});
