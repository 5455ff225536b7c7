import { createHash } from "node:crypto";
import { newId } from "../../collector/ids.ts";

/** An agent as the wire knows it. The partition is computed here on its own, as the documents say it. */
export type WireAgent = {
  readonly agentId: string;
  readonly secret: string;
  readonly partition: string;
};

export function wireAgent(): WireAgent {
  // Of two agents of a machine the newer has the greater id, also when both were made at once.
  const agentId = newId("agt");
  const partition = createHash("sha256").update(agentId).digest("hex").slice(0, 2);
  return { agentId, secret: `secret of ${agentId}`, partition };
}
