import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The programs of a run: started, killed without a word, or ended in order. */
export type Program = {
  readonly process: ChildProcess;
  /** Resolves with the first line that it prints; rejects when it ends before. */
  readonly firstLine: Promise<string>;
};

export type Start = {
  /** Path in this repository. */
  readonly file: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly mutant?: string | undefined;
  /** Where its complaints go. */
  readonly log: string;
};

/** What still runs: an experiment that breaks off leaves nothing behind. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

const ROOT = new URL("../../", import.meta.url);
const MUTATE = new URL("./mutate.ts", import.meta.url).href;

export function start({ file, args, environment = {}, mutant, log }: Start): Program {
  const hooks = mutant === undefined ? [] : ["--import", MUTATE];
  const child = spawn(process.execPath, [...hooks, fileURLToPath(new URL(file, ROOT)), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...environment,
      ...(mutant !== undefined && { VIGIE_TEST_MUTANT: mutant }),
    },
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.stderr.on("data", (chunk: Buffer) => appendFileSync(log, chunk));
  const firstLine = readFirstLine(child, file);
  // Whoever does not ask for the line need not hear that there was none.
  firstLine.catch(() => {});
  return { process: child, firstLine };
}

export function isRunning({ process: child }: Program): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** As a power cut does it. Resolves when the system has taken everything back. */
export async function kill(program: Program): Promise<void> {
  if (!isRunning(program)) return;
  const gone = once(program.process, "exit");
  program.process.kill("SIGKILL");
  await gone;
}

/** Asks it to end. Resolves with its exit code and how long it took; kills it when it takes too long. */
export async function end(
  program: Program,
  timeoutMs: number,
): Promise<{ code: number | null; ms: number }> {
  const { process: child } = program;
  if (!isRunning(program)) return { code: child.exitCode, ms: 0 };
  const startMs = performance.now();
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  await gone;
  clearTimeout(late);
  return { code: child.exitCode, ms: performance.now() - startMs };
}

/** Runs it to its end and returns all that it printed. */
export async function output(program: Program): Promise<string> {
  const chunks: Buffer[] = [];
  program.process.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(program.process, "close");
  if (code !== 0) throw new Error(`${program.process.spawnfile} ended with ${code}`);
  return Buffer.concat(chunks).toString();
}

async function readFirstLine(child: ChildProcess, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once("exit", (code, signal) => reject(new Error(`${file} ended: ${code ?? signal}`)));
  });
}
