import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { type MetricSettings, openMetricStore } from "../../collector/metrics/open.ts";
import { metricStoreSuite, type Place } from "../contract/metric-store-suite.ts";
import { CPU_OF_HOUR, CPU_SHAPE, NOON } from "../contract/metric-store-tested.ts";
import { rowAt, SPOOL_OWNER } from "../support/spool-rows.ts";

type InfluxSettings = Extract<MetricSettings, { engine: "influxdb" }>;

/** The promises of a metric store, on a real InfluxDB that asks for a password. */
metricStoreSuite("InfluxDB", makeDatabase);

test("a line that InfluxDB does not take is handed out, and the others are kept", async () => {
  const place = await makeDatabase();
  const refused: [readonly string[], string][] = [];
  const store = await openMetricStore(place.settings, SPOOL_OWNER, {
    log: fail,
    onRefused: (...words) => refused.push(words),
  });
  // A text where numbers will come: InfluxDB holds a field to the type of its first value.
  const text = `interface interface_drops_per_second="many" ${NOON}`;
  await post(`/write?db=${place.settings.database}&precision=ms`, text);
  const columns = [
    { metric: "cpu_busy_percent", object: null },
    { metric: "interface_drops_per_second", object: "eth0" },
  ];
  const rows = [1, 2, 3].map((id) => rowAt(id, 1, [[NOON + id, id * 10, 7]]));

  await store.apply(rows, [{ ...CPU_SHAPE, columns }]);
  expect((await store.series({ ...CPU_OF_HOUR, toMs: NOON + 10, stepMs: 1 })).mean).toEqual([
    10, 20, 30,
  ]);
  expect(refused.map(([lines]) => lines)).toEqual(
    [1, 2, 3].map((id) => [
      `interface,machine=mac_one,object=eth0 interface_drops_per_second=7 ${NOON + id}`,
    ]),
  );
  expect(refused[0]?.[1]).toContain("field type conflict");
  await store.close();
  await place.remove();
});

test("a wrong password or database keeps nothing, and may succeed once it is mended", async () => {
  const place = await makeDatabase();
  const rows = [rowAt(1, 1, [[NOON, 5]])];
  for (const wrong of [{ secret: "guessed" }, { database: "elsewhere" }]) {
    const settings = { ...place.settings, ...wrong };
    const store = await openMetricStore(settings, SPOOL_OWNER, { log: fail, onRefused: fail });
    const problem = { code: "metrics_unavailable", retryable: true };
    await expect(store.apply(rows, [CPU_SHAPE])).rejects.toMatchObject(problem);
    await expect(store.series(CPU_OF_HOUR)).rejects.toMatchObject(problem);
    await store.close();
  }
  const store = await openMetricStore(place.settings, SPOOL_OWNER, { log: fail, onRefused: fail });
  await store.apply(rows, [CPU_SHAPE]);
  expect((await store.series(CPU_OF_HOUR)).mean).toEqual([5]);
  await store.close();
  await place.remove();
});

/** A database with a retention policy, and a user who may use it and nothing else. */
async function makeDatabase(): Promise<Place & { settings: InfluxSettings }> {
  const name = `vigie_${randomUUID().replaceAll("-", "")}`;
  const secret = randomUUID();
  await askAdmin(
    `CREATE DATABASE ${name} WITH DURATION INF REPLICATION 1 NAME raw; ` +
      `CREATE USER ${name} WITH PASSWORD '${secret}'; GRANT ALL ON ${name} TO ${name}`,
  );
  return {
    settings: {
      engine: "influxdb",
      url: setting("URL"),
      database: name,
      retentionPolicy: "raw",
      user: name,
      secret,
      api: "v1",
    },
    remove: () => askAdmin(`DROP DATABASE ${name}; DROP USER ${name}`),
  };
}

async function askAdmin(q: string): Promise<void> {
  await post("/query", new URLSearchParams({ q }));
}

async function post(path: string, body: string | URLSearchParams): Promise<void> {
  const credentials = Buffer.from(`${setting("USER")}:${setting("SECRET")}`).toString("base64");
  const headers = { authorization: `Basic ${credentials}` };
  const response = await fetch(setting("URL") + path, { method: "POST", headers, body });
  expect(response.ok, await response.text()).toBe(true);
}

/** What scripts/test-servers.ts says of its InfluxDB; without it these tests cannot be run. */
function setting(name: "URL" | "USER" | "SECRET"): string {
  const value = process.env[`VIGIE_TEST_INFLUXDB_${name}`];
  if (value === undefined) throw new Error("run these tests by: npm run test:servers");
  return value;
}

function fail(...words: unknown[]): never {
  throw new Error(`nothing should be said here: ${JSON.stringify(words)}`);
}
