import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** `vigie try` in a folder of its own: collector, page and an agent on this machine. */
export type Trial = {
  readonly url: string;
  /** Ends it, and starts it again on the same folder and port once `meanwhile` is done. */
  readonly restart: (meanwhile: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
};

const root = fileURLToPath(new URL("../..", import.meta.url));

export async function startTrial(): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-try-"));
  let child = start(folder, "0");
  const url = await addressOf(child);
  return {
    url,
    async restart(meanwhile) {
      await stop(child);
      await meanwhile();
      child = start(folder, new URL(url).port);
      await addressOf(child);
    },
    async close() {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function start(folder: string, httpPort: string): ChildProcess {
  return spawn(process.execPath, ["collector/main.ts", "try"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      VIGIE_DATA: folder,
      VIGIE_HTTP_PORT: httpPort,
      VIGIE_MQTT_PORT: "0",
    },
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk) => {
      said += String(chunk);
      const url = /http:\/\/\S+/.exec(said)?.[0];
      if (url !== undefined && said.includes("Ctrl+C")) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`vigie try ended (${code}): ${said}`)));
  });
}
