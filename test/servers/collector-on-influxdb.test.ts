import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connectBareAgent } from "../support/bare-agent.ts";
import { startCollector } from "../support/collector-process.ts";
import { seedFleet } from "../support/fleet.ts";

/** A whole collector whose samples go to a real InfluxDB: from the agent's message to the chart. */

test("what an agent reports is read back from InfluxDB through the API", async () => {
  const url = process.env["VIGIE_TEST_INFLUXDB_URL"] ?? "";
  const user = process.env["VIGIE_TEST_INFLUXDB_USER"] ?? "";
  const secret = process.env["VIGIE_TEST_INFLUXDB_SECRET"] ?? "";
  const database = `vigie_${randomUUID().replaceAll("-", "")}`;
  await ask(url, { user, secret, q: `CREATE DATABASE ${database} WITH NAME raw` });

  const folder = mkdtempSync(join(tmpdir(), "vigie-influx-"));
  await using parts = new AsyncDisposableStack();
  parts.defer(() => rmSync(folder, { recursive: true, force: true }));
  const [machine] = await seedFleet(folder, 1);
  if (machine === undefined) throw new Error("no machine was made");
  const collector = await startCollector({
    folder,
    environment: {
      VIGIE_METRICS: "influxdb",
      VIGIE_INFLUXDB_URL: url,
      VIGIE_INFLUXDB_DATABASE: database,
      VIGIE_INFLUXDB_USER: user,
      VIGIE_INFLUXDB_SECRET: secret,
    },
  });
  parts.defer(async () => void (await collector.stop()));

  const agent = await connectBareAgent(machine, collector.mqttUrl);
  parts.defer(() => agent.close());
  const nowMs = Date.now();
  const receipted = agent.nextReceipt();
  await agent.report(1);
  await receipted;

  const from = new Date(nowMs - 60_000).toISOString();
  const to = new Date(nowMs + 60_000).toISOString();
  const path = `/api/machines/${machine.machineId}/series?metric=volume_used_percent&object=%2Fvar&from=${from}&to=${to}`;
  const means = async (): Promise<unknown[]> => {
    const answer = await fetch(`${collector.httpUrl}${path}`);
    const { mean }: { mean: unknown[] } = JSON.parse(await answer.text());
    return mean;
  };
  await expect.poll(means, { timeout: 10_000 }).toEqual([71.9]);
  const kept = await ask(url, { user, secret, db: database, q: 'SELECT * FROM "volume"' });
  expect(JSON.stringify(kept)).toContain(machine.machineId);
});

async function ask(url: string, { user, secret, ...query }: Record<string, string>) {
  const words = new URLSearchParams(query);
  const authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
  const answer = await fetch(`${url}/query?${words.toString()}`, {
    method: "POST",
    headers: { authorization },
  });
  expect(answer.status).toBe(200);
  return answer.json();
}
