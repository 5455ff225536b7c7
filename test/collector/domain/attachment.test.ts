import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toFileName, toMediaType } from "../../../collector/domain/attachment.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;

describe("the name of a file", () => {
  test.for([
    ["rapport.pdf", "rapport.pdf", "a name is a name"],
    ["Éric & Léa (1).txt", "Éric & Léa (1).txt", "letters of every language stay"],
    ["報告 🖨️.pdf", "報告 🖨️.pdf", "pictures too"],
    ["E\u0301ric.txt", "Éric.txt", "one spelling of what looks alike"],
    ["../../etc/passwd", "passwd", "no way up"],
    ["C:\\Users\\ana\\photo.jpg", "photo.jpg", "the path of another system"],
    ["a/", "file", "a path without a name"],
    ["..", "file", "the folder above"],
    ["", "file", "nothing at all"],
    [" . ", "file", "what Windows forgets"],
    ["facture.pdf. ", "facture.pdf", "what Windows forgets at the end"],
    ["log\r\nSet-Cookie: a=b.txt", "logSet-Cookie_ a=b.txt", "a line of a header"],
    ["a\u0000b\u001b[31m.txt", "ab[31m.txt", "what a terminal obeys"],
    ["facture\u202Efdp.exe", "facturefdp.exe", "writing that is turned hides the ending"],
    ["\u2066a\u2069\u200E\u200B.txt", "a.txt", "marks that nobody sees"],
    ["a\u2028b\u00a0c.txt", "ab c.txt", "other ends of lines, other blanks"],
    ['<a href="x">|?*.html', "_a href=_x_____.html", "what no Windows name may have"],
    ["con", "_con", "a device"],
    ["LPT1.txt", "_LPT1.txt", "a device with an ending"],
    ["console.txt", "console.txt", "what only begins like one"],
    ["a\ud800b", "ab", "half a character"],
  ] as const)("%j becomes %j: %s", ([said, name]) => {
    expect(toFileName(said)).toBe(name);
  });

  test("a long one is cut before its ending, between two characters", () => {
    const name = toFileName(`${"é🖨".repeat(200)}.tar.gz`);
    expect(bytesOf(name)).toBeLessThanOrEqual(255);
    expect(bytesOf(name)).toBeGreaterThan(245);
    expect(name).toMatch(/^(é🖨)+é?\.gz$/u);
  });

  test("what looks like an ending and is too long is cut like the rest", () => {
    const name = toFileName(`a.${"b".repeat(400)}`);
    expect(name).toBe(`a.${"b".repeat(252)}`);
  });

  test("law: it is one name that every system takes, and keeping it again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (said) => {
        const name = toFileName(said);
        expect(toFileName(name)).toBe(name);
        expect(bytesOf(name)).toBeGreaterThan(0);
        expect(bytesOf(name)).toBeLessThanOrEqual(255);
        expect(name).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Cs}]|^[ .]*$|[ .]$/u);
      }),
    );
  });
});

test.for([
  ["application/pdf", "application/pdf", "a type"],
  ["Text/HTML; charset=utf-8", "text/html", "its parameters are left out"],
  [
    "application/vnd.ms-excel.sheet.binary+x",
    "application/vnd.ms-excel.sheet.binary+x",
    "a long one",
  ],
  ["", "application/octet-stream", "none"],
  ["pdf", "application/octet-stream", "half of one"],
  ["text/html\r\nx: y", "application/octet-stream", "a line of a header"],
  ["text/<script>", "application/octet-stream", "what is no word"],
  [`text/${"a".repeat(130)}`, "application/octet-stream", "longer than any"],
] as const)("the media type %j is kept as %s: %s", ([said, type]) => {
  expect(toMediaType(said)).toBe(type);
});
