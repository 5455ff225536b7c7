import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Checked } from "./check.ts";
import { type SeededAgent, seedRegistry } from "./estate.ts";
import { MUTANTS } from "./mutants.ts";
import { fateOf, filesOf, makeFolders, writePlan } from "./plan.ts";
import { end, isRunning, kill, output, type Program, start } from "./processes.ts";
import { Seeded } from "./seeded.ts";

/**
 * The kill experiment: agents report while they and the collector are killed at random and started
 * again, and a receipt is lost now and then. In the end every report that an agent's outbox took is at the collector once, and the tickets are
 * those that the agents' own logs call for.
 */
export type KillOptions = {
  readonly seed: number;
  readonly minutes: number;
  /** One of the MUTANTS, which must not pass. */
  readonly mutant: string | undefined;
  readonly say: (line: string) => void;
};

export type KillOutcome = Checked & {
  readonly kills: number;
  /** Where everything is kept when something was found. */
  readonly folder: string;
};

const AGENTS = 50;
const HERDS = 4;
const EVERY_MS = 300;
const KILLS_MIN = 30;

/** Feeding goes on so long after the last kill, so that rules that wait have what they wait for. */
const CALM_MS = 5_000;

/** How soon the collector must be back, and how soon it must have ended. */
const START_MS_MAX = 5_000;
const END_MS_MAX = 10_000;

/** What a program that does nothing takes to start; where it takes longer, the machine is busy. */
const BARE_START_MS = 100;

/** How long outboxes may take to empty once nothing is killed any more. */
const DRAIN_MS_MAX = 120_000;

type Run = KillOptions & {
  readonly folder: string;
  readonly random: Seeded;
  collector: Program;
  herds: Program[];
  readonly findings: Checked["findings"][number][];
  readonly mqttPort: string;
};

export async function runKill(options: KillOptions): Promise<KillOutcome> {
  const startMs = Date.now();
  const folder = mkdtempSync(join(tmpdir(), "vigie-kill-"));
  options.say(`in ${folder}`);
  const run = await begin(options, folder);
  let kills = 0;
  try {
    kills = await killAtRandom(run);
    await wait(CALM_MS);
    options.say(await timeStart(run));
    await wait(CALM_MS);
    await finish(run);
  } finally {
    await Promise.all([run.collector, ...run.herds].map(kill));
  }
  const checked = await check(folder, startMs);
  const findings = [...run.findings, ...checked.findings];
  if (findings.length === 0) rmSync(folder, { recursive: true });
  return { ...checked, findings, kills, folder };
}

async function begin(options: KillOptions, folder: string): Promise<Run> {
  const random = new Seeded(options.seed);
  makeFolders(folder);
  const agents = await seedRegistry(filesOf(folder).registry, AGENTS);
  const collector = startCollector(options, folder, "0");
  const broker = /agents (mqtt:\/\/\S+:(\d+)),/.exec(await collector.firstLine);
  const [, url = "", mqttPort = ""] = broker ?? [];
  if (url === "") throw new Error("the collector does not say where agents connect");
  planRun({ ...options, folder, random }, agents, url);
  const findings: Run["findings"] = [];
  const run = {
    ...options,
    folder,
    random,
    collector,
    herds: [],
    findings,
    mqttPort,
  };
  return { ...run, herds: Array.from({ length: HERDS }, (_, herd) => startHerd(run, herd)) };
}

function planRun(
  { folder, random, minutes }: Pick<Run, "folder" | "random" | "minutes">,
  agents: readonly SeededAgent[],
  broker: string,
): void {
  const reportsExpected = (minutes * 60_000) / EVERY_MS;
  const members = agents.map(({ machineId, ...credential }) => ({
    machineId,
    credential: { ...credential, broker },
    ...fateOf(random, reportsExpected),
  }));
  const herds = Array.from({ length: HERDS }, (_, herd) =>
    members.filter((_member, place) => place % HERDS === herd),
  );
  // What is lost in the first half is sent again after one of the kills that are still to come.
  const receiptsLostUntil = reportsExpected / 2;
  writePlan(folder, { herds, everyMs: EVERY_MS, receiptsLostUntil });
}

function startCollector({ mutant }: KillOptions, folder: string, port: string): Program {
  const { data, collectorLog } = filesOf(folder);
  return start({
    file: "collector/main.ts",
    args: ["run"],
    environment: {
      VIGIE_DATA: data,
      VIGIE_HTTP_PORT: "0",
      VIGIE_MQTT_PORT: port,
      VIGIE_LOG_LEVEL: "warn",
    },
    mutant,
    log: collectorLog,
  });
}

function startHerd({ folder, mutant }: Pick<Run, "folder" | "mutant">, herd: number): Program {
  const { herdLog } = filesOf(folder);
  return start({ file: "test/fault/herd.ts", args: [folder, `${herd}`], mutant, log: herdLog });
}

/** Kills until the time is over and there were enough of them. Returns how many. */
async function killAtRandom(run: Run): Promise<number> {
  const { random, minutes } = run;
  const endMs = performance.now() + minutes * 60_000;
  let kills = 0;
  while (kills < KILLS_MIN || performance.now() < endMs) {
    const herd = random.whole(0, HERDS);
    const dice = random.next();
    const pauseMs = random.between(200, 1_200);
    const backMs = random.between(0, 400);
    // Mostly one that is at work; now and then one that has only begun to start.
    if (random.next() < 0.8) await run.collector.firstLine;
    await wait(pauseMs);
    await Promise.all([
      dice < 0.6 ? killCollector(run, backMs) : undefined,
      dice >= 0.4 ? killHerd(run, herd, backMs) : undefined,
    ]);
    kills += 1;
  }
  return kills;
}

async function killCollector(run: Run, backMs: number): Promise<void> {
  await kill(run.collector);
  await wait(backMs);
  run.collector = startCollector(run, run.folder, run.mqttPort);
}

/** One kill while agents report, and how soon the collector is back from it. */
async function timeStart(run: Run): Promise<string> {
  await run.collector.firstLine;
  await kill(run.collector);
  const yardstickMs = await timeBareStart(run);
  const startMs = performance.now();
  run.collector = startCollector(run, run.folder, run.mqttPort);
  await run.collector.firstLine;
  const ms = Math.ceil(performance.now() - startMs);
  const maxMs = START_MS_MAX * Math.max(1, yardstickMs / BARE_START_MS);
  const told = `the collector was back ${ms} ms after a kill (at most ${Math.ceil(maxMs)})`;
  if (ms > maxMs) run.findings.push({ kind: "store", detail: told });
  return told;
}

/** How long this machine takes now for a program that does nothing. */
async function timeBareStart({ folder }: Run): Promise<number> {
  const startMs = performance.now();
  const log = filesOf(folder).herdLog;
  await output(start({ file: "test/fault/seeded.ts", args: [], log }));
  return performance.now() - startMs;
}

async function killHerd(run: Run, herd: number, backMs: number): Promise<void> {
  const program = run.herds[herd];
  if (program !== undefined) await kill(program);
  await wait(backMs);
  run.herds[herd] = startHerd(run, herd);
}

/** Lets the outboxes empty, then ends everything in order. */
async function finish(run: Run): Promise<void> {
  await run.collector.firstLine;
  const ends = await Promise.all(run.herds.map((herd) => end(herd, DRAIN_MS_MAX)));
  for (const [herd, { code }] of ends.entries()) {
    if (code === 0) continue;
    const detail = `herd ${herd} ended with ${code ?? "a kill: its outboxes did not empty"}`;
    run.findings.push({ kind: "lost", detail });
  }
  const wasRunning = isRunning(run.collector);
  const { code, ms } = await end(run.collector, END_MS_MAX + 1_000);
  if (wasRunning && code === 0 && ms <= END_MS_MAX) return;
  const detail = `the collector ended with ${code} after ${Math.ceil(ms)} ms`;
  run.findings.push({ kind: "store", detail });
}

/** The checker has no mutant in it. */
async function check(folder: string, startMs: number): Promise<Checked> {
  const args = [folder, `${startMs}`];
  const program = start({ file: "test/fault/check.ts", args, log: filesOf(folder).herdLog });
  return JSON.parse(await output(program));
}

/** Whether a mutant was found out, by what it should be found out by. */
export function isFoundOut(mutant: string, { findings }: KillOutcome): boolean {
  return findings.some(({ kind }) => kind === MUTANTS[mutant]?.finding);
}
