import { ProblemError } from "@vigie/shared/problems.ts";

/** Units that may wait for their turn. More means that the storage no longer keeps up. */
const UNITS_WAITING_MAX = 1_000;

export type UnitQueue = {
  readonly add: <T>(work: () => Promise<T>) => Promise<T>;
  /** Takes nothing more; resolves when what was taken is done. */
  readonly end: () => Promise<void>;
};

/** One piece of work after the other, whatever became of the one before. */
export function createUnitQueue(): UnitQueue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isOpen = true;

  async function add<T>(work: () => Promise<T>): Promise<T> {
    if (!isOpen) throw new Error("The registry is closed.");
    if (waiting >= UNITS_WAITING_MAX) {
      const detail = `${waiting} changes already wait`;
      throw new ProblemError("storage_failed", { detail }, { retryable: true });
    }
    waiting += 1;
    const done = last.then(work).finally(() => {
      waiting -= 1;
    });
    last = done.catch(() => {});
    return done;
  }

  async function end(): Promise<void> {
    isOpen = false;
    await last;
  }

  return { add, end };
}
