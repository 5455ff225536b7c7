import type { AgentSettings, Receipt } from "./down.ts";
import type { Envelope } from "./envelope.ts";
import type { Hello } from "./hello.ts";
import { isAgentId } from "./ids.ts";

/**
 * Every topic of the wire: its pattern, its builder, its parser and its payload's type.
 *
 * Up and down have different prefixes, so that nobody may both read and write a topic. The
 * partition is the first byte of SHA-256(agent id) in hex; the collector works it out and tells it
 * to the agent, and refuses a message whose topic has another one.
 */

export const TOPIC_ROOT = "vigie/v1";

/** What an agent publishes, by the last level of the topic. */
export type UpPayloads = { hello: Hello; report: Envelope };

/** What the collector publishes, by the last level of the topic. */
export type DownPayloads = { receipt: Receipt; settings: AgentSettings };

export type UpKind = keyof UpPayloads;
export type DownKind = keyof DownPayloads;

export const UP_KINDS = ["hello", "report"] as const satisfies readonly UpKind[];
export const DOWN_KINDS = ["receipt", "settings"] as const satisfies readonly DownKind[];

/** The topics as documentation and access lists write them. */
export const TOPIC_PATTERNS = [
  ...UP_KINDS.map((kind) => `${TOPIC_ROOT}/up/<partition>/<agent id>/${kind}`),
  ...DOWN_KINDS.map((kind) => `${TOPIC_ROOT}/down/<agent id>/${kind}`),
];

/** Where an agent's messages go up. */
export type UpAddress = { readonly partition: string; readonly agentId: string };

export function upTopic({ partition, agentId }: UpAddress, kind: UpKind): string {
  return `${TOPIC_ROOT}/up/${partition}/${agentId}/${kind}`;
}

export function downTopic(agentId: string, kind: DownKind): string {
  return `${TOPIC_ROOT}/down/${agentId}/${kind}`;
}

/** Reads an up topic; undefined when it is none of ours. */
export function parseUpTopic(topic: string): (UpAddress & { readonly kind: UpKind }) | undefined {
  const [root, version, way, partition = "", agentId = "", kind, ...rest] = topic.split("/");
  if (`${root}/${version}` !== TOPIC_ROOT || way !== "up" || rest.length > 0) return undefined;
  if (!/^[0-9a-f]{2}$/.test(partition) || !isAgentId(agentId)) return undefined;
  const known = UP_KINDS.find((candidate) => candidate === kind);
  return known === undefined ? undefined : { partition, agentId, kind: known };
}

/** Reads the last level of a down topic for this agent; undefined when it is none of ours. */
export function parseDownTopic(topic: string, agentId: string): DownKind | undefined {
  return DOWN_KINDS.find((kind) => topic === downTopic(agentId, kind));
}
