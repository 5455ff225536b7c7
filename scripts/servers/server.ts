import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** A real server that tests run against: what Debian calls it, and how it is started. */
export type Server = {
  readonly name: string;
  readonly packages: readonly string[];
  /** Absolute; it is installed when this is there. */
  readonly program: string;
  /** Starts it on free loopback ports with everything it writes in this folder. */
  start(folder: string): Promise<Running>;
};

export type Running = {
  /** What the tests must know, by the name of the environment variable. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

/** A server that is not ready by then will not be. */
const READY_MS = 30_000;
const POLL_MS = 100;

/** What a server may take to end by itself. */
const STOP_MS = 10_000;

const INSTALL_MS = 600_000;

/** Installs what is missing, from Debian; rejects when that is not possible. */
export async function install(
  servers: readonly Pick<Server, "name" | "packages" | "program">[],
): Promise<void> {
  const missing = servers.filter(({ program }) => !existsSync(program));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    const names = missing.flatMap(({ packages }) => packages).join(" ");
    throw new Error(`only root may install: ${names}`);
  }
  const packages = missing.flatMap((server) => server.packages);
  await aptGet("update");
  await aptGet("install", "--yes", "--no-install-recommends", ...packages);
}

async function aptGet(...words: readonly string[]): Promise<void> {
  // A run level in which Debian starts no service: the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  await promisify(execFile)("/usr/bin/apt-get", words, { env, timeout: INSTALL_MS });
}

/** A loopback port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const listening = Promise.withResolvers<void>();
  probe.listen(0, "127.0.0.1", listening.resolve).once("error", listening.reject);
  await listening.promise;
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

export type RunOptions = {
  readonly isReady: () => Promise<boolean>;
  /** Whom it runs as, where it refuses root. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** By which it ends at once and in order; SIGTERM if left out. */
  readonly stopBy?: NodeJS.Signals;
};

/** Starts a program and waits until `isReady`; rejects with what it printed when it ends before. */
export async function run(
  program: string,
  words: readonly string[],
  { isReady, owner, stopBy = "SIGTERM" }: RunOptions,
): Promise<() => Promise<void>> {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], ...owner });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => (printed = (printed + String(text)).slice(-4_000)));
  }
  let isOver = false;
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => (printed += error.message));
    child.once("close", () => {
      isOver = true;
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    if (isOver) return;
    child.kill(stopBy);
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(late);
  };

  const givenUpMs = performance.now() + READY_MS;
  while (!(await isReady())) {
    if (isOver || performance.now() > givenUpMs) {
      await stop();
      throw new Error(`${program} did not get ready: ${printed.trim()}`);
    }
    await sleep(POLL_MS);
  }
  return stop;
}
