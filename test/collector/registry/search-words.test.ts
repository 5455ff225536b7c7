import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numberSought, soughtIn, wordsOf } from "../../../collector/registry/search-words.ts";

describe("the words of texts", () => {
  test.for<[texts: string[], wanted: string[], why: string]>([
    [["Électricité coupée"], ["electricite", "coupee"], "without case and accents"],
    [["l'eau, l'air"], ["l", "eau", "air"], "parted by signs, each once"],
    [["a-b_c/d.e"], ["a", "b", "c", "d", "e"], "every sign parts"],
    [["Œuvre Straße Ægir"], ["oeuvre", "strasse", "aegir"], "letters that stand for two"],
    [["ﬁn ①"], ["fin", "1"], "letters and digits in other forms"],
    [["1 204"], ["1", "204"], "numbers"],
    [[], [], "none"],
    [["?!"], [], "signs alone"],
  ])("%j are %j: %s", ([texts, wanted]) => {
    expect(wordsOf(texts)).toEqual(wanted);
  });

  test("a word that no one would type is cut, at a whole character", () => {
    expect(wordsOf(["x".repeat(500)])).toEqual(["x".repeat(40)]);
    const [cut = ""] = wordsOf([`x${"𝟘𠀀".repeat(40)}`]);
    expect(cut.length).toBeLessThanOrEqual(40);
    expect(cut.isWellFormed()).toBe(true);
  });

  test("are a bounded number", () => {
    const texts = Array.from({ length: 6_000 }, (_, place) => `w${place}`);
    expect(wordsOf(texts)).toHaveLength(5_000);
  });
});

describe("what is sought", () => {
  test("is the words, of which the last may be only begun", () => {
    expect(soughtIn("Disque ple")).toEqual({ whole: ["disque"], beginning: "ple" });
    expect(soughtIn("disque p")).toEqual({ whole: ["disque", "p"], beginning: undefined });
    expect(soughtIn("  ")).toEqual({ whole: [], beginning: undefined });
  });

  test("is cut where each further word only narrows", () => {
    const { whole, beginning } = soughtIn(Array.from({ length: 40 }, (_, n) => `w${n}`).join(" "));
    expect([...whole, beginning]).toHaveLength(12);
  });

  test("is never anything that an engine reads as more than a word", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (typed) => {
        const { whole, beginning = "" } = soughtIn(typed);
        for (const word of [...whole, beginning]) expect(word).toMatch(/^[\p{L}\p{N}]*$/u);
      }),
    );
  });

  test("is found in the text that it was typed from", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const words = wordsOf([text]);
        const { whole, beginning = "" } = soughtIn(text);
        for (const word of whole) expect(words).toContain(word);
        expect(beginning === "" || words.some((word) => word.startsWith(beginning))).toBe(true);
      }),
    );
  });

  test.for([
    ["#12", 12, "a number"],
    [" # 0012 ", 12, "with blanks and zeros"],
    ["12", undefined, "a word of digits"],
    ["#", undefined, "a sign alone"],
    ["#12 disque", undefined, "more than a number"],
    ["#1234567890123456", undefined, "more digits than a number has"],
  ] as const)("%j is the number %s: %s", ([search, number]) => {
    expect(numberSought(search)).toBe(number);
  });
});
