import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Credential } from "../../agent/uplink.ts";
import { Seeded } from "./seeded.ts";

/** What a run is: where its files are, who takes part, and what each agent will see happen. */

export const VOLUMES = ["/", "/srv", "/var", "/home"];

/** Values on either side of the rules' thresholds. */
export const CALM_PERCENT = 40;
export const ALARM_PERCENT = 96;

export type Member = {
  readonly credential: Credential;
  readonly machineId: string;
  /** From which of its reports on each volume is full; null = never. */
  readonly fullFrom: readonly (number | null)[];
  /** The same for a processor that is busy. */
  readonly busyFrom: number | null;
};

export type Plan = {
  readonly herds: readonly (readonly Member[])[];
  /** Between two reports of an agent. */
  readonly everyMs: number;
  /** Up to which of its reports an agent loses a receipt now and then. */
  readonly receiptsLostUntil: number;
};

/** The files of a run in its folder. */
export function filesOf(folder: string) {
  return {
    plan: join(folder, "plan.json"),
    data: join(folder, "data"),
    registry: join(folder, "data", "registry.sqlite"),
    metrics: join(folder, "data", "metrics.sqlite"),
    collectorLog: join(folder, "collector.log"),
    herdLog: join(folder, "herds.log"),
    outbox: (agentId: string) => join(folder, "agents", `${agentId}.sqlite`),
    truth: (agentId: string) => join(folder, "truth", `${agentId}.log`),
  };
}

export function makeFolders(folder: string): void {
  for (const name of ["data", "agents", "truth"]) {
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  }
}

export function writePlan(folder: string, plan: Plan): void {
  writeFileSync(filesOf(folder).plan, JSON.stringify(plan), { mode: 0o600 });
}

export function readPlan(folder: string): Plan {
  return JSON.parse(readFileSync(filesOf(folder).plan, "utf8"));
}

/** When what becomes alarming on a machine, if at all: about every third thing does. */
export function fateOf(
  random: Seeded,
  reportsExpected: number,
): Pick<Member, "fullFrom" | "busyFrom"> {
  const from = (): number | null =>
    random.next() < 0.35 ? random.whole(5, Math.max(6, reportsExpected / 2)) : null;
  return { fullFrom: VOLUMES.map(from), busyFrom: from() };
}
