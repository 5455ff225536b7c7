import { parseHello } from "@vigie/shared/hello.ts";
import { STRING_LENGTH_MAX } from "@vigie/shared/limits.ts";
import { expect, test } from "vitest";

/** What an agent says when it comes and goes. */

const encoder = new TextEncoder();

const GREETING = {
  v: 1,
  state: "up",
  agentVersion: "0.1.0",
  runtime: "node 26",
  platform: "linux",
  arch: "x64",
  hostname: "atelier",
  bootId: "b",
  epoch: "e",
  cadenceSeconds: 60,
  commands: "none",
};
const say = (value: unknown) => parseHello(encoder.encode(JSON.stringify(value)));

test.for([
  ["up", GREETING],
  ["going down", { ...GREETING, state: "going-down" }],
  ["lost, as the broker says it for an agent", { state: "lost" }],
] as const)("%s", ([, value]) => {
  expect(say(value)).toEqual({ hello: value });
});

test.for<[string, unknown]>([
  ["a state that is none", { ...GREETING, state: "asleep" }],
  ["a last will with more in it", { state: "lost", hostname: "x" }],
  ["a field that nobody agreed on", { ...GREETING, more: 1 }],
  ["no cadence", { ...GREETING, cadenceSeconds: 0 }],
  ["a cadence in fractions, which no column holds", { ...GREETING, cadenceSeconds: 1.5 }],
  ["a name that goes on and on", { ...GREETING, hostname: "x".repeat(STRING_LENGTH_MAX + 1) }],
  ["a machine that lets itself be commanded", { ...GREETING, commands: "all" }],
  ["a list", [GREETING]],
])("no greeting: %s", ([, value]) => {
  expect(say(value)).toMatchObject({ problem: "hello_malformed" });
});

test("a greeting with __proto__ is none", () => {
  const text = `{"__proto__":{},${JSON.stringify(GREETING).slice(1)}`;
  expect(parseHello(encoder.encode(text))).toMatchObject({ problem: "hello_malformed" });
});
