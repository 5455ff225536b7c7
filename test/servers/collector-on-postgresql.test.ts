import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openRegistry } from "../../collector/registry/open.ts";
import type { PostgresqlSettings } from "../../collector/registry/postgresql-connection.ts";
import { makeCluster, startCluster } from "../../scripts/servers/postgresql.ts";
import { type BareAgent, connectBareAgent } from "../support/bare-agent.ts";
import { startCollector } from "../support/collector-process.ts";
import { type FleetMachine, fillWithFleet } from "../support/fleet.ts";
import { freshFolder } from "../support/fresh-folder.ts";
import { administrator, administratorOf, makeDatabase, runSql } from "../support/postgresql.ts";

/** Whole collectors whose registry is a real PostgreSQL. */

const PATIENCE = { timeout: 30_000, interval: 500 };

test("a report becomes a ticket, and a second collector on the same database is refused", async () => {
  await using parts = new AsyncDisposableStack();
  const database = await makeDatabase(administrator());
  const machine = await fill(database);
  const { httpUrl, mqttUrl } = await collectorOn(database, parts);
  const agent = await agentOf(machine, mqttUrl, parts);
  await agent.report(1, { cpu_busy_percent: 99 });
  await expect.poll(() => agent.receipted.has(1), PATIENCE).toBe(true);
  await expect
    .poll(() => ticketsOf(httpUrl), PATIENCE)
    .toMatchObject([{ number: 1, state: "new", machine: { id: machine.machineId } }]);

  const second = promisify(execFile)(process.execPath, ["collector/main.ts", "run"], {
    env: {
      ...environmentFor(database),
      VIGIE_DATA: parts.use(freshFolder()).path,
      LANG: "C.UTF-8",
    },
  });
  const stderr = expect.stringContaining("Another Vigie uses this registry");
  await expect(second).rejects.toMatchObject({ code: 1, stderr });
  expect(await ticketsOf(httpUrl), "the first one goes on").toHaveLength(1);
}, 120_000);

test("a server that is stopped and started loses nothing, and the collector goes on by itself", async () => {
  await using parts = new AsyncDisposableStack();
  const cluster = await makeCluster(parts.use(freshFolder()).path);
  let stopServer = await startCluster(cluster);
  parts.defer(() => stopServer());
  const database = await makeDatabase(administratorOf(cluster));
  const machine = await fill(database);
  const { httpUrl, mqttUrl, child } = await collectorOn(database, parts);
  const agent = await agentOf(machine, mqttUrl, parts);
  await agent.report(1);
  await expect.poll(() => agent.receipted.has(1), PATIENCE).toBe(true);

  await stopServer();
  await agent.report(2);
  await expect.poll(() => problemsOf(httpUrl), PATIENCE).toContain("storage_failed");
  expect(agent.receipted.has(2), "no receipt for what was not kept").toBe(false);
  expect(child.exitCode).toBeNull();

  stopServer = await startCluster(cluster);
  const isReceipted = async (): Promise<boolean> => {
    if (!agent.receipted.has(2)) await agent.report(2);
    return agent.receipted.has(2);
  };
  await expect.poll(isReceipted, { timeout: 30_000, interval: 2_000 }).toBe(true);
  expect(await problemsOf(httpUrl)).not.toContain("storage_failed");
  const [streams] = await runSql(database, "select ranges, reports from vigie.stream");
  expect(streams).toEqual([{ ranges: "[[1,2]]", reports: "2" }]);
}, 120_000);

/** A covered server, and a rule that fires at once. */
async function fill(database: PostgresqlSettings): Promise<FleetMachine> {
  const registry = await openRegistry({ engine: "postgresql", ...database, log: () => {} });
  try {
    const [machine] = await fillWithFleet(registry, 1);
    const rules = await registry.read.rules.all();
    const rule = rules.find(({ key }) => key === "processor_saturated");
    if (machine === undefined || rule === undefined) throw new Error("nothing was made");
    await registry.commit((unit) => unit.rules.change({ ...rule, holdForMs: 0 }));
    return machine;
  } finally {
    await registry.close();
  }
}

function environmentFor({ host, port, user, database, secret }: PostgresqlSettings) {
  return {
    VIGIE_REGISTRY: "postgresql",
    VIGIE_POSTGRESQL_URL: `postgresql://${user}@${host}:${port}/${database}`,
    VIGIE_POSTGRESQL_SECRET: secret,
    VIGIE_HTTP_PORT: "0",
    VIGIE_MQTT_PORT: "0",
  };
}

async function collectorOn(database: PostgresqlSettings, parts: AsyncDisposableStack) {
  const environment = { ...environmentFor(database), VIGIE_LOG_LEVEL: "silent" };
  const collector = await startCollector({ folder: parts.use(freshFolder()).path, environment });
  parts.defer(async () => void (await collector.stop()));
  return collector;
}

async function agentOf(
  machine: FleetMachine,
  url: string,
  parts: AsyncDisposableStack,
): Promise<BareAgent> {
  const agent = await connectBareAgent(machine, url);
  parts.defer(() => agent.close());
  return agent;
}

async function ticketsOf(url: string): Promise<unknown[]> {
  const answer = await fetch(`${url}/api/tickets`);
  return JSON.parse(await answer.text()).items;
}

async function problemsOf(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/health`);
  const { problems } = JSON.parse(await answer.text());
  return problems.map(({ code }: { code: string }) => code);
}
