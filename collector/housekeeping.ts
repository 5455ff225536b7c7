import type { Logger } from "pino";
import type { AttachmentStore } from "./attachments/store.ts";
import type { Job } from "./jobs.ts";
import type { MetricStore } from "./metrics/metric-store.ts";
import type { Registry } from "./registry/registry.ts";
import { sweepAttachments } from "./sweep-attachments.ts";
import { forgettingNotices } from "./sweep-notices.ts";

/** Dead letters that are kept: enough to find a fault, bounded so that a fault fills no disk. */
const DEAD_LETTERS_MAX = { rows: 10_000, bytes: 64 * 1024 ** 2 };

/** Samples that wait for a metric store that is away. Beyond, the oldest are given up. */
const SPOOL_BYTES_MAX = 2 * 1024 ** 3;

const DAY_MS = 86_400_000;

/** The jobs that keep what is kept within its limits. */
export function tidyingJobs({
  registry,
  metrics,
  files,
  metricsRetentionDays,
  log,
}: {
  readonly registry: Registry;
  readonly metrics: MetricStore;
  readonly files: AttachmentStore;
  readonly metricsRetentionDays: number;
  readonly log: Logger;
}): Job[] {
  return [
    {
      name: "forget-samples",
      schedule: "17 3 * * *",
      run: () => metrics.dropBefore(Date.now() - metricsRetentionDays * DAY_MS),
    },
    {
      name: "forget-hashes",
      schedule: "*/5 * * * *",
      run: () => registry.commit(({ deliveries }) => deliveries.pruneHashes()),
    },
    {
      name: "forget-dead-letters",
      schedule: "* * * * *",
      async run() {
        const dropped = await registry.commit(({ deliveries }) =>
          deliveries.pruneDeadLetters(DEAD_LETTERS_MAX),
        );
        if (dropped > 0) log.warn({ dropped }, "the oldest dead letters were given up");
      },
    },
    {
      name: "forget-attachments",
      schedule: "23 * * * *",
      run: () => sweepAttachments({ registry, files }, Date.now()),
    },
    forgettingNotices(registry),
    {
      name: "bound-spool",
      schedule: "* * * * *",
      run: () => boundSpool(registry, log),
    },
  ];
}

/** Gives up the oldest samples of a spool that is over its limit, a part at a time, and says so. */
async function boundSpool(registry: Registry, log: Logger): Promise<void> {
  for (;;) {
    const { bytes, rows } = await registry.read.deliveries.spoolSize();
    if (bytes <= SPOOL_BYTES_MAX) return;
    const oldest = await registry.read.deliveries.spool(0, SPOOL_ROWS_GIVEN_UP);
    const last = oldest.at(-1);
    if (last === undefined) return;
    await registry.commit(({ deliveries }) => deliveries.dropSpool(last.id));
    log.error({ bytes, rows, dropped: oldest.length }, "samples were given up: the spool is full");
  }
}

const SPOOL_ROWS_GIVEN_UP = 64;
