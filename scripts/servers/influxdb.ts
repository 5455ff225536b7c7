import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, type Running, run, type Server } from "./server.ts";

/** InfluxDB 1.6, with passwords asked for. Tests make their own databases and users. */
export const influxdb: Server = {
  name: "influxdb",
  packages: ["influxdb"],
  program: "/usr/bin/influxd",

  async start(folder): Promise<Running> {
    const port = await freePort();
    const file = join(folder, "influxdb.conf");
    await writeFile(file, configuration(folder, { port, rpcPort: await freePort() }));
    const url = `http://127.0.0.1:${port}`;
    const stop = await run("/usr/bin/influxd", ["run", "-config", file], {
      isReady: () => answers(url),
    });
    const password = randomUUID();
    await makeAdmin(url, password);
    return {
      environment: {
        VIGIE_TEST_INFLUXDB_URL: url,
        VIGIE_TEST_INFLUXDB_USER: "admin",
        VIGIE_TEST_INFLUXDB_SECRET: password,
      },
      stop,
    };
  },
};

function configuration(folder: string, ports: { port: number; rpcPort: number }): string {
  return `
reporting-disabled = true
bind-address = "127.0.0.1:${ports.rpcPort}"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
  query-log-enabled = false
[monitor]
  store-enabled = false
[subscriber]
  enabled = false
[continuous_queries]
  enabled = false
[http]
  bind-address = "127.0.0.1:${ports.port}"
  auth-enabled = true
  log-enabled = false
`;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ping`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

/** The first user needs no password to be made, and must be an administrator. */
async function makeAdmin(url: string, password: string): Promise<void> {
  const q = `CREATE USER admin WITH PASSWORD '${password}' WITH ALL PRIVILEGES`;
  const response = await fetch(`${url}/query`, {
    method: "POST",
    body: new URLSearchParams({ q }),
  });
  if (!response.ok) throw new Error(`InfluxDB made no administrator: ${await response.text()}`);
}
