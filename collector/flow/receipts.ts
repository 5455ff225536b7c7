import type { Receipt } from "@vigie/shared/down.ts";
import { downTopic } from "@vigie/shared/topics.ts";
import { toRanges } from "../domain/ranges.ts";
import type { Draft } from "./draft.ts";

/**
 * Tells agents what is kept for good. Called after COMMIT and never before: an agent deletes what a
 * receipt names. A receipt that is lost costs one more delivery and nothing else.
 */
export function createReceipts({
  publish,
  generation,
}: {
  readonly publish: (topic: string, payload: string) => void;
  readonly generation: number;
}) {
  function send({ receipts, refusals }: Draft): void {
    for (const { agentId, epoch, received, rejected } of [...receipts.values(), ...refusals]) {
      if (received.length === 0 && rejected.length === 0) continue;
      const receipt: Receipt = {
        epoch,
        received: toRanges(received).map(([from, to]) => [from, to]),
        rejected,
        generation,
      };
      publish(downTopic(agentId, "receipt"), JSON.stringify(receipt));
    }
  }

  return { send };
}
