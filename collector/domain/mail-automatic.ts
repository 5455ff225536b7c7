import type { IgnoreReason } from "@vigie/shared/mail.ts";
import { type Letter, senderOf, valuesOf } from "./mail.ts";

/**
 * Mails that no person wrote to us: they are never answered, reopen nothing and answer nothing, or two
 * programs would talk to each other for ever. Any one mark is enough: a person's mail that bears one by
 * mistake is still shown to the staff, and a loop is not.
 */
export function automaticReason(letter: Letter): IgnoreReason | undefined {
  return MARKS.find(({ isOn }) => isOn(letter))?.reason;
}

type Mark = {
  readonly reason: IgnoreReason;
  readonly isOn: (letter: Letter) => boolean;
};

const MARKS: readonly Mark[] = [
  { reason: "delivery_report", isOn: isReport },
  { reason: "automatic_reply", isOn: isReplyOfProgram },
  { reason: "mailing_list", isOn: isOfList },
  { reason: "bulk", isOn: (letter) => has(letter, "precedence", /^(bulk|junk)\b/i) },
];

/** Also one without an address to return to: whoever sends so wants no answer (RFC 5321, 4.5.5). */
function isReport(letter: Letter): boolean {
  return (
    has(letter, "content-type", /^\s*multipart\/report\b/i) ||
    has(letter, "return-path", /^\s*<\s*>\s*$/) ||
    /^mailer-daemon(@|$)/.test(senderOf(letter)?.address ?? "")
  );
}

function isReplyOfProgram(letter: Letter): boolean {
  return (
    has(letter, "auto-submitted", /^\s*(?!no\s*(?:$|[;(]))\S/i) ||
    has(letter, "precedence", /^auto[_-]?reply\b/i) ||
    has(letter, "x-auto-response-suppress", /^\s*(?!none\s*$)\S/i) ||
    has(letter, "x-autoreply", /^\s*(?!no\s*$)\S/i) ||
    has(letter, "x-autorespond", /\S/) ||
    has(letter, "x-autoreply-from", /\S/) ||
    letter.isCalendarReply
  );
}

function isOfList(letter: Letter): boolean {
  return valuesOf(letter, "list-").length > 0 || has(letter, "precedence", /^list\b/i);
}

function has(letter: Letter, name: Parameters<typeof valuesOf>[1], pattern: RegExp): boolean {
  return valuesOf(letter, name).some((value) => pattern.test(value));
}
