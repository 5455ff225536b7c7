import { readFileSync } from "node:fs";
import type { Moment } from "../../../agent/probe.ts";

/** What the kernel said on some machine, kept under test/fixtures/agent. */
export function captured(name: string): string {
  return readFileSync(new URL(`../../fixtures/agent/${name}.txt`, import.meta.url), "utf8");
}

/** A moment of one boot, told by its seconds since the machine started. */
export function moment(uptimeSeconds: number, bootId = "first-boot"): Moment {
  const uptimeMs = uptimeSeconds * 1_000;
  return { wallMs: Date.UTC(2026, 10, 23, 9) + uptimeMs, uptimeMs, bootId };
}
