import { expect, test } from "vitest";
import {
  cleanLine,
  cleanText,
  cutToBytes,
  numberInSubject,
  toTitle,
} from "../../../collector/domain/mail-text.ts";

test.for([
  ["line ends of Windows and old Macs", "a\r\nb\rc\u2028d", "a\nb\nc\nd"],
  ["NUL, bell and escape", "a\0b\u0007c\u001Bd", "abcd"],
  ["what turns the reading direction", "invoice\u202Efdp.exe", "invoicefdp.exe"],
  ["half a letter", "a\uD83Db", "a\uFFFDb"],
  ["tabs are kept", "a\tb", "a\tb"],
])("made fit to be kept: %s", ([, text = "", clean]) => {
  expect(cleanText(text)).toBe(clean);
});

test("one line is one line, of so many letters, none of them cut", () => {
  expect(cleanLine("  a \r\n b\t\tc ", 100)).toBe("a b c");
  expect(cleanLine("ab😀", 3)).toBe("ab");
  expect(cleanLine("x".repeat(1_000), 10)).toBe("x".repeat(10));
});

test.for([
  ["fits", "déjà", 6, "déjà", false],
  ["is cut before the letter that does not fit", "déjà", 5, "déj", true],
  ["never parts a letter", "😀😀", 7, "😀", true],
  ["nothing", "", 0, "", false],
] as const)("cut to bytes: %s", ([, text, bytesMax, kept, isCut]) => {
  expect(cutToBytes(text, bytesMax)).toEqual({ text: kept, isCut });
});

test.for([
  ["the subject", "Caisse en panne", "Bonjour", "Caisse en panne"],
  ["without what programs add", "RE: Fwd: TR : Caisse", "", "Caisse"],
  ["without the number of another ticket", "Re: [#123] Caisse", "", "Caisse"],
  [
    "the first words, where there is no subject",
    "Re:",
    "\n\n Bonjour Nina,\nla caisse",
    "Bonjour Nina,",
  ],
  ["the sender, where there are no words either", "", " \n", "marie@client.example"],
  ["at most 200 letters", "x".repeat(500), "", "x".repeat(200)],
] as const)("the title is %s", ([, subject, text, title]) => {
  expect(toTitle({ subject, text, address: "marie@client.example" })).toBe(title);
});

test("a subject of nothing but prefixes takes no time", () => {
  const begun = performance.now();
  toTitle({ subject: "Re: ".repeat(200_000), text: "", address: "a@b" });
  expect(performance.now() - begun).toBeLessThan(1_000);
});

test.for([
  ["one number", "Re: [#123] Caisse", 123],
  ["twice the same", "[#7] Re: [#7]", 7],
  ["two: neither is meant for sure", "[#7] [#8]", undefined],
  ["none", "#12 Caisse", undefined],
  ["too many digits for a number of ours", "[#12345678901]", undefined],
] as const)("the ticket that a subject names: %s", ([, subject, number]) => {
  expect(numberInSubject(subject)).toBe(number);
});
