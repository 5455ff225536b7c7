import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { hashSecret, isSecret, newSecret } from "../../collector/credentials.ts";

test("a secret is 256 random bits, and no two are the same", () => {
  const secrets = Array.from({ length: 100 }, () => newSecret());
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) expect(Buffer.from(secret, "base64url")).toHaveLength(32);
});

test("what is kept is its SHA-256, and not the secret", () => {
  const secret = newSecret();
  expect(hashSecret(secret)).toBe(createHash("sha256").update(secret).digest("hex"));
  expect(hashSecret(secret)).not.toContain(secret);
});

test("a secret is known by its hash", () => {
  const secret = newSecret();
  expect(isSecret(secret, hashSecret(secret))).toBe(true);
});

test.for<[string, string, string]>([
  ["another secret", "other", hashSecret("right")],
  ["nothing", "", hashSecret("right")],
  ["the hash itself", hashSecret("right"), hashSecret("right")],
  ["a secret with something after it", "right ", hashSecret("right")],
  ["a hash that is none", "right", "zz"],
  ["a hash that was cut", "right", hashSecret("right").slice(0, 62)],
  ["no hash, as a machine without a secret might have", "", ""],
])("%s is refused", ([, secret, hash]) => {
  expect(isSecret(secret, hash)).toBe(false);
});
