/** Addresses of mail, as they stand in headers and envelopes. */

export type Mailbox = { readonly name: string; readonly address: string };

const ADDRESS_MAX = 254;

/** What would end an address, or begin another header. */
const ADDRESS = /^[^\s@<>"(),:;\\[\]\p{Cc}]+@[^\s@<>"(),:;\\[\]\p{Cc}]+$/u;

/** Whether a text is an address to which a mail can be sent as it stands. */
export function isAddress(text: string): boolean {
  return text.length <= ADDRESS_MAX && ADDRESS.test(text);
}

/**
 * A text as one line of a header: no control character, no mark that turns the direction of what comes
 * after it, and no longer than a person reads.
 */
export function toHeaderLine(text: string, lengthMax: number): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replaceAll(TURNING, "");
  const letters = Array.from(line.trim());
  return letters.length <= lengthMax
    ? letters.join("")
    : `${letters
        .slice(0, lengthMax - 1)
        .join("")
        .trimEnd()}…`;
}

/** Marks that change the direction of writing: with them a name can look like another one. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
