import { setTimeout as wait } from "node:timers/promises";

/** Asks again until the condition holds; throws with `what` when it never did. */
export async function eventually(
  what: string,
  holds: () => boolean,
  timeoutMs = 5_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`never: ${what}`);
    await wait(5);
  }
}
