import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort, type Running, run, type Server } from "./server.ts";

/**
 * PostgreSQL, with passwords asked for and encryption offered. Tests make their own databases in it.
 * It keeps what it wrote on the disk as in real life: that is what they are about.
 */

const exec = promisify(execFile);

export const ADMINISTRATOR = "vigie_test";

export const postgresql: Server = {
  name: "postgresql",
  packages: ["postgresql", "openssl"],
  get program() {
    return programOf("postgres");
  },
  async start(folder) {
    const cluster = await makeCluster(folder);
    const stop = await startCluster(cluster);
    return { environment: environmentOf(cluster), stop } satisfies Running;
  },
};

/** A cluster of one's own on disk, to be started and stopped by its test. */
export type Cluster = {
  readonly folder: string;
  readonly port: number;
  readonly secret: string;
};

/** What Debian calls the newest one that is installed. */
function programOf(name: string): string {
  const found = globSync(`/usr/lib/postgresql/*/bin/${name}`).toSorted(byVersion);
  return found.at(-1) ?? `/usr/lib/postgresql/none/bin/${name}`;
}

function byVersion(one: string, other: string): number {
  return Number(one.split("/")[4]) - Number(other.split("/")[4]);
}

/** Makes the files of a cluster that keeps UTF-8 and compares it by bytes. */
export async function makeCluster(folder: string): Promise<Cluster> {
  const owner = await ownerOfServer();
  const secret = randomUUID();
  const words = join(folder, "secret");
  await writeFile(words, secret, { mode: 0o600 });
  await makeCertificate(folder);
  await mkdir(join(folder, "socket"));
  for (const name of ["", "secret", "server.key", "server.crt", "socket"]) {
    await chown(join(folder, name), owner.uid, owner.gid);
  }
  const files = [`--pgdata=${folder}/cluster`, `--pwfile=${words}`, `--username=${ADMINISTRATOR}`];
  const properties = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"];
  await exec(programOf("initdb"), [...files, ...properties], owner);
  return { folder, secret, port: await freePort() };
}

/** Starts it on its port of the loopback; resolves with how it is stopped, clients or not. */
export async function startCluster({ folder, port }: Cluster): Promise<() => Promise<void>> {
  const owner = await ownerOfServer();
  const settings = [
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}/socket`,
    "ssl=on",
    `ssl_cert_file=${folder}/server.crt`,
    `ssl_key_file=${folder}/server.key`,
  ];
  return run(
    programOf("postgres"),
    ["-D", `${folder}/cluster`, "-p", String(port), ...settings.flatMap((one) => ["-c", one])],
    { isReady: () => answers(port), owner, stopBy: "SIGINT" },
  );
}

/** What the tests must know of it. */
function environmentOf({ folder, port, secret }: Cluster): Record<string, string> {
  return {
    VIGIE_TEST_POSTGRESQL_PORT: String(port),
    VIGIE_TEST_POSTGRESQL_USER: ADMINISTRATOR,
    VIGIE_TEST_POSTGRESQL_SECRET: secret,
    VIGIE_TEST_POSTGRESQL_CA: join(folder, "server.crt"),
  };
}

async function answers(port: number): Promise<boolean> {
  const words = ["--host=127.0.0.1", `--port=${port}`, "--quiet"];
  return exec(programOf("pg_isready"), words).then(
    () => true,
    () => false,
  );
}

/** The server refuses root. */
async function ownerOfServer(): Promise<{ uid: number; gid: number }> {
  const idOf = async (flag: string) =>
    Number((await exec("/usr/bin/id", [flag, "postgres"])).stdout);
  return { uid: await idOf("--user"), gid: await idOf("--group") };
}

/** A certificate that vouches for itself, for this loopback address. */
async function makeCertificate(folder: string): Promise<void> {
  const key = join(folder, "server.key");
  const kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=vigie-test", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", key, "-out", join(folder, "server.crt")];
  await exec("/usr/bin/openssl", ["req", ...kind, ...names, ...files]);
  await chmod(key, 0o600);
}
