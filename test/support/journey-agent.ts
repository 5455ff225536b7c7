import {
  type AgentSettings,
  parseAgentSettings,
  parseReceipt,
  type Receipt,
} from "@vigie/shared/down.ts";
import type { Envelope, Report } from "@vigie/shared/envelope.ts";
import { downTopic, upTopic } from "@vigie/shared/topics.ts";
import { ulid } from "ulid";
import type { Settled } from "./journey-estate.ts";

/** An agent of a story: it greets, reports and dies when it is told to, and speaks only bytes. */

/** What a story says of a report; the agent adds number and times. */
export type Said = Partial<Omit<Report, "seq" | "at" | "uptimeMs">>;

export type StoryAgent = {
  readonly machineId: string;
  readonly agentId: string;
  /** Connects: says that it is up. */
  readonly greets: (fields?: Record<string, unknown>) => Promise<void>;
  /** Says that it goes down. */
  readonly goesDown: () => Promise<void>;
  /** Its connection breaks: the broker publishes its last will. */
  readonly isLost: () => Promise<void>;
  /** Takes a report of this instant and sends it at once. */
  readonly reports: (said?: Said | Report["samples"]) => Promise<Report>;
  /** Takes a report of this instant and keeps it. */
  readonly takes: (said?: Said | Report["samples"]) => Report;
  /** Sends reports that it holds, in one envelope. */
  readonly sends: (reports: readonly unknown[], fields?: Partial<Envelope>) => Promise<void>;
  /** Publishes these very bytes on its topic for reports, or on another topic. */
  readonly publishes: (payload: Uint8Array | string, topic?: string) => Promise<void>;
  /** Sends without waiting until it is committed. */
  readonly posts: (reports: readonly unknown[], fields?: Partial<Envelope>) => void;
  /** The machine starts anew: another boot, its uptime from 0. */
  readonly reboots: () => void;
  /** Its file of reports is lost: another epoch, numbers from 1. */
  readonly losesOutbox: () => void;
  /** Its wall clock is wrong by so much from now on. */
  readonly clockIsWrongBy: (ms: number) => void;
  readonly epoch: () => string;
  readonly bootId: () => string;
  /** Everything it was sent, oldest first. */
  readonly receipts: () => Receipt[];
  readonly settings: () => AgentSettings[];
};

export type Wire = {
  readonly now: () => { readonly wallMs: number; readonly monotonicMs: number };
  /** Hands bytes to the collector as the broker does. */
  readonly receive: (topic: string, payload: Uint8Array) => void;
  readonly flush: () => Promise<void>;
  readonly published: readonly { readonly topic: string; readonly payload: string }[];
};

const encoder = new TextEncoder();

/** Machines have run for a day when a story begins. */
const UPTIME_FIRST_MS = 86_400_000;

export function createStoryAgent(settled: Settled, wire: Wire): StoryAgent {
  const { agentId, machineId } = settled;
  let bootId = "boot-1";
  let bootedAt = wire.now().monotonicMs - UPTIME_FIRST_MS;
  let epoch = ulid();
  let seq = 0;
  let boots = 1;
  let wrongByMs = 0;

  const uptimeMs = (): number => wire.now().monotonicMs - bootedAt;
  const clockText = (): string => new Date(wire.now().wallMs + wrongByMs).toISOString();

  async function publishes(payload: Uint8Array | string, topic = upTopic(settled, "report")) {
    const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
    wire.receive(topic, bytes);
    await wire.flush();
  }

  function hello(fields: Record<string, unknown>): Promise<void> {
    const greeting = { ...GREETING, bootId, epoch, ...fields };
    return publishes(JSON.stringify(greeting), upTopic(settled, "hello"));
  }

  function takes(said: Said | Report["samples"] = {}): Report {
    seq += 1;
    const report = isSaid(said) ? said : { samples: said };
    return { samples: {}, ...report, seq, at: clockText(), uptimeMs: uptimeMs() };
  }

  function envelopeOf(reports: readonly unknown[], fields: Partial<Envelope>): string {
    const sending = { v: 1, epoch, bootId, sentAt: clockText(), sentUptimeMs: uptimeMs() };
    return JSON.stringify({ ...sending, reports, ...fields });
  }

  function sends(reports: readonly unknown[], fields: Partial<Envelope> = {}): Promise<void> {
    return publishes(envelopeOf(reports, fields));
  }

  return {
    machineId,
    agentId,
    greets: (fields = {}) => hello({ state: "up", ...fields }),
    goesDown: () => hello({ state: "going-down" }),
    isLost: () => publishes(JSON.stringify({ state: "lost" }), upTopic(settled, "hello")),
    takes,
    sends,
    publishes,
    posts: (reports, fields = {}) =>
      wire.receive(upTopic(settled, "report"), encoder.encode(envelopeOf(reports, fields))),
    async reports(said) {
      const report = takes(said);
      await sends([report]);
      return report;
    },
    reboots() {
      boots += 1;
      bootId = `boot-${boots}`;
      bootedAt = wire.now().monotonicMs;
    },
    losesOutbox() {
      epoch = ulid();
      seq = 0;
    },
    clockIsWrongBy(ms) {
      wrongByMs = ms;
    },
    epoch: () => epoch,
    bootId: () => bootId,
    receipts: () =>
      heard("receipt").flatMap((bytes) => {
        const outcome = parseReceipt(bytes);
        return "receipt" in outcome ? [outcome.receipt] : [];
      }),
    settings: () =>
      heard("settings").flatMap((bytes) => {
        const outcome = parseAgentSettings(bytes);
        return "settings" in outcome ? [outcome.settings] : [];
      }),
  };

  function heard(kind: "receipt" | "settings"): Uint8Array[] {
    const topic = downTopic(agentId, kind);
    return wire.published
      .filter((message) => message.topic === topic)
      .map(({ payload }) => encoder.encode(payload));
  }
}

const GREETING = {
  v: 1,
  agentVersion: "0.1.0",
  runtime: "node 26.10.0",
  platform: "linux",
  arch: "x64",
  hostname: "atelier",
  cadenceSeconds: 60,
  commands: "none",
};

const SAID_FIELDS = new Set(["samples", "objects", "facts", "probes", "gap"]);

function isSaid(said: Said | Report["samples"]): said is Said {
  return Object.keys(said).some((name) => SAID_FIELDS.has(name));
}
