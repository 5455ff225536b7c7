import { describe, expect, test } from "vitest";
import { parseJson } from "../../shared/json.ts";

describe("U+0000, which no engine keeps in text alike, is read as U+FFFD", () => {
  test.for<[string, string, unknown]>([
    ["in a value", String.raw`["a\u0000b"]`, ["a\uFFFDb"]],
    ["in a name", String.raw`{"\u0000":1}`, { "\uFFFD": 1 }],
    ["every time", String.raw`["\u0000\u0000"]`, ["\uFFFD\uFFFD"]],
    ["behind a backslash", String.raw`["\\\u0000"]`, ["\\\uFFFD"]],
    ["but not where a backslash stands before the letters", String.raw`["\\u0000"]`, ["\\u0000"]],
    ["and nothing else is", String.raw`["\u0001\\n\""]`, ['\u0001\\n"']],
  ])("%s", ([, text, expected]) => {
    expect(parseJson(new TextEncoder().encode(text))).toEqual({ value: expected });
  });
});
