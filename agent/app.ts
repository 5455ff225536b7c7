import { hostname } from "node:os";
import type { Birth } from "@vigie/shared/hello.ts";
import { STRING_LENGTH_MAX } from "@vigie/shared/limits.ts";
import { startCadence } from "./cadence.ts";
import { type Clock, openClock, readCredential } from "./identity.ts";
import { errorText, type Log } from "./log.ts";
import { openOutbox, type ReportBody } from "./outbox.ts";
import { PROBES } from "./probes.ts";
import { createReporter } from "./reporter.ts";
import { createSampler, type Sampler } from "./sampler.ts";
import { outboxPath, type Settings } from "./settings.ts";
import { createUplink } from "./uplink.ts";

/** What the agent is made of and how the parts meet: sampler, outbox, uplink, cadence. */

export type Agent = {
  /** Says that it goes down, gives back what is open; at most 10 seconds. */
  stop(): Promise<void>;
};

export type AgentOptions = {
  readonly settings: Settings;
  readonly version: string;
  /** The program of the inventory's own process. */
  readonly inventoryProgram: string;
  readonly log: Log;
};

/** Reports wait this long for their receipt. */
const OUTBOX_AGE_MS_MAX = 7 * 24 * 3_600_000;

/** Between the two readings that rates need, before the first cadence is over. */
const FIRST_DELTA_MS = 1_000;

/**
 * Starts the agent. Throws a ProblemError `credential_missing` or `outbox_unusable`; afterwards
 * nothing stops it but `stop`.
 *
 * The parts are made from the last of the flow to the first, and end in the reverse order.
 */
export function startAgent({ settings, version, inventoryProgram, log }: AgentOptions): Agent {
  const found = readCredential(settings.folder);
  const credential = { ...found, broker: settings.broker ?? found.broker };
  const tell = (line: string): void => log.info(line);

  const outbox = openOutbox({
    path: outboxPath(settings.folder),
    bytesMax: settings.outboxBytes,
    ageMsMax: OUTBOX_AGE_MS_MAX,
    log: tell,
  });
  const clock = openClock(process.platform);
  const sampler = createSamplerOf({ clock, inventoryProgram, log });

  const uplink = createUplink({
    credential,
    outbox,
    clock,
    hello: () => toBirth({ version, clock, epoch: outbox.epoch, seconds: cadence.seconds }),
    onSettings(wanted) {
      sampler.disable(wanted.disabledProbes);
      sampler.want(wanted.wantedFacts);
      cadence.set(wanted.cadenceSeconds);
      log.info("settings came", { cadenceSeconds: cadence.seconds });
    },
    log: tell,
  });

  const onKept = (): void => uplink.kick();
  const { report } = createReporter({ sampler, outbox, clock, onKept, log });
  const cadence = startCadence({
    cadenceSeconds: settings.cadenceSeconds,
    agentId: credential.agentId,
    onReportDue: report,
    onHour: () => sampler.sampleApart(),
    log,
  });
  uplink.start();
  const first = startReporting({ report, sampler, log });
  log.info("started", { agent: credential.agentId, cadenceSeconds: cadence.seconds });

  return {
    async stop() {
      clearTimeout(first);
      cadence.stop();
      sampler.close();
      await uplink.stop();
      outbox.close();
      clock.close();
    },
  };
}

/** One whole report, for a person: waits for a second reading and for what measures apart. */
export async function takeReport({
  inventoryProgram,
  log,
}: Pick<AgentOptions, "inventoryProgram" | "log">): Promise<ReportBody> {
  const clock = openClock(process.platform);
  const sampler = createSamplerOf({ clock, inventoryProgram, log }, 0);
  try {
    await sampler.sample();
    await Promise.all([sampler.sampleApart(), wait(FIRST_DELTA_MS)]);
    return await sampler.sample();
  } finally {
    sampler.close();
    clock.close();
  }
}

type Measuring = Pick<AgentOptions, "inventoryProgram" | "log"> & { readonly clock: Clock };

/** All probes of this machine; with `everyMs` at another interval than their own. */
function createSamplerOf({ clock, inventoryProgram, log }: Measuring, everyMs?: number): Sampler {
  return createSampler({
    entries: PROBES.map((entry) => ({ ...entry, everyMs: everyMs ?? entry.everyMs })),
    context: { platform: process.platform, inventoryProgram },
    now: () => clock.now(),
    log,
  });
}

type Reporting = {
  readonly report: () => Promise<void>;
  readonly sampler: Sampler;
  readonly log: Log;
};

/**
 * Reports at once what needs one reading, so that the machine is seen at once; a moment later what
 * needs two; and begins what measures apart.
 */
function startReporting({ report, sampler, log }: Reporting): NodeJS.Timeout {
  const run = (work: () => Promise<void>): void => {
    work().catch((error: unknown) => {
      log.error("a report could not be made", { error: errorText(error) });
    });
  };
  run(report);
  return setTimeout(() => {
    run(report);
    run(() => sampler.sampleApart());
  }, FIRST_DELTA_MS);
}

type Present = {
  readonly version: string;
  readonly clock: Clock;
  readonly epoch: string;
  readonly seconds: number;
};

function toBirth({ version, clock, epoch, seconds }: Present): Birth {
  return {
    v: 1,
    state: "up",
    agentVersion: version,
    runtime: `node ${process.versions.node}`,
    platform: process.platform,
    arch: process.arch,
    hostname: hostname().slice(0, STRING_LENGTH_MAX),
    bootId: clock.bootId,
    epoch,
    cadenceSeconds: seconds,
    commands: "none",
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
