import fc from "fast-check";
import { expect, test } from "vitest";
import { createReplyAddresses } from "../../../collector/mail/reply-address.ts";

const key = Buffer.alloc(32, 7);
const replies = createReplyAddresses({ supportAddress: "Support@Provider.example", key });

test("an answer finds its ticket, whatever case a relay made of the address", () => {
  const address = replies.addressFor(123);
  expect(address).toMatch(/^support\+123\.[0-9a-z]{16}@provider\.example$/);
  expect(replies.numberOf(address)).toBe(123);
  expect(replies.numberOf(address.toUpperCase())).toBe(123);
  expect(replies.numberOf(`  ${address} `)).toBe(123);
});

test.for([
  [
    "another ticket's number under this signature",
    (address: string) => address.replace("+123.", "+124."),
  ],
  ["a signature with a letter changed", (address: string) => address.replace(/.@/, "0@")],
  ["a signature with a letter less", (address: string) => address.replace(/.@/, "@")],
  ["another domain", (address: string) => address.replace("provider", "evil")],
  ["another mailbox", (address: string) => address.replace("support", "sales")],
  ["no tag", () => "support@provider.example"],
  ["no address", () => "support+123"],
] as const)("names no ticket: %s", ([, change]) => {
  expect(replies.numberOf(change(replies.addressFor(123)))).toBeUndefined();
});

test("another installation's addresses are not ours", () => {
  const others = createReplyAddresses({
    supportAddress: "support@provider.example",
    key: Buffer.alloc(32, 8),
  });
  expect(replies.numberOf(others.addressFor(123))).toBeUndefined();
});

test("mail to the mailbox is known, with and without a tag", () => {
  expect(replies.isOwn("support@provider.example")).toBe(true);
  expect(replies.isOwn("SUPPORT+anything@provider.example")).toBe(true);
  expect(replies.isOwn("supporter@provider.example")).toBe(false);
  expect(replies.isOwn("support@other.example")).toBe(false);
});

test("no two tickets share a signature, and every address is one that mail allows", () => {
  fc.assert(
    fc.property(fc.nat({ max: 9_999_999_999 }), fc.nat({ max: 9_999_999_999 }), (one, other) => {
      const address = replies.addressFor(one);
      expect(replies.numberOf(address)).toBe(one);
      expect(address.split("@")[0]?.length).toBeLessThanOrEqual(64);
      const signatureOf = (number: number) => replies.addressFor(number).split(".")[1];
      expect(signatureOf(one) === signatureOf(other)).toBe(one === other);
    }),
  );
});
