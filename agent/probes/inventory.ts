import { type ChildProcess, execFile, spawn } from "node:child_process";
import { type FoundFact, failed, type Outcome, type Probe } from "../probe.ts";

/**
 * What the machine is made of, from a process of its own: the library that finds it out starts
 * shells and blocks, neither of which belongs into the agent.
 */

/** The whole process group is killed then. */
const LIMIT_MS = 60_000;

/** A document and a report's samples together stay below what one message may hold. */
const DOCUMENT_BYTES_MAX = 100 * 1024;

/** What the process and its children get to see: where programs are, and a language to parse. */
const ENVIRONMENT = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };

/** Windows programs do not start without these. */
const WINDOWS_NAMES = ["PATH", "SystemRoot", "SystemDrive", "TEMP", "TMP", "ComSpec", "PATHEXT"];

export type InventoryOptions = { readonly limitMs?: number };

export function createInventoryProbe(
  program: string,
  { limitMs = LIMIT_MS }: InventoryOptions = {},
): Probe {
  let running: ChildProcess | undefined;

  return {
    async measure() {
      const child = spawn(process.execPath, [program], {
        // An own group, so that what it started ends with it.
        detached: process.platform !== "win32",
        env: childEnvironment(process.platform),
        stdio: ["ignore", "pipe", "ignore"],
        windowsHide: true,
      });
      running = child;
      try {
        return await collect(child, limitMs);
      } finally {
        // Its number may soon be another's: never kill by it later.
        running = undefined;
      }
    },
    close() {
      if (running !== undefined) killGroup(running);
    },
  };
}

/** Reads the document and its hash that the process printed. */
export function parseInventory(text: string): Outcome {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed("inventory_unreadable");
  }
  if (!isFact(value)) return failed("inventory_unreadable");
  return { outcome: "value", facts: { inventory: value } };
}

function isFact(value: unknown): value is FoundFact {
  if (typeof value !== "object" || value === null) return false;
  if (!("hash" in value) || !("document" in value)) return false;
  const { hash, document } = value;
  return /^[\w+/=]{1,128}$/.test(String(hash)) && typeof document === "object" && document !== null;
}

function collect(child: ChildProcess, limitMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;

    let isOver = false;

    const end = (outcome: Outcome): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      killGroup(child);
      resolve(outcome);
    };
    const timer = setTimeout(() => end(failed("inventory_timed_out")), limitMs);

    child.stdout?.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > DOCUMENT_BYTES_MAX) end(failed("inventory_too_large"));
      else chunks.push(chunk);
    });
    child.once("error", () => end(failed("inventory_not_started")));
    child.once("close", (code) => {
      if (code !== 0) end(failed("inventory_ended_badly"));
      else end(parseInventory(Buffer.concat(chunks).toString("utf8")));
    });
  });
}

/** Ends the process and all that it started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") killTree(child);
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nobody is left in the group: that is what was wanted.
  }
}

function killTree(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const folder = process.env["SystemRoot"] ?? "C:\\Windows";
  execFile(`${folder}\\System32\\taskkill.exe`, ["/F", "/T", "/PID", String(child.pid)], () => {});
}

function childEnvironment(platform: NodeJS.Platform): NodeJS.ProcessEnv {
  if (platform !== "win32") return ENVIRONMENT;
  return Object.fromEntries(WINDOWS_NAMES.map((name) => [name, process.env[name]]));
}
