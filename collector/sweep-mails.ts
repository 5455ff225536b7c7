import type { Logger } from "pino";
import type { AttachmentStore } from "./attachments/store.ts";
import type { Job } from "./jobs.ts";
import type { Registry } from "./registry/registry.ts";

/**
 * Keeps what came by mail within its limits: the mails as they came for so many days and so many bytes,
 * those that nobody needs to act on for a while, and so many of those that wait for a person.
 */

const DAY_MS = 86_400_000;

/** All mails as they came, together; beyond, the oldest are given up before their time. */
const SOURCES_BYTES_MAX = 8 * 1024 ** 3;

/** What was ignored says nothing any more after so long. */
const IGNORED_DAYS = 30;

/** Mails that wait for a person; who has more has another trouble than these. */
const TRIAGE_MAX = 5_000;

/** A mail's bytes come before its row; nobody takes longer than this to write it. */
const UNNAMED_MS = DAY_MS;

const AT_ONCE = 500;

type Tools = {
  readonly registry: Registry;
  readonly sources: AttachmentStore;
  readonly sourceDays: number;
};

export function tidyingOfMails({ log, ...tools }: Tools & { readonly log: Logger }): Job {
  return {
    name: "forget-mails",
    schedule: "41 * * * *",
    async run() {
      const { givenUp } = await sweepMails(tools, Date.now());
      if (givenUp > 0)
        log.warn({ givenUp }, "mails that waited for a person were given up: too many wait");
    },
  };
}

/** Answers how many mails that waited for a person were given up. */
export async function sweepMails(
  { registry, sources, sourceDays }: Tools,
  nowMs: number,
): Promise<{ readonly givenUp: number }> {
  const givenUp = await boundTriage(registry);
  const forget = () =>
    registry.commit(({ mail }) => mail.forgetIgnored(nowMs - IGNORED_DAYS * DAY_MS, AT_ONCE));
  while ((await forget()) === AT_ONCE);
  await dropSources(registry, { beforeMs: nowMs - sourceDays * DAY_MS, nowMs });
  await sweepFiles(registry, sources, nowMs - UNNAMED_MS);
  return { givenUp };
}

async function boundTriage(registry: Registry): Promise<number> {
  let givenUp = 0;
  for (;;) {
    const more = await registry.commit(({ mail }) => mail.boundTriage(TRIAGE_MAX, AT_ONCE));
    givenUp += more;
    if (more < AT_ONCE) return givenUp;
  }
}

async function dropSources(
  registry: Registry,
  { beforeMs, nowMs }: { readonly beforeMs: number; readonly nowMs: number },
): Promise<void> {
  for (;;) {
    const isOver = (await registry.read.mail.sourceBytes()) > SOURCES_BYTES_MAX;
    const query = { beforeMs: isOver ? nowMs : beforeMs, limit: AT_ONCE };
    const oldest = await registry.read.mail.sources(query);
    if (oldest.length === 0) return;
    await registry.commit(({ mail }) => mail.dropSources(oldest.map(({ id }) => id)));
  }
}

async function sweepFiles(
  { read }: Registry,
  sources: AttachmentStore,
  beforeMs: number,
): Promise<void> {
  await sources.removeUnfinished(beforeMs);
  for await (const hashes of sources.olderThan(beforeMs)) {
    for (let from = 0; from < hashes.length; from += AT_ONCE) {
      const some = new Set(hashes.slice(from, from + AT_ONCE));
      const unnamed = some.difference(await read.mail.namedSources([...some]));
      for (const hash of unnamed) await sources.removeOlder(hash, beforeMs);
    }
  }
}
