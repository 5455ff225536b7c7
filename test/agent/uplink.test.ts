import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Outbox, openOutbox } from "../../agent/outbox.ts";
import { createUplink, PACE, type Uplink, type UplinkOptions } from "../../agent/uplink.ts";
import type { Broker } from "../../collector/broker/broker.ts";
import { openBroker } from "../../collector/broker/open.ts";
import type { AgentSettings, Receipt } from "../../shared/down.ts";
import { type Envelope, parseEnvelope } from "../../shared/envelope.ts";
import { parseHello } from "../../shared/hello.ts";
import { downTopic, parseUpTopic } from "../../shared/topics.ts";
import { wireAgent } from "../support/agents.ts";
import { eventually } from "../support/eventually.ts";

const agent = wireAgent();
const QUICK = { ...PACE, reconnect: { baseMs: 40, capMs: 80 }, spreadMsMax: 40, gapMs: 20 };
const SETTINGS: AgentSettings = {
  v: 1,
  cadenceSeconds: 10,
  disabledProbes: [],
  wantedFacts: [],
  reconnectSpreadSeconds: 30,
};

let folder: string;
let outbox: Outbox;
let broker: Broker;
let uplinks: Uplink[];
/** What the collector heard. */
let hellos: string[];
let envelopes: Envelope[];
/** What the agent heard and said. */
let settings: AgentSettings[];
let lines: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-uplink-"));
  outbox = openOutbox({ path: join(folder, "outbox.sqlite"), log: () => {} });
  [uplinks, hellos, envelopes, settings, lines] = [[], [], [], [], []];
  broker = await listen(0);
});
afterEach(async () => {
  await Promise.all(uplinks.map((uplink) => uplink.stop()));
  await broker.close();
  outbox.close();
  rmSync(folder, { recursive: true });
});

function listen(port: number): Promise<Broker> {
  return openBroker({
    engine: "embedded",
    host: "127.0.0.1",
    port,
    credentials: { isSecretOf: (id, secret) => id === agent.agentId && secret === agent.secret },
    listener: { receive: hear },
    log: () => {},
  });
}

function hear(topic: string, payload: Uint8Array): void {
  const address = parseUpTopic(topic);
  expect(address).toMatchObject({ agentId: agent.agentId, partition: agent.partition });
  if (address?.kind === "hello") {
    const outcome = parseHello(payload);
    hellos.push("hello" in outcome ? outcome.hello.state : outcome.detail);
    return;
  }
  const outcome = parseEnvelope(payload);
  if ("problem" in outcome) throw new Error(outcome.detail);
  expect(outcome.refused).toEqual([]);
  envelopes.push(outcome.envelope);
}

function start(options: Partial<UplinkOptions> = {}): Uplink {
  const uplink = createUplink({
    credential: { ...agent, broker: broker.url },
    outbox,
    clock: { wallMs: Date.now, uptimeMs: () => Math.round(performance.now()) },
    hello: () => ({
      v: 1,
      state: "up",
      agentVersion: "0",
      runtime: "node",
      platform: "linux",
      arch: "x64",
      hostname: "pc-1",
      bootId: "boot-2",
      epoch: outbox.epoch,
      cadenceSeconds: 60,
      commands: "none",
    }),
    onSettings: (wanted) => settings.push(wanted),
    log: (line) => lines.push(line),
    pace: QUICK,
    ...options,
  });
  uplinks.push(uplink);
  uplink.start();
  return uplink;
}

async function online(options: Partial<UplinkOptions> = {}): Promise<Uplink> {
  const uplink = start(options);
  const before = hellos.length;
  await eventually("a hello", () => hellos.length > before);
  return uplink;
}

function put(value: number, bootId = "boot-2"): number {
  const atMs = Date.now();
  const body = { at: new Date(atMs).toISOString(), uptimeMs: 1_000, samples: { load_1m: value } };
  return outbox.put(body, { bootId, atMs, uptimeMs: 1_000, class: "metrics" });
}

function seqs(): number[] {
  return envelopes.flatMap(({ reports }) => reports.map(({ seq }) => seq));
}

function say(kind: "receipt" | "settings", payload: unknown): void {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  broker.publish(downTopic(agent.agentId, kind), text);
}

function confirm(...received: number[]): void {
  const { epoch } = outbox;
  const ranges = received.map((seq): [number, number] => [seq, seq]);
  say("receipt", { epoch, received: ranges, rejected: [], generation: 1 } satisfies Receipt);
}

describe("hello", () => {
  test("says up when it connects and going-down when it stops, and is not lost then", async () => {
    const uplink = await online();
    expect(uplink.state()).toBe("online");
    await uplink.stop();
    await wait(50);
    expect(hellos).toEqual(["up", "going-down"]);
    expect(uplink.state()).toBe("stopped");
  });

  test("a stop while nothing answers takes no time", async () => {
    const deaf = createServer(() => {}).listen(0, "127.0.0.1");
    await once(deaf, "listening");
    const address = deaf.address();
    const port = typeof address === "object" ? address?.port : 0;
    const uplink = start({ credential: { ...agent, broker: `mqtt://127.0.0.1:${port}` } });
    await wait(50);
    const startMs = performance.now();
    await uplink.stop();
    expect(performance.now() - startMs).toBeLessThan(1_000);
    deaf.close();
  });
});

describe("reports", () => {
  test("a new report is sent at once, in an envelope that says when it was sent", async () => {
    const uplink = await online();
    const seq = put(1.5);
    uplink.kick();
    await eventually("the report", () => envelopes.length > 0);
    const [envelope] = envelopes;
    expect(envelope).toMatchObject({
      v: 1,
      epoch: outbox.epoch,
      bootId: "boot-2",
      reports: [{ seq, uptimeMs: 1_000, samples: { load_1m: 1.5 } }],
    });
    expect(Math.abs(Date.parse(envelope?.sentAt ?? "") - Date.now())).toBeLessThan(2_000);
    expect(Math.abs((envelope?.sentUptimeMs ?? 0) - performance.now())).toBeLessThan(2_000);
  });

  test("what the broker acknowledged stays until its receipt", async () => {
    const uplink = await online();
    const first = put(1);
    const second = put(2);
    uplink.kick();
    await eventually("both are sent", () => seqs().length === 2);
    await wait(100);
    expect(outbox.depth().reports).toBe(2);
    confirm(first);
    await eventually("the first is settled", () => outbox.depth().reports === 1);
    confirm(second);
    await eventually("the second is settled", () => outbox.depth().reports === 0);
    expect(seqs(), "each was sent once").toHaveLength(2);
  });

  test("it catches up newest first, at most 100 in an envelope", async () => {
    const all = Array.from({ length: 250 }, (_, value) => put(value));
    await online();
    await eventually("200 are under way", () => seqs().length === 200);
    confirm(...seqs());
    await eventually("all are sent", () => seqs().length === 250);
    expect(envelopes.map(({ reports }) => reports.length)).toEqual([100, 100, 50]);
    expect(seqs()).toEqual(all.toReversed());
  });

  test("reports of an earlier boot travel apart, under that boot", async () => {
    const old = put(1, "boot-1");
    const fresh = put(2);
    await online();
    await eventually("both are sent", () => seqs().length === 2);
    const byBoot = envelopes.map(({ bootId, reports }) => [bootId, reports.map(({ seq }) => seq)]);
    expect(new Map(byBoot.map(([bootId, sent]) => [String(bootId), sent]))).toEqual(
      new Map([
        ["boot-1", [old]],
        ["boot-2", [fresh]],
      ]),
    );
  });

  test("what was sent and not received is sent again on the next connection", async () => {
    await online();
    const seq = put(1);
    uplinks[0]?.kick();
    await eventually("it is sent", () => seqs().length === 1);
    broker.disconnect(agent.agentId);
    await eventually("it is sent again", () => seqs().length === 2);
    expect(seqs()).toEqual([seq, seq]);
    expect(hellos).toEqual(["up", "lost", "up"]);
  });
});

describe("what comes down", () => {
  test.for([
    ["receipt", "no JSON", "nonsense is nothing"],
    ["receipt", { epoch: "x" }, "fields are missing"],
    ["settings", { ...SETTINGS, cadenceSeconds: 0 }, "no cadence is that short"],
    ["settings", { ...SETTINGS, run: "rm" }, "unknown fields are refused"],
  ] as const)("an odd %s (%o) is told and ignored: %s", async ([kind, payload]) => {
    const uplink = await online();
    const seq = put(1);
    uplink.kick();
    say(kind, payload);
    await eventually("it is told", () => lines.some((line) => line.includes("ignored")));
    confirm(seq);
    await eventually("the next is understood", () => outbox.depth().reports === 0);
    expect(settings).toEqual([]);
  });

  test("settings are handed on", async () => {
    await online();
    say("settings", SETTINGS);
    await eventually("they are handed on", () => settings.length > 0);
    expect(settings).toEqual([SETTINGS]);
  });
});

describe("a connection that fails", () => {
  test.for([
    ["mqtts://127.0.0.1:8883", "what asks for encryption is not answered without"],
    ["127.0.0.1:1883", "that is no address"],
  ] as const)("does not begin to %s: %s", ([address]) => {
    expect(() => start({ credential: { ...agent, broker: address } })).toThrow(
      expect.objectContaining({ code: "setting_invalid" }),
    );
  });

  test("is tried again when the collector is back, and drains", async () => {
    await online();
    const port = Number(new URL(broker.url).port);
    await broker.close();
    const seq = put(1);
    await wait(150);
    broker = await listen(port);
    await eventually("the report", () => seqs().length > 0);
    expect(seqs()).toEqual([seq]);
    expect(hellos, "nobody was lost by the collector's own end").toEqual(["up", "up"]);
  });

  test("waits longer and longer, each time at random below the doubled base", async () => {
    const { port } = new URL(broker.url);
    await broker.close();
    const reconnect = { baseMs: 1, capMs: 8 };
    start({ pace: { ...QUICK, reconnect }, random: () => 0.999 });
    await eventually("six tries", () => lines.length >= 6);
    broker = await listen(Number(port));
    expect(lines.every((line) => /no connection .*next try in 1 s/.test(line))).toBe(true);
  });

  test("with a wrong secret is told once, and not tried again soon", async () => {
    const reconnect = { baseMs: 1, capMs: 60 };
    const uplink = start({
      credential: { ...agent, secret: "guessed", broker: broker.url },
      pace: { ...QUICK, reconnect },
    });
    await eventually("it is refused", () => uplink.state() === "refused");
    const startMs = performance.now();
    await wait(300);
    expect(lines).toEqual([expect.stringMatching(/refuses agt_.*register this agent/)]);
    expect(performance.now() - startMs).toBeGreaterThan(60);
    expect(hellos).toEqual([]);
  });
});
