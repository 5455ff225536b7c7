import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A real collector in a process of its own, as a person starts it. */
export type CollectorProcess = {
  readonly pid: number;
  readonly httpUrl: string;
  readonly mqttUrl: string;
  readonly child: ChildProcess;
  /** Ends it in order; resolves with its exit code. */
  readonly stop: () => Promise<number | null>;
};

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts `vigie run` on free ports; resolves when it says that it is up. */
export async function startCollector({
  folder,
  environment = {},
  nodeArguments = [],
}: {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
}): Promise<CollectorProcess> {
  const child = spawn(process.execPath, [...nodeArguments, "collector/main.ts", "run"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...withoutSettings(process.env),
      VIGIE_DATA: folder,
      VIGIE_HTTP_PORT: "0",
      VIGIE_MQTT_PORT: "0",
      VIGIE_LOG_LEVEL: "error",
      LANG: "C.UTF-8",
      ...environment,
    },
  });
  const { httpUrl, mqttUrl } = await addressesOf(child);
  return {
    pid: child.pid ?? 0,
    httpUrl,
    mqttUrl,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill("SIGTERM");
      await once(child, "exit");
      return child.exitCode;
    },
  };
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith("VIGIE_")),
  );
}

function addressesOf(child: ChildProcess): Promise<{ httpUrl: string; mqttUrl: string }> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk) => {
      said += String(chunk);
      const found = /page (?<httpUrl>\S+), agents (?<mqttUrl>\S+),/.exec(said)?.groups;
      const { httpUrl, mqttUrl } = found ?? {};
      if (httpUrl !== undefined && mqttUrl !== undefined) resolve({ httpUrl, mqttUrl });
    });
    child.once("exit", (code) => {
      reject(new Error(`the collector ended before it was up (${code}): ${said}`));
    });
  });
}
