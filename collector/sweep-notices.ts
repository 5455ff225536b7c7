import type { Job } from "./jobs.ts";
import type { Registry } from "./registry/registry.ts";

/** Notices that are over are kept so long, and forgotten so many at a time. */
const SHELVES = [
  { channels: ["screen", "mail"], days: 90 },
  { channels: ["webhook"], days: 30 },
] as const;
const ROWS_AT_ONCE = 1_000;

const DAY_MS = 86_400_000;

/** Forgets notices that are over. What was given up stays until a person has looked at it. */
export function forgettingNotices(registry: Registry): Job {
  return {
    name: "forget-notices",
    schedule: "*/10 * * * *",
    run: () => forgetNotices(registry, Date.now()),
  };
}

/** A unit for each part of them, so that nothing else waits long. */
async function forgetNotices(registry: Registry, nowMs: number): Promise<void> {
  for (const { channels, days } of SHELVES) {
    const query = { channels, beforeMs: nowMs - days * DAY_MS, limit: ROWS_AT_ONCE };
    for (let forgotten = ROWS_AT_ONCE; forgotten === ROWS_AT_ONCE; ) {
      forgotten = await registry.commit(({ notices }) => notices.prune(query));
    }
  }
}
