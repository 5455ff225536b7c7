import { type Static, Type } from "typebox";
import { strict } from "./fields.ts";
import { parseJson } from "./json.ts";
import type { Refusal } from "./problems.ts";

/** What the collector sends to one agent. The agent checks it by hand: no compiler in its memory. */

/** A whole number that is exact in every language. */
const Whole = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });

/** Says which reports are kept for good, and which never will be. Sent after COMMIT only. */
export const Receipt = Type.Object(
  {
    epoch: Type.String(),
    /** Ranges of seq, both ends included. */
    received: Type.Array(Type.Tuple([Whole, Whole])),
    /** Seqs that are refused for good, with a code of the problem catalogue. */
    rejected: Type.Array(Type.Object({ seq: Whole, code: Type.String() }, strict)),
    /** Raised by every restore of the registry from a backup. */
    generation: Whole,
  },
  strict,
);
export type Receipt = Static<typeof Receipt>;

/** How an agent should work from now on. */
export const AgentSettings = Type.Object(
  {
    v: Type.Literal(1),
    /** Seconds between two reports. */
    cadenceSeconds: Type.Integer({ minimum: 1, maximum: 3_600 }),
    /** Probes that must not run. */
    disabledProbes: Type.Array(Type.String()),
    /** Facts whose document the collector wants again. */
    wantedFacts: Type.Array(Type.String()),
    /** Seconds over which the first try after a lost broker is spread. */
    reconnectSpreadSeconds: Type.Integer({ minimum: 0, maximum: 3_600 }),
  },
  strict,
);
export type AgentSettings = Static<typeof AgentSettings>;

/** Reads a receipt from the bytes of a message, or says what is wrong with them. */
export function parseReceipt(payload: Uint8Array): { readonly receipt: Receipt } | Refusal {
  const outcome = parseJson(payload);
  if ("problem" in outcome) return outcome;
  const { value } = outcome;
  if (hasFields(value, RECEIPT_FIELDS) && isReceipt(value)) return { receipt: value };
  return { problem: "down_malformed", detail: "a receipt needs the fields of shared/down.ts" };
}

/** Reads settings from the bytes of a message, or says what is wrong with them. */
export function parseAgentSettings(
  payload: Uint8Array,
): { readonly settings: AgentSettings } | Refusal {
  const outcome = parseJson(payload);
  if ("problem" in outcome) return outcome;
  const { value } = outcome;
  if (hasFields(value, SETTINGS_FIELDS) && isAgentSettings(value)) return { settings: value };
  return { problem: "down_malformed", detail: "settings need the fields of shared/down.ts" };
}

const RECEIPT_FIELDS = ["epoch", "received", "rejected", "generation"];
const SETTINGS_FIELDS = [
  "v",
  "cadenceSeconds",
  "disabledProbes",
  "wantedFacts",
  "reconnectSpreadSeconds",
];

type Fields = Readonly<Record<string, unknown>>;

function hasFields(value: unknown, names: readonly string[]): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const found = Object.keys(value);
  return found.length === names.length && names.every((name) => found.includes(name));
}

function isReceipt(value: Fields): value is Receipt {
  return (
    typeof value["epoch"] === "string" &&
    Number.isSafeInteger(value["generation"]) &&
    Array.isArray(value["received"]) &&
    value["received"].every(isRange) &&
    Array.isArray(value["rejected"]) &&
    value["rejected"].every(isRejection)
  );
}

function isRange(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isSafeInteger);
}

function isRejection(value: unknown): boolean {
  return (
    hasFields(value, ["seq", "code"]) &&
    Number.isSafeInteger(value["seq"]) &&
    typeof value["code"] === "string"
  );
}

function isAgentSettings(value: Fields): value is AgentSettings {
  return (
    value["v"] === 1 &&
    isWhole(value["cadenceSeconds"], 1, 3_600) &&
    isWhole(value["reconnectSpreadSeconds"], 0, 3_600) &&
    isTexts(value["disabledProbes"]) &&
    isTexts(value["wantedFacts"])
  );
}

function isWhole(value: unknown, from: number, to: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= from && value <= to;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
