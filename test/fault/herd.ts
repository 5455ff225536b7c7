import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { type Outbox, openOutbox } from "../../agent/outbox.ts";
import { createUplink, PACE, type Uplink } from "../../agent/uplink.ts";
import type { Birth } from "../../shared/hello.ts";
import { ALARM_PERCENT, CALM_PERCENT, filesOf, type Member, readPlan, VOLUMES } from "./plan.ts";
import { Seeded } from "./seeded.ts";
import { type Intent, openTruthLog, readTruth, type TruthLog } from "./truth.ts";

/**
 * A process of several agents: the real outbox and uplink, fed with reports that are made up. It may be
 * killed at any instant, and goes on where its files say when it is started again. SIGTERM ends the
 * feeding, and the process once all outboxes are empty.
 *
 *   node test/fault/herd.ts <folder of the run> <number of the herd>
 */

const [folder = "", herd = "0"] = process.argv.slice(2);

/** Quicker than the real pace, so that a minute holds dozens of losses; otherwise the same. */
const HURRIED = { ...PACE, reconnect: { baseMs: 100, capMs: 1_000 }, spreadMsMax: 500 };

/** A process that is killed does not restart its machine. */
const BOOT = "boot-of-the-run";

const clock = {
  wallMs: Date.now,
  /** Linux counts it from the start of the machine, so that it goes on across a kill. */
  uptimeMs: () => Number(process.hrtime.bigint() / 1_000_000n),
};

type Agent = {
  readonly member: Member;
  readonly outbox: Outbox;
  readonly uplink: Uplink;
  readonly truth: TruthLog;
  last: number;
};

/**
 * How many of the receipts get lost. Between the commit and its receipt a kill falls only by luck, so that
 * without this some runs would see no report come twice.
 */
const RECEIPTS_LOST = 0.02;

const { herds, everyMs, receiptsLostUntil } = readPlan(folder);
const random = new Seeded(Number(herd));
const agents = (herds[Number(herd)] ?? []).map(start);
const feeding = agents.map((agent, place) => feed(agent, place));

let isOver = false;
process.once("SIGTERM", () => {
  isOver = true;
});
await Promise.all(feeding);
while (agents.some(({ outbox }) => outbox.depth().reports > 0)) await wait(100);
await Promise.all(agents.map(({ uplink }) => uplink.stop()));
for (const { outbox, truth } of agents) {
  outbox.close();
  truth.close();
}

function start(member: Member): Agent {
  const { credential } = member;
  const files = filesOf(folder);
  const log = (line: string): void => {
    if (!/^(connected|no connection)/.test(line)) say(`${credential.agentId}: ${line}`);
  };
  const outbox = openOutbox({ path: files.outbox(credential.agentId), log });
  const uplink = createUplink({
    credential,
    outbox,
    clock,
    hello: () => birthOf(outbox.epoch),
    onSettings: () => {},
    log,
    pace: HURRIED,
  });
  const path = files.truth(credential.agentId);
  const last = readTruth(path).intents.at(-1)?.intent ?? 0;
  const agent = { member, outbox, uplink, truth: openTruthLog(path), last };
  loseReceipts(agent);
  uplink.start();
  return agent;
}

function loseReceipts(agent: Agent): void {
  const { outbox } = agent;
  const settle = outbox.settle.bind(outbox);
  outbox.settle = (receipt, wallMs) => {
    const isLost = agent.last < receiptsLostUntil && random.next() < RECEIPTS_LOST;
    if (!isLost) settle(receipt, wallMs);
  };
}

async function feed(agent: Agent, place: number): Promise<void> {
  await wait((everyMs * place) / agents.length);
  while (!isOver) {
    report(agent);
    await wait(everyMs);
  }
}

/** One report: first what is intended, then the outbox, then that it was taken. */
function report(agent: Agent): void {
  const { member, outbox, uplink, truth } = agent;
  agent.last += 1;
  const isAlarming = (from: number | null): boolean => from !== null && agent.last >= from;
  const level = (from: number | null): number => (isAlarming(from) ? ALARM_PERCENT : CALM_PERCENT);
  const atMs = clock.wallMs();
  const intent = {
    intent: agent.last,
    atMs,
    busy: level(member.busyFrom),
    used: member.fullFrom.map(level),
  };
  truth.add(intent);
  const uptimeMs = clock.uptimeMs();
  const context = { bootId: BOOT, atMs, uptimeMs, class: "metrics" } as const;
  const body = { at: new Date(atMs).toISOString(), uptimeMs, ...samplesOf(intent) };
  const seq = outbox.put(body, context);
  truth.add({ kept: agent.last, epoch: outbox.epoch, seq });
  uplink.kick();
}

/** The counter travels as the uptime, by which the checker finds the report in the metric store. */
function samplesOf({ intent, busy, used }: Intent) {
  const volumes = used.map((percent, place): [string, Record<string, number>] => [
    VOLUMES[place] ?? String(place),
    { used_percent: percent, free_bytes: 1024 ** 3 },
  ]);
  return {
    samples: { uptime_seconds: intent, cpu_busy_percent: busy },
    objects: { volume: Object.fromEntries(volumes) },
  };
}

function birthOf(epoch: string): Birth {
  return {
    v: 1,
    state: "up",
    agentVersion: "0.0.0",
    runtime: process.version,
    platform: process.platform,
    arch: process.arch,
    hostname: hostname().slice(0, 64),
    bootId: BOOT,
    epoch,
    cadenceSeconds: 60,
    commands: "none",
  };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
