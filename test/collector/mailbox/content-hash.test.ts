import { expect, test } from "vitest";
import { contentHashOf, headersOf } from "../../../collector/mailbox/content-hash.ts";
import { personsMail, rawMail } from "../../support/mails.ts";

const OWN = [
  ["From", "marie@bakery.example"],
  ["Subject", "Caisse"],
  ["Message-ID", "<1@bakery.example>"],
] as const;

test("the same mail that came by two ways is one mail", () => {
  const one = rawMail([["Received", "from a"], ["Delivered-To", "support@x.example"], ...OWN], "x");
  const other = rawMail(
    [["Received", "from b"], ["Authentication-Results", "b; none"], ...OWN],
    "x",
  );
  expect(contentHashOf(one)).toBe(contentHashOf(other));
});

test.for([
  ["another text", rawMail(OWN, "y")],
  [
    "another subject",
    rawMail([...OWN.slice(0, 1), ["Subject", "Imprimante"], ...OWN.slice(2)], "x"),
  ],
  ["another Message-ID", rawMail([...OWN.slice(0, 2), ["Message-ID", "<2@bakery.example>"]], "x")],
  ["another sender", rawMail([["From", "paul@bakery.example"], ...OWN.slice(1)], "x")],
] as const)("%s is another mail", ([, other]) => {
  expect(contentHashOf(other)).not.toBe(contentHashOf(rawMail(OWN, "x")));
});

test("what a device says each day, without a date or an id, is another mail each day", () => {
  const said = [
    ["From", "nas@bakery.example"],
    ["Subject", "Disk failing"],
  ] as const;
  const monday = rawMail([["Received", "from nas; Mon"], ...said], "x");
  const tuesday = rawMail([["Received", "from nas; Tue"], ...said], "x");
  expect(contentHashOf(monday)).not.toBe(contentHashOf(tuesday));
});

test("a line that was folded on the way is the same line", () => {
  const folded = rawMail([OWN[0], ["Subject", "Caisse\r\n en panne"], OWN[2]], "x");
  const plain = rawMail([OWN[0], ["Subject", "Caisse en panne"], OWN[2]], "x");
  expect(contentHashOf(folded)).toBe(contentHashOf(plain));
});

test("the headers are kept for a person, without what no eye sees", () => {
  expect(headersOf(rawMail([["Subject", "a\0b"]], "the body"))).toBe("Subject: ab");
  expect(headersOf(personsMail())).toContain("From: Marie Dupont");
});

test.for([
  ["nothing", Buffer.alloc(0)],
  ["no body", Buffer.from("Subject: x")],
  ["no line end", Buffer.alloc(3_000_000, 65)],
] as const)("a mail of %s has a hash too", ([, source]) => {
  expect(contentHashOf(source)).toMatch(/^[0-9a-f]{64}$/);
});
