import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeCredential } from "../../agent/identity.ts";
import { NODE_EXPORTER, startNodeExporter } from "../../scripts/servers/node-exporter.ts";
import { install } from "../../scripts/servers/server.ts";
import { startCollector } from "../support/collector-process.ts";
import { seedFleet } from "../support/fleet.ts";
import type { Figure } from "./figures.ts";
import {
  childrenOf,
  fineCpuSeconds,
  privateMegabytes,
  residentMegabytes,
} from "./process-figures.ts";

/**
 * What an agent costs its machine, at a report every 10 s to a real collector, beside Prometheus'
 * node exporter read every 10 s in the same minutes.
 */

const CADENCE_SECONDS = 10;

/** Start-up and the first inventory are over by then; neither is the steady state. */
const WARM_UP_MS = 45_000;
const MEASURED_MS = 180_000;
const HOUR_MS = 3_600_000;

export async function benchAgent(): Promise<Figure[]> {
  await install([NODE_EXPORTER]);
  await using parts = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-"));
  parts.defer(() => rmSync(folder, { recursive: true, force: true }));
  const [machine] = await seedFleet(join(folder, "collector"), 1);
  if (machine === undefined) throw new Error("no machine was made");
  const collector = await startCollector({
    folder: join(folder, "collector"),
    environment: { VIGIE_CADENCE_SECONDS: String(CADENCE_SECONDS) },
  });
  parts.defer(async () => void (await collector.stop()));
  const { agentId, secret, partition } = machine;
  const agentFolder = join(folder, "agent");
  writeCredential(agentFolder, { agentId, secret, partition, broker: collector.mqttUrl });
  const agent = await startAgent(agentFolder);
  parts.defer(() => agent.stop());
  const peer = await startNodeExporter();
  parts.defer(() => peer.stop());
  const scraping = setInterval(() => void peer.scrape(), CADENCE_SECONDS * 1_000);
  parts.defer(() => clearInterval(scraping));

  await pause(WARM_UP_MS);
  const started = {
    ms: performance.now(),
    own: fineCpuSeconds(agent.pid),
    peer: fineCpuSeconds(peer.pid),
  };
  const childrenSeen = await watchChildren(agent.pid, MEASURED_MS);
  const perHour = HOUR_MS / (performance.now() - started.ms);
  return [
    {
      name: "agent CPU an hour at 10 s",
      value: (fineCpuSeconds(agent.pid) - started.own) * 1_000 * perHour,
      unit: "ms/h",
      most: 350,
    },
    {
      name: "node exporter CPU an hour, read every 10 s",
      value: (fineCpuSeconds(peer.pid) - started.peer) * 1_000 * perHour,
      unit: "ms/h",
    },
    { name: "agent RSS", value: residentMegabytes(agent.pid), unit: "MB", most: 58 },
    { name: "agent private memory", value: privateMegabytes(agent.pid), unit: "MB" },
    { name: "node exporter RSS", value: residentMegabytes(peer.pid), unit: "MB" },
    { name: "child processes of the agent, seen", value: childrenSeen, unit: "", most: 0 },
  ];
}

/** The agent as people start it; `vigie-agent` becomes the agent, so its process id is the agent's. */
async function startAgent(folder: string) {
  const command = fileURLToPath(new URL("../../agent/bin.mjs", import.meta.url));
  const child = spawn(process.execPath, [command, "run"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      VIGIE_AGENT_DATA: folder,
      VIGIE_AGENT_CADENCE_SECONDS: String(CADENCE_SECONDS),
      VIGIE_AGENT_LOG_LEVEL: "error",
    },
  });
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** The most child processes seen at once, looked for ten times a second. */
async function watchChildren(pid: number, milliseconds: number): Promise<number> {
  const untilMs = performance.now() + milliseconds;
  let most = 0;
  while (performance.now() < untilMs) {
    most = Math.max(most, childrenOf(pid).length);
    await pause(100);
  }
  return most;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
