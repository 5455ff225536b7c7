import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { freePort } from "./server.ts";

/** Prometheus' agent for machines: the peer beside which ours is measured. */

export const NODE_EXPORTER = {
  name: "node-exporter",
  packages: ["prometheus-node-exporter"],
  program: "/usr/bin/prometheus-node-exporter",
} as const;

export type NodeExporter = {
  readonly pid: number;
  /** Reads its metrics once, as Prometheus does; resolves with how many lines it said. */
  readonly scrape: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** Starts it on a free loopback port with its own default collectors. */
export async function startNodeExporter(): Promise<NodeExporter> {
  if (!existsSync(NODE_EXPORTER.program)) {
    throw new Error(`${NODE_EXPORTER.packages[0]} is not installed: apt-get install it first`);
  }
  const port = await freePort();
  const words = [`--web.listen-address=127.0.0.1:${port}`, "--log.level=error"];
  const child = spawn(NODE_EXPORTER.program, words, { stdio: "ignore" });
  const scrape = async (): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    return (await answer.text()).split("\n").length;
  };
  await firstAnswer(scrape);
  return {
    pid: child.pid ?? 0,
    scrape,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

const TRIES_MAX = 100;
const TRY_EVERY_MS = 100;

async function firstAnswer(scrape: () => Promise<number>): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    try {
      await scrape();
      return;
    } catch (error) {
      if (tried >= TRIES_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
    }
  }
}
