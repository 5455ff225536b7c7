import { problemText } from "@vigie/shared/problems.ts";
import { expect, test } from "vitest";
import { toRefusalText } from "../../../dashboard/mail/mail-panel.tsx";

test.for([
  ["unknown_sender", null, "", "the reason says all"],
  ["channel_refused", "channel: the contract does not allow mail", "", "and so it does here"],
  [
    "refused",
    "macro_invalid: acts.note: it is: long",
    problemText("macro_invalid", { detail: "acts.note: it is: long" }, "fr"),
    "the code in the reader's language, with the words that came with it",
  ],
  ["refused", "something else", "something else", "no code is known"],
] as const)("%s, %s: %s (%s)", ([reason, detail, expected]) => {
  expect(toRefusalText({ reason, detail }, "fr")).toBe(expected);
});
