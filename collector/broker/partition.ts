import { createHash } from "node:crypto";

/** The share of the fleet to which an agent belongs: the first byte of SHA-256(agent id), in hex. */
export function partitionOf(agentId: string): string {
  return createHash("sha256").update(agentId).digest("hex").slice(0, 2);
}

/** The same, worked out once for each agent. It is asked for known agents only, so it stays small. */
export function createPartitions(): (agentId: string) => string {
  const partitions = new Map<string, string>();
  return (agentId) => {
    const known = partitions.get(agentId);
    if (known !== undefined) return known;
    const partition = partitionOf(agentId);
    partitions.set(agentId, partition);
    return partition;
  };
}
