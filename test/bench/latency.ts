import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectBareAgent } from "../support/bare-agent.ts";
import { startCollector } from "../support/collector-process.ts";
import { seedFleet } from "../support/fleet.ts";
import type { Figure } from "./figures.ts";

/**
 * From a sample that breaks a threshold to the ticket that is committed for it: each machine sends
 * one report above a threshold without hold time, one machine after the other. The receipt leaves
 * after the COMMIT in which the ticket is, so its arrival is the end of the measurement.
 */

const MACHINES = 300;
const BETWEEN_MS = 20;
const SETTLE_MS = 2_000;
const FULL_PERCENT = 99;

export async function benchLatency(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-"));
  await using parts = new AsyncDisposableStack();
  parts.defer(() => rmSync(folder, { recursive: true, force: true }));
  const machines = await seedFleet(folder, MACHINES);
  const collector = await startCollector({ folder });
  parts.defer(async () => void (await collector.stop()));
  await removeHoldTime(collector.httpUrl);

  const delays: number[] = [];
  const agents = await Promise.all(
    machines.map((machine) => connectBareAgent(machine, collector.mqttUrl)),
  );
  parts.defer(async () => void (await Promise.all(agents.map((agent) => agent.close()))));
  for (const agent of agents) {
    const startedMs = performance.now();
    void agent.nextReceipt().then(() => delays.push(performance.now() - startedMs));
    void agent.report(1, { memory_used_percent: FULL_PERCENT });
    await pause(BETWEEN_MS);
  }
  await pause(SETTLE_MS);
  await checkTickets(collector.httpUrl, delays.length);
  delays.sort((a, b) => a - b);
  return [
    { name: "sample to committed ticket, p50", value: at(delays, 0.5), unit: "ms" },
    { name: "sample to committed ticket, p99", value: at(delays, 0.99), unit: "ms", most: 100 },
  ];
}

/** Every report must have made its ticket, or what was measured is something else. */
async function checkTickets(url: string, receipts: number): Promise<void> {
  const items: { openTickets: number }[] = await read(`${url}/api/machines?sort=name&limit=200`);
  const withTicket = items.filter(({ openTickets }) => openTickets === 1);
  if (receipts !== MACHINES || withTicket.length !== items.length) {
    throw new Error(`${receipts} receipts, ${withTicket.length} of ${items.length} tickets`);
  }
}

async function removeHoldTime(url: string): Promise<void> {
  const rules: { id: string; key: string; version: number }[] = await read(`${url}/api/rules`);
  const rule = rules.find(({ key }) => key === "memory_pressure");
  const answer = await fetch(`${url}/api/rules/${rule?.id}`, {
    method: "PATCH",
    headers: { "content-type": "application/json", "if-match": `"v${rule?.version}"` },
    body: JSON.stringify({ holdForSeconds: 0 }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** The items of a list of the API. */
async function read<T>(url: string): Promise<T[]> {
  const answer: unknown = await (await fetch(url)).json();
  if (typeof answer !== "object" || answer === null || !("items" in answer)) throw new Error(url);
  const { items } = answer;
  if (!Array.isArray(items)) throw new Error(url);
  return items;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
