import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import { isAgentId } from "@vigie/shared/ids.ts";
import { STRING_LENGTH_MAX } from "@vigie/shared/limits.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { createKernelFile } from "./kernel-file.ts";
import { errorText } from "./log.ts";
import type { Moment } from "./probe.ts";
import { isBrokerAddress } from "./settings.ts";

/** Who the agent is to the collector, and which start of the machine it runs in. */

/** What the collector gave to this agent alone. */
export type Credential = {
  readonly agentId: string;
  readonly secret: string;
  /** The level of the agent's topics, worked out by the collector. */
  readonly partition: string;
  /** Address of the broker, such as mqtt://127.0.0.1:1883. */
  readonly broker: string;
};

/** The clocks of the machine. */
export type Clock = {
  wallMs(): number;
  /** Since the machine started, time asleep included; never set back. */
  uptimeMs(): number;
  /** Names this start of the machine. */
  readonly bootId: string;
  now(): Moment;
  close(): void;
};

/** An honest credential has some 200 bytes. */
const CREDENTIAL_BYTES_MAX = 4_096;

/** On systems that name no boot, starts closer than this are the same one. */
const BOOT_ROUNDING_MS = 60_000;

export function credentialPath(folder: string): string {
  return join(folder, "credential.json");
}

/** Throws a ProblemError `credential_missing` when there is none, or none that can be used. */
export function readCredential(folder: string): Credential {
  const path = credentialPath(folder);
  let text: string;
  try {
    if (statSync(path).size > CREDENTIAL_BYTES_MAX) throw new Error("the file is too large");
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ProblemError(
      "credential_missing",
      { path, detail: errorText(error) },
      { cause: error },
    );
  }
  const credential = parseCredential(text);
  if (typeof credential !== "string") return credential;
  throw new ProblemError("credential_missing", { path, detail: credential });
}

/** Keeps the credential so that a crash at any instant leaves the old one or the new one. */
export function writeCredential(folder: string, credential: Credential): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = credentialPath(folder);
  const temporary = `${path}.new-${process.pid}`;
  // Left by a process of the same number that was killed here.
  rmSync(temporary, { force: true });
  try {
    writeDurably(temporary, `${JSON.stringify(credential, undefined, 2)}\n`);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
}

/** Reads a credential's text, or says what is wrong with it; never what it holds. */
export function parseCredential(text: string): Credential | string {
  const { agentId, secret, partition, broker } = { ...NO_CREDENTIAL, ...parseObject(text) };
  if (!isText(agentId) || !isAgentId(agentId)) return "agentId is wrong";
  if (!isText(secret)) return "secret is wrong";
  if (!isText(partition) || !/^[0-9a-f]{2}$/.test(partition)) return "partition is wrong";
  if (!isText(broker) || !isBrokerAddress(broker)) return "broker is wrong";
  return { agentId, secret, partition, broker };
}

/** An object's fields; none when the text is something else. */
function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= STRING_LENGTH_MAX;
}

const NO_CREDENTIAL: Readonly<Record<keyof Credential, unknown>> = {
  agentId: undefined,
  secret: undefined,
  partition: undefined,
  broker: undefined,
};

/** The clocks of this machine; on Linux without a system call more than a read. */
export function openClock(platform: NodeJS.Platform): Clock {
  const file = platform === "linux" ? createKernelFile("/proc/uptime", "at-once") : undefined;

  function uptimeMs(): number {
    const seconds = file === undefined ? uptime() : Number.parseFloat(file.read());
    return Math.round(seconds * 1_000);
  }

  const bootId = readBootId() ?? deriveBootId(Date.now(), uptimeMs());
  return {
    wallMs: Date.now,
    uptimeMs,
    bootId,
    now: () => ({ wallMs: Date.now(), uptimeMs: uptimeMs(), bootId }),
    close: () => file?.close(),
  };
}

/** A name for a start of the machine that changes with the instant it started. */
export function deriveBootId(wallMs: number, uptimeMs: number): string {
  return `boot-${Math.round((wallMs - uptimeMs) / BOOT_ROUNDING_MS)}`;
}

function readBootId(): string | undefined {
  try {
    const id = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return /^[0-9a-f-]{1,64}$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

function writeDurably(path: string, text: string): void {
  const descriptor = openSync(path, "wx", 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the rename itself durable. Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
