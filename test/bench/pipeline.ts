import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Envelope } from "@vigie/shared/envelope.ts";
import { parseEnvelope } from "@vigie/shared/envelope.ts";
import { SampleWriter } from "../../collector/domain/samples.ts";
import { newDraft } from "../../collector/flow/draft.ts";
import { loadMemory, type Memory } from "../../collector/flow/memory.ts";
import { takeIn } from "../../collector/flow/take-in.ts";
import { newId } from "../../collector/ids.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import { type FleetMachine, seedFleet } from "../support/fleet.ts";
import type { Figure } from "./figures.ts";
import { reportOf40 } from "./sample-report.ts";

/**
 * What a report of 40 values costs the collector's thread before it is written: bytes decoded,
 * checked, put into its machine's shape, evaluated by every default rule, kept as the newest.
 */

const MACHINES = 500;
const ROUNDS_WARM = 60;
const ROUNDS = 400;

export async function benchPipeline(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-"));
  try {
    const fleet = await seedFleet(folder, MACHINES);
    const registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
    const memory = await loadMemory(registry.read, 0);
    await registry.close();
    // Each agent has greeted, as it does before it reports.
    for (const machine of memory.machines.values()) machine.bootId = BOOT_ID;
    run(memory, fleet, { from: 0, rounds: ROUNDS_WARM });
    const { cpuUs, reports } = run(memory, fleet, { from: ROUNDS_WARM, rounds: ROUNDS });
    const perReport = cpuUs / reports;
    return [{ name: "pipeline CPU a report of 40 values", value: perReport, unit: "us", most: 8 }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Span = { readonly from: number; readonly rounds: number };

/** Each round is one batch: one message of each machine. Only what the collector does is measured. */
function run(memory: Memory, fleet: readonly FleetMachine[], { from, rounds }: Span) {
  const payloads = fleet.map(() => payloadOf(SEQ_FIRST));
  let cpuUs = 0;
  for (let round = from; round < from + rounds; round += 1) {
    for (const payload of payloads) writeSeq(payload, SEQ_FIRST + round);
    const before = process.cpuUsage();
    takeBatch(memory, fleet, { payloads, round });
    const { user, system } = process.cpuUsage(before);
    cpuUs += user + system;
  }
  return { cpuUs, reports: rounds * fleet.length };
}

function takeBatch(
  memory: Memory,
  fleet: readonly FleetMachine[],
  { payloads, round }: { readonly payloads: readonly Buffer[]; readonly round: number },
): void {
  const draft = newDraft(writer);
  for (const [place, payload] of payloads.entries()) {
    const parsed = parseEnvelope(payload);
    if ("problem" in parsed) throw new Error(parsed.detail);
    const arrival = {
      topic: "",
      payload,
      receivedMs: SENT_MS + round * CADENCE_MS,
      receivedAt: round * CADENCE_MS,
      agentId: fleet[place]?.agentId,
      content: { kind: "reports", parsed },
    } as const;
    takeIn({ memory, draft, onChange: () => {} }, arrival, newId);
  }
  if (draft.counts.reports !== payloads.length) throw new Error("not every report was new");
}

const SENT_MS = Date.UTC(2026, 10, 23, 9);
const CADENCE_MS = 60_000;
const BOOT_ID = "bench";

const writer = new SampleWriter();

/** Numbers of as many digits for the whole run, so that they can be written over. */
const SEQ_FIRST = 1_000_000;

function payloadOf(seq: number): Buffer {
  const envelope: Envelope = {
    v: 1,
    epoch: "01JD0000000000000000000000",
    bootId: BOOT_ID,
    sentAt: new Date(SENT_MS).toISOString(),
    sentUptimeMs: CADENCE_MS,
    reports: [reportOf40(seq, SENT_MS, CADENCE_MS)],
  };
  return Buffer.from(JSON.stringify(envelope));
}

function writeSeq(payload: Buffer, seq: number): void {
  payload.write(String(seq), payload.indexOf(`"seq":`) + `"seq":`.length, "latin1");
}
