import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * The address that a mail about a ticket asks to be answered at: it names the ticket and is signed, so
 * that an answer finds its ticket whatever became of its subject, and nobody can make up an address of
 * another ticket. A relay may lower its case; it holds nothing that case would change.
 *
 *     support+123.<signature>@example.com
 */
export type ReplyAddresses = {
  /** Where answers about this ticket go. */
  readonly addressFor: (ticketNumber: number) => string;
  /** The ticket that an address names; undefined = it is none of ours, or its signature is wrong. */
  readonly numberOf: (address: string) => number | undefined;
  /** Whether mail to this address comes to the mailbox, with or without something after `+`. */
  readonly isOwn: (address: string) => boolean;
};

/** Letters of the signature, 5 bits each: 80 bits, which nobody finds by sending mails. */
const SIGNATURE_LENGTH = 16;
const SIGNATURE_BYTES = 10;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const BITS_A_LETTER = 5;
const LETTER_MASK = 31;

const TAG = new RegExp(`^(\\d{1,10})\\.([0-9a-z]{${SIGNATURE_LENGTH}})$`);

export function createReplyAddresses({
  supportAddress,
  key,
}: {
  /** Local part of at most `SUPPORT_LOCAL_MAX` letters. */
  readonly supportAddress: string;
  /** Of this installation, for nothing but this. */
  readonly key: Uint8Array;
}): ReplyAddresses {
  const own = split(supportAddress);
  if (own === undefined) throw new TypeError("the support address is no address");
  const { local, domain } = own;

  /** What stands after `+` in an address of this mailbox; undefined = another mailbox's. */
  function tagOf(address: string): string | undefined {
    const parts = split(address);
    if (parts?.domain !== domain) return undefined;
    if (parts.local === local) return "";
    return parts.local.startsWith(`${local}+`) ? parts.local.slice(local.length + 1) : undefined;
  }

  return {
    addressFor: (number) => `${local}+${number}.${signatureOf(number, key)}@${domain}`,
    numberOf(address) {
      const [, digits, signature] = TAG.exec(tagOf(address) ?? "") ?? [];
      if (digits === undefined || signature === undefined) return undefined;
      const number = Number(digits);
      return isSame(signature, signatureOf(number, key)) ? number : undefined;
    },
    isOwn: (address) => tagOf(address) !== undefined,
  };
}

/** A local part of 64 letters is all that mail allows; number and signature need the rest. */
export const SUPPORT_LOCAL_MAX = 36;

function split(address: string): { local: string; domain: string } | undefined {
  const folded = address.trim().toLowerCase();
  const at = folded.lastIndexOf("@");
  if (at < 1 || at === folded.length - 1) return undefined;
  return { local: folded.slice(0, at), domain: folded.slice(at + 1) };
}

function signatureOf(number: number, key: Uint8Array): string {
  const bytes = createHmac("sha256", key).update(`reply to ticket ${number}`).digest();
  return toLetters(bytes.subarray(0, SIGNATURE_BYTES));
}

function toLetters(bytes: Uint8Array): string {
  let letters = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= BITS_A_LETTER) {
      bits -= BITS_A_LETTER;
      letters += ALPHABET[(held >> bits) & LETTER_MASK];
    }
    held &= (1 << bits) - 1;
  }
  return letters;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}
