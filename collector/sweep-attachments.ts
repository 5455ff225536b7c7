import type { AttachmentStore } from "./attachments/store.ts";
import type { Registry } from "./registry/registry.ts";

/** How long a file may wait for the line that it goes with: somebody may write that message overnight. */
export const ATTACHMENT_WAITS_MS = 86_400_000;

/** Rows that one unit removes, and hashes in one question. */
const AT_ONCE = 500;

/**
 * Forgets files that were sent and never went with anything, and bytes that no file has any more. A file
 * whose bytes came again meanwhile is as new as these.
 */
export async function sweepAttachments(
  { registry, files }: { readonly registry: Registry; readonly files: AttachmentStore },
  nowMs: number,
): Promise<void> {
  const beforeMs = nowMs - ATTACHMENT_WAITS_MS;
  const drop = () =>
    registry.commit(({ attachments }) => attachments.dropWaiting(beforeMs, AT_ONCE));
  while ((await drop()) === AT_ONCE);
  await files.removeUnfinished(beforeMs);
  for await (const hashes of files.olderThan(beforeMs)) {
    for (const hash of await nameless(registry, hashes)) await files.removeOlder(hash, beforeMs);
  }
}

/** Those of hashes that no row names. */
async function nameless({ read }: Registry, hashes: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (let from = 0; from < hashes.length; from += AT_ONCE) {
    const some = hashes.slice(from, from + AT_ONCE);
    const named = await read.attachments.named(some);
    all.push(...some.filter((hash) => !named.has(hash)));
  }
  return all;
}
