import { parseEnvelope } from "@vigie/shared/envelope.ts";
import { parseHello } from "@vigie/shared/hello.ts";
import { parseUpTopic, type UpKind } from "@vigie/shared/topics.ts";
import type { Arrival } from "./arrival.ts";

/**
 * The collector's front door: messages in, checked arrivals out. Who sent a message is read from
 * its topic, which the broker let nobody else publish on; never from its body. What is refused goes
 * on as well, so that it is kept with its reason.
 */
export function createIntake({
  partitionOf,
  isAgent,
  now,
  onArrival,
}: {
  /** First byte of SHA-256(agent id), hex. */
  readonly partitionOf: (agentId: string) => string;
  readonly isAgent: (agentId: string) => boolean;
  readonly now: () => { readonly wallMs: number; readonly monotonicMs: number };
  readonly onArrival: (arrival: Arrival) => void;
}) {
  function receive(topic: string, payload: Uint8Array): void {
    const { wallMs, monotonicMs } = now();
    const address = parseUpTopic(topic);
    onArrival({
      topic,
      payload,
      receivedMs: wallMs,
      receivedAt: monotonicMs,
      agentId: address?.agentId,
      content: read(),
    });

    function read(): Arrival["content"] {
      if (address === undefined) return refused("topic_unknown", topic);
      const { agentId, partition, kind } = address;
      if (!isAgent(agentId)) return refused("agent_unknown", agentId);
      if (partition !== partitionOf(agentId)) return refused("partition_wrong", partition);
      return readers[kind](payload);
    }
  }

  return { receive };
}

const readers: Readonly<Record<UpKind, (payload: Uint8Array) => Arrival["content"]>> = {
  hello(payload) {
    const outcome = parseHello(payload);
    if ("problem" in outcome) return { kind: "refused", refusal: outcome };
    return { kind: "hello", hello: outcome.hello };
  },
  report(payload) {
    const outcome = parseEnvelope(payload);
    if ("problem" in outcome) return { kind: "refused", refusal: outcome };
    return { kind: "reports", parsed: outcome };
  },
};

function refused(
  problem: "topic_unknown" | "agent_unknown" | "partition_wrong",
  detail: string,
): Arrival["content"] {
  return { kind: "refused", refusal: { problem, detail: detail.slice(0, 255) } };
}
