import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Ledger } from "./flow/ledger.ts";

/** What proves that a connection is an agent's. Secrets are kept as hashes only. */

/** 256 random bits, so that a plain hash of it is as good as a slow one. */
const SECRET_BYTES = 32;

export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** SHA-256, hex. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether the secret has this hash, in a time that tells nothing. */
export function isSecret(secret: string, secretHash: string): boolean {
  const found = createHash("sha256").update(secret).digest();
  const expected = Buffer.from(secretHash, "hex");
  return found.length === expected.length && timingSafeEqual(found, expected);
}

/** Says whether a secret is that of an agent, as memory knows it now. */
export function createSecretCheck({
  memory,
}: Pick<Ledger, "memory">): (agentId: string, secret: string) => boolean {
  return (agentId, secret) => {
    const machine = memory().byAgent.get(agentId);
    return machine !== undefined && isSecret(secret, machine.secretHash);
  };
}
