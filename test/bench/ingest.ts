import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCollector } from "../support/collector-process.ts";
import { seedFleet } from "../support/fleet.ts";
import type { Figure } from "./figures.ts";
import type { LoadPlan } from "./load.ts";
import { cpuSeconds, residentMegabytes } from "./process-figures.ts";

/**
 * Reports a second from the agent's socket to its receipt: received, stored, evaluated, committed.
 * Collector, broker, stores and load share this machine.
 */

const WARM_UP_MS = 8_000;
const MEASURED_MS = 20_000;

type Load = { readonly connections: number; readonly window: number };

const LOADS: readonly Load[] = [
  { connections: 100, window: 40 },
  { connections: 5_000, window: 2 },
];

export async function benchIngest(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const load of LOADS) figures.push(...(await measure(load)));
  return figures;
}

async function measure({ connections, window }: Load): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-"));
  await using parts = new AsyncDisposableStack();
  parts.defer(() => rmSync(folder, { recursive: true, force: true }));
  const machines = await seedFleet(folder, connections);
  const collector = await startCollector({
    folder,
    environment: { VIGIE_MQTT_RATE: "100000", VIGIE_MQTT_BURST: "1000000" },
  });
  parts.defer(async () => void (await collector.stop()));

  const port = Number(new URL(collector.mqttUrl).port);
  const plan: LoadPlan = { port, machines, window };
  const load = fork(fileURLToPath(new URL("./load.ts", import.meta.url)));
  parts.defer(() => load.disconnect());
  load.send(plan);
  await once(load, "message");
  await pause(WARM_UP_MS);

  const before = { receipted: await receiptedBy(load), cpu: cpuSeconds(collector.pid) };
  const startedMs = performance.now();
  await pause(MEASURED_MS);
  const after = { receipted: await receiptedBy(load), cpu: cpuSeconds(collector.pid) };
  const seconds = (performance.now() - startedMs) / 1_000;
  const reports = after.receipted - before.receipted;
  const name = `${connections.toLocaleString("en-US")} connections`;
  return [
    { name: `reports a second, ${name}`, value: reports / seconds, unit: "1/s", least: 10_000 },
    {
      name: `collector CPU a report, ${name}`,
      value: ((after.cpu - before.cpu) / reports) * 1e6,
      unit: "us",
    },
    { name: `collector RSS, ${name}`, value: residentMegabytes(collector.pid), unit: "MB" },
  ];
}

async function receiptedBy(load: ChildProcess): Promise<number> {
  load.send("count");
  const [{ receipted }] = await once(load, "message");
  return receipted;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
