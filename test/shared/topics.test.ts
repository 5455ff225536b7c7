import {
  DOWN_KINDS,
  downTopic,
  parseDownTopic,
  parseUpTopic,
  TOPIC_PATTERNS,
  UP_KINDS,
  upTopic,
} from "@vigie/shared/topics.ts";
import { expect, test } from "vitest";

const agentId = "agt_01JDQ4Z7N3W8V5R2T6Y9X0ABCD";
const address = { partition: "a7", agentId };

test("what is built is read again", () => {
  for (const kind of UP_KINDS) {
    expect(parseUpTopic(upTopic(address, kind))).toEqual({ ...address, kind });
  }
  for (const kind of DOWN_KINDS)
    expect(parseDownTopic(downTopic(agentId, kind), agentId)).toBe(kind);
});

test("topics are what the wire agreed on", () => {
  expect(upTopic(address, "report")).toBe(`vigie/v1/up/a7/${agentId}/report`);
  expect(downTopic(agentId, "receipt")).toBe(`vigie/v1/down/${agentId}/receipt`);
});

test.for([
  ["", "nothing"],
  [`vigie/v2/up/a7/${agentId}/report`, "another version"],
  [`other/v1/up/a7/${agentId}/report`, "another product"],
  [`vigie/v1/down/a7/${agentId}/report`, "the other way"],
  [`vigie/v1/up/a7/${agentId}`, "too short"],
  [`vigie/v1/up/a7/${agentId}/report/more`, "too long"],
  [`vigie/v1/up/a7/${agentId}/receipt`, "what only goes down"],
  [`vigie/v1/up/a7/${agentId}/Report`, "another case"],
  [`vigie/v1/up/A7/${agentId}/report`, "a partition in capitals"],
  [`vigie/v1/up/a/${agentId}/report`, "half a partition"],
  ["vigie/v1/up/a7/agt_short/report", "an id that is none"],
  [`vigie/v1/up/a7/mac_${agentId.slice(4)}/report`, "the id of a machine"],
  [`vigie/v1/up/a7/${agentId.toLowerCase()}/report`, "an id in small letters"],
  ["vigie/v1/up/a7/+/report", "a wildcard"],
  [`/vigie/v1/up/a7/${agentId}/report`, "an empty first level"],
  [`vigie/v1/up/a7/${agentId}\n/report`, "a line break"],
] as const)("no up topic: %s (%s)", ([topic]) => {
  expect(parseUpTopic(topic)).toBeUndefined();
});

test("a down topic is read by its own agent only", () => {
  const other = "agt_01JDQ4Z7N3W8V5R2T6Y9X0ABCE";
  expect(parseDownTopic(downTopic(other, "receipt"), agentId)).toBeUndefined();
  expect(parseDownTopic(`vigie/v1/down/${agentId}/hello`, agentId)).toBeUndefined();
});

test("nobody reads and writes a topic: up and down have different beginnings", () => {
  const up = TOPIC_PATTERNS.filter((pattern) => pattern.startsWith("vigie/v1/up/"));
  const down = TOPIC_PATTERNS.filter((pattern) => pattern.startsWith("vigie/v1/down/"));
  expect(up).toHaveLength(UP_KINDS.length);
  expect(down).toHaveLength(DOWN_KINDS.length);
  expect(up.length + down.length).toBe(TOPIC_PATTERNS.length);
});
