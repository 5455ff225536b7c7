import { isAgentId } from "@vigie/shared/ids.ts";
import { DOWN_KINDS, downTopic, TOPIC_ROOT, UP_KINDS, upTopic } from "@vigie/shared/topics.ts";
import { partitionOf } from "./partition.ts";

/**
 * What one agent may do at the broker. It follows from who the agent proved to be, never from what it
 * says of itself; up and down are apart, so that no one may both read and write a topic.
 */
export type Access = {
  readonly mayPublish: (message: Message) => boolean;
  readonly maySubscribe: (filter: string) => boolean;
};

/** What is asked of a message before it is taken; a last will is a message too. */
export type Message = { readonly topic: string; readonly qos: number; readonly retain: boolean };

const QOS_MAX = 1;

/** The rights of this agent; undefined when the id is none, so that it may nothing. */
export function accessOf(agentId: string): Access | undefined {
  if (!isAgentId(agentId)) return undefined;
  const address = { partition: partitionOf(agentId), agentId };
  const up = new Set(UP_KINDS.map((kind) => upTopic(address, kind)));
  const below = `${TOPIC_ROOT}/down/${agentId}`;
  const down = new Set([
    ...DOWN_KINDS.map((kind) => downTopic(agentId, kind)),
    `${below}/+`,
    `${below}/#`,
  ]);
  return {
    mayPublish: ({ topic, qos, retain }) => up.has(topic) && qos <= QOS_MAX && !retain,
    maySubscribe: (filter) => down.has(filter),
  };
}

/** The agent to whom a down topic belongs; undefined when it is no down topic. */
export function addresseeOf(topic: string): string | undefined {
  const prefix = `${TOPIC_ROOT}/down/`;
  if (!topic.startsWith(prefix)) return undefined;
  const end = topic.indexOf("/", prefix.length);
  return end === -1 ? undefined : topic.slice(prefix.length, end);
}

/** Whether one of an agent's own filters covers a down topic of its own. */
export function covers(filters: ReadonlySet<string>, topic: string, agentId: string): boolean {
  if (filters.has(topic)) return true;
  const below = `${TOPIC_ROOT}/down/${agentId}`;
  return filters.has(`${below}/#`) || filters.has(`${below}/+`);
}
