import { downTopic, upTopic } from "@vigie/shared/topics.ts";
import mqtt from "mqtt";
import { ulid } from "ulid";
import { reportOf40 } from "../bench/sample-report.ts";
import type { WireAgent } from "./agents.ts";

/** An agent's connection without an agent: reports go up one by one, and receipts are heard. */
export type BareAgent = {
  /** Sends a report of 40 values, some of them perhaps replaced; resolves when the broker has it. */
  readonly report: (seq: number, samples?: Readonly<Record<string, number>>) => Promise<void>;
  /** Seqs that were receipted. */
  readonly receipted: ReadonlySet<number>;
  /** Resolves with the next receipt. */
  readonly nextReceipt: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const UPTIME_MS = 1_000;

export async function connectBareAgent(agent: WireAgent, url: string): Promise<BareAgent> {
  const { agentId, secret } = agent;
  const epoch = ulid();
  const receipted = new Set<number>();
  const client = await mqtt.connectAsync(url, {
    clientId: agentId,
    username: agentId,
    password: secret,
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  await client.subscribeAsync(downTopic(agentId, "receipt"));
  client.on("message", (_topic, payload) => {
    const { received }: { received: [number, number][] } = JSON.parse(payload.toString());
    for (const [from, to] of received) for (let seq = from; seq <= to; seq += 1) receipted.add(seq);
  });
  return {
    receipted,
    async report(seq, samples = {}) {
      const nowMs = Date.now();
      const report = reportOf40(seq, nowMs, UPTIME_MS);
      const envelope = {
        v: 1,
        epoch,
        bootId: "bare",
        sentAt: new Date(nowMs).toISOString(),
        sentUptimeMs: UPTIME_MS,
        reports: [{ ...report, samples: { ...report.samples, ...samples } }],
      };
      await client.publishAsync(upTopic(agent, "report"), JSON.stringify(envelope), { qos: 1 });
    },
    nextReceipt: () => new Promise((resolve) => client.once("message", () => resolve())),
    close: () => client.endAsync(true),
  };
}
