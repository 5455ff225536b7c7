import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readCredential, writeCredential } from "../agent/identity.ts";
import type { App } from "./app.ts";
import { partitionOf } from "./broker/partition.ts";
import { newSecret } from "./credentials.ts";
import { newId } from "./ids.ts";
import { addSample } from "./sample.ts";

/** The agent on this very machine, for whoever tries Vigie: registered, started, started again. */

/** How long to wait before an agent that ended is started again. */
const RESTART_MS = 3_000;

/** How long an agent may take to say goodbye. */
const STOP_MS_MAX = 6_000;

export type LocalAgent = { readonly machineName: string; readonly close: () => Promise<void> };

export async function startLocalAgent(app: App, say: (text: string) => void): Promise<LocalAgent> {
  const folder = join(app.dataFolder, "agent");
  const machineName = hostname();
  const agentId = knownAgent(app, folder) ?? (await register(app, folder, machineName));
  const { agentId: _id, ...credential } = { ...readCredential(folder), broker: app.mqttUrl };
  writeCredential(folder, { agentId, ...credential });

  let isClosing = false;
  let child = startProcess(folder);
  watchOver(child);

  function watchOver(running: ChildProcess): void {
    running.once("exit", (code) => {
      if (isClosing) return;
      say(`vigie: the agent ended (${code ?? "killed"}); starting it again\n`);
      setTimeout(() => {
        if (isClosing) return;
        child = startProcess(folder);
        watchOver(child);
      }, RESTART_MS);
    });
  }

  return {
    machineName,
    async close() {
      isClosing = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
      child.kill("SIGTERM");
      await once(child, "exit");
      clearTimeout(late);
    },
  };
}

/** The agent of the credential in the folder, if this collector knows it. */
function knownAgent(app: App, folder: string): string | undefined {
  try {
    const { agentId } = readCredential(folder);
    return app.ledger.memory().byAgent.has(agentId) ? agentId : undefined;
  } catch {
    return undefined;
  }
}

async function register(app: App, folder: string, name: string): Promise<string> {
  const secret = newSecret();
  const now = { wallMs: Date.now(), monotonicMs: performance.now() };
  const machine = { name, class: "workstation", secret } as const;
  const agentId = await addSample({ ledger: app.ledger, newId }, machine, now);
  const partition = partitionOf(agentId);
  writeCredential(folder, { agentId, secret, partition, broker: app.mqttUrl });
  return agentId;
}

function startProcess(folder: string): ChildProcess {
  const command = fileURLToPath(new URL("../agent/bin.mjs", import.meta.url));
  return spawn(process.execPath, [command, "run"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: agentEnvironment(folder),
  });
}

/** The agent gets its own settings and nothing of the collector's, whose names it would refuse. */
function agentEnvironment(folder: string): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, LC_ALL, TZ, SystemRoot } = process.env;
  return {
    ...(PATH !== undefined && { PATH }),
    ...(HOME !== undefined && { HOME }),
    ...(LANG !== undefined && { LANG }),
    ...(LC_ALL !== undefined && { LC_ALL }),
    ...(TZ !== undefined && { TZ }),
    ...(SystemRoot !== undefined && { SystemRoot }),
    VIGIE_AGENT_DATA: folder,
    VIGIE_AGENT_CADENCE_SECONDS: "10",
    VIGIE_AGENT_LOG_LEVEL: "warn",
  };
}
