import { AgentSettings, parseAgentSettings, parseReceipt, Receipt } from "@vigie/shared/down.ts";
import { PACKET_BYTES_MAX } from "@vigie/shared/limits.ts";
import fc from "fast-check";
import { Compile } from "typebox/compile";
import { describe, expect, test } from "vitest";

/**
 * The agent carries no schema compiler, so it reads what comes down by hand. The hand and the schema
 * must say the same of whatever comes.
 */

const encoder = new TextEncoder();
const receiptSchema = Compile(Receipt);
const settingsSchema = Compile(AgentSettings);

function bytes(value: unknown): Uint8Array {
  return encoder.encode(typeof value === "string" ? value : JSON.stringify(value));
}

const RECEIPT = {
  epoch: "01JDAAAAAAAAAAAAAAAAAAAAAA",
  received: [[1, 4]],
  rejected: [{ seq: 5, code: "metric_unknown" }],
  generation: 1,
};

const SETTINGS = {
  v: 1,
  cadenceSeconds: 60,
  disabledProbes: ["smart"],
  wantedFacts: ["inventory"],
  reconnectSpreadSeconds: 30,
};

/** Values that look right, nearly right, and not at all. */
const oddity = fc.oneof(
  { depthSize: "small" },
  fc.constantFrom(0, 1, -1, 1.5, 60, 3_600, 3_601, 2 ** 53 - 1, 2 ** 53, 1e300, -0),
  fc.constantFrom<unknown>(null, true, "", "x", [], {}, [1], [1, 2], [1, 2, 3], [[1, 2]], ["x"]),
  fc.constantFrom<unknown>(
    [{ seq: 1, code: "x" }],
    [{ seq: 1, code: "x", why: 1 }],
    [{ seq: "1" }],
  ),
  fc.jsonValue(),
);

/** A message with some of its fields changed, left out or added. */
function twisted(sound: Readonly<Record<string, unknown>>) {
  const names = [...Object.keys(sound), "more", "__proto__", "constructor"];
  const change = fc.tuple(fc.constantFrom(...names), fc.option(oddity, { nil: undefined }));
  return fc.array(change, { maxLength: 3 }).map((changes) => {
    const fields = new Map<string, unknown>(Object.entries(sound));
    for (const [name, value] of changes) {
      if (value === undefined) fields.delete(name);
      else fields.set(name, value);
    }
    return `{${[...fields].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
  });
}

test("a receipt is read by hand exactly when its schema says yes", () => {
  fc.assert(
    fc.property(fc.oneof(twisted(RECEIPT), fc.json()), (text) => {
      expect("receipt" in parseReceipt(bytes(text))).toBe(receiptSchema.Check(JSON.parse(text)));
    }),
    { numRuns: 2_000 },
  );
});

test("settings are read by hand exactly when their schema says yes", () => {
  fc.assert(
    fc.property(fc.oneof(twisted(SETTINGS), fc.json()), (text) => {
      const isRight = settingsSchema.Check(JSON.parse(text));
      expect("settings" in parseAgentSettings(bytes(text))).toBe(isRight);
    }),
    { numRuns: 2_000 },
  );
});

describe("what is right is read as it is", () => {
  test("a receipt", () => {
    expect(parseReceipt(bytes(RECEIPT))).toEqual({ receipt: RECEIPT });
  });
  test("settings", () => {
    expect(parseAgentSettings(bytes(SETTINGS))).toEqual({ settings: SETTINGS });
  });
});

test.for<[string, unknown]>([
  ["a field that nobody agreed on", { ...RECEIPT, more: 1 }],
  ["a field that is missing", { epoch: RECEIPT.epoch, received: [], rejected: [] }],
  ["a range of one end", { ...RECEIPT, received: [[1]] }],
  ["a range of three", { ...RECEIPT, received: [[1, 2, 3]] }],
  ["a number that is not exact", { ...RECEIPT, generation: 2 ** 53 }],
  ["a rejection with more in it", { ...RECEIPT, rejected: [{ seq: 1, code: "x", why: "y" }] }],
  ["a list", [RECEIPT]],
  ["nothing", null],
])("no receipt: %s", ([, value]) => {
  expect(parseReceipt(bytes(value))).toMatchObject({ problem: "down_malformed" });
});

test.for<[string, unknown]>([
  ["another version", { ...SETTINGS, v: 2 }],
  ["no cadence at all", { ...SETTINGS, cadenceSeconds: 0 }],
  ["seconds in fractions", { ...SETTINGS, cadenceSeconds: 1.5 }],
  ["a probe without a name", { ...SETTINGS, disabledProbes: [null] }],
  ["more than an hour", { ...SETTINGS, reconnectSpreadSeconds: 3_601 }],
])("no settings: %s", ([, value]) => {
  expect(parseAgentSettings(bytes(value))).toMatchObject({ problem: "down_malformed" });
});

test.for<[string, Uint8Array, string]>([
  ["bytes that are no text", new Uint8Array([0xff, 0xfe]), "message_not_utf8"],
  ["text that is no JSON", bytes("{"), "message_not_json"],
  ["a message that is too large", new Uint8Array(PACKET_BYTES_MAX + 1), "message_too_large"],
])("%s is refused before it is looked at", ([, payload, problem]) => {
  expect(parseReceipt(payload)).toMatchObject({ problem });
  expect(parseAgentSettings(payload)).toMatchObject({ problem });
});
