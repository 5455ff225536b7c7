import { REPLY_LINES } from "@vigie/shared/mail.ts";
import { expect, test } from "vitest";
import { foldQuote } from "../../../collector/domain/mail-quote.ts";

const lines = (...text: string[]): string => text.join("\n");
const OWN = "Cela marche, merci.";

test.for([
  [
    "Gmail in English",
    lines(OWN, "", "On Mon, 23 Nov 2026 at 10:00, Nina <n@x.example> wrote:", "> Did it help?"),
  ],
  [
    "Gmail in French",
    lines(OWN, "", "Le lun. 23 nov. 2026 à 10:00, Nina <n@x.example> a écrit :", "> Et là ?"),
  ],
  [
    "with narrow blanks before the colon",
    lines(OWN, "Le 23 nov. 2026 à 10:00, Nina a écrit\u00A0:", "> Et là ?"),
  ],
  [
    "an introduction broken over two lines",
    lines(OWN, "Le lun. 23 nov. 2026 à 10:00,", "Nina <n@x.example> a écrit :", "> Et là ?"),
  ],
  [
    "Apple Mail, quote unmarked",
    lines(OWN, "On 23 Nov 2026, at 10:00, Nina wrote:", "Did it help?", "It did here."),
  ],
  ["in German", lines(OWN, "Am 23.11.2026 um 10:00 schrieb Nina:", "> Hilft das?")],
  [
    "Outlook in English",
    lines(
      OWN,
      "",
      "From: Nina",
      "Sent: Monday, 23 November 2026 10:00",
      "To: Marie",
      "Subject: RE: Caisse",
      "",
      "Did it help?",
    ),
  ],
  [
    "Outlook in French",
    lines(
      OWN,
      "",
      "De : Nina",
      "Envoyé : lundi 23 novembre 2026 10:00",
      "À : Marie",
      "Objet : RE: Caisse",
      "",
      "Et là ?",
    ),
  ],
  ["Outlook, older", lines(OWN, "-----Original Message-----", "From: Nina", "Did it help?")],
  ["Outlook, older, in French", lines(OWN, "-----Message d'origine-----", "De : Nina")],
  ["our own line", lines(OWN, REPLY_LINES.fr, "Votre ticket est résolu.")],
  [
    "our own line, marked by the program",
    lines(OWN, `> ${REPLY_LINES.en}`, "> Your ticket is resolved."),
  ],
  ["marks alone", lines(OWN, "", "> Did it help?", "> > No.")],
])("what is new stands above: %s", ([, text = ""]) => {
  const folded = foldQuote(text);
  expect(folded.text).toBe(OWN);
  expect(folded.quoted).not.toBeNull();
});

test("an answer below the quote is found as well", () => {
  const text = lines("On 23 Nov 2026, Nina wrote:", "> Did it help?", "", OWN);
  expect(foldQuote(text)).toEqual({
    text: OWN,
    quoted: lines("On 23 Nov 2026, Nina wrote:", "> Did it help?"),
  });
});

test.for([
  [
    "answers between the lines belong to what they answer",
    lines("> Did it help?", "Yes.", "> And the printer?", "No."),
  ],
  ["nothing but a quote says at least that", lines("> Did it help?", "> And now?")],
  [
    "what is forwarded is what it is about",
    lines(
      "Voyez ci-dessous.",
      "---------- Forwarded message ---------",
      "From: Bank",
      "Date: Mon, 23 Nov 2026",
      "To: Marie",
      "Subject: Fraud",
      "",
      "Pay now.",
    ),
  ],
  ["a sentence that ends alike", lines("On the phone he wrote:", "nothing works")],
  ["a line that begins like a header", lines("From: the top of my head", "it began yesterday")],
  ["no quote at all", OWN],
  ["nothing", ""],
])("folds nothing: %s", ([, text = ""]) => {
  expect(foldQuote(text)).toEqual({ text, quoted: null });
});

test("nothing is lost: every word is in one of the two", () => {
  const text = lines("One", "On 1 May, X wrote:", "> two", "three");
  const { text: own, quoted } = foldQuote(text);
  for (const word of ["One", "two", "three"]) expect(`${own}\n${quoted}`).toContain(word);
});

test.for([
  ["marks", "> ".repeat(30_000)],
  ["introductions", "On 1 \n".repeat(10_000)],
  ["headers", "From: x\n".repeat(8_000)],
  ["one long line", `On 1 ${"x".repeat(60_000)} wrote`],
])("60 KiB of %s take no time", ([, text = ""]) => {
  const begun = performance.now();
  foldQuote(text);
  expect(performance.now() - begun).toBeLessThan(1_000);
});
