import { createHash } from "node:crypto";

/** The share of the fleet to which an agent belongs: the first byte of SHA-256(agent id), in hex. */
export function partitionOf(agentId: string): string {
  return createHash("sha256").update(agentId).digest("hex").slice(0, 2);
}
