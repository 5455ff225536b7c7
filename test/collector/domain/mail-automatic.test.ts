import { expect, test } from "vitest";
import type { JudgedHeader, Letter } from "../../../collector/domain/mail.ts";
import { automaticReason } from "../../../collector/domain/mail-automatic.ts";

function letter(
  headers: Partial<Record<JudgedHeader, string>>,
  change: Partial<Letter> = {},
): Letter {
  return {
    messageId: "<1@client.example>",
    from: [{ name: "", address: "marie@client.example" }],
    recipients: [],
    subject: "Absence du bureau",
    sentAtMs: null,
    answers: [],
    reported: [],
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
    isCalendarReply: false,
    ...change,
  };
}

const OFFICE = { from: [{ name: "", address: "mailer-daemon@mx.example" }] };

test.for([
  ["an absence, as RFC 3834 marks it", { "auto-submitted": "auto-replied" }, "automatic_reply"],
  ["what a program sends", { "auto-submitted": "auto-generated; x=1" }, "automatic_reply"],
  ["Exchange's mark", { "x-auto-response-suppress": "All" }, "automatic_reply"],
  ["an older mark", { "x-autoreply": "yes" }, "automatic_reply"],
  ["another older mark", { "x-autorespond": "vacation" }, "automatic_reply"],
  ["a third one", { precedence: "auto_reply" }, "automatic_reply"],
  ["mass mail", { precedence: "bulk" }, "bulk"],
  ["junk", { precedence: "Junk" }, "bulk"],
  ["a list, by its precedence", { precedence: "list" }, "mailing_list"],
  ["a list, by any of its headers", { "list-": "<mailto:off@list.example>" }, "mailing_list"],
  [
    "a report of a server",
    { "content-type": "multipart/report; report-type=delivery-status" },
    "delivery_report",
  ],
  ["no address to return to", { "return-path": "<>" }, "delivery_report"],
] as const)("%s", ([, headers, reason]) => {
  expect(automaticReason(letter(headers))).toBe(reason);
});

test("a mailer daemon writes reports, whatever its headers", () => {
  expect(automaticReason(letter({}, OFFICE))).toBe("delivery_report");
});

test("a calendar that accepts an invitation is no person", () => {
  expect(automaticReason(letter({}, { isCalendarReply: true }))).toBe("automatic_reply");
});

test.for([
  ["nothing marks it", {}],
  ["it says itself that a person sent it", { "auto-submitted": "no" }],
  ["the same with a comment", { "auto-submitted": "no (by hand)" }],
  ["it asks for no suppression", { "x-auto-response-suppress": "None" }],
  ["it was urgent, no more", { precedence: "special-delivery" }],
  ["it has an address to return to", { "return-path": "<marie@client.example>" }],
  ["it has attachments", { "content-type": "multipart/mixed; boundary=report" }],
] as const)("a person wrote it: %s", ([, headers]) => {
  expect(automaticReason(letter(headers))).toBeUndefined();
});
