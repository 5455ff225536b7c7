import { useSyncExternalStore } from "react";

/**
 * One clock for the whole page: everything that counts is drawn anew by it, once a second, and all
 * in the same frame. It goes by the server's time, so that a wrong clock here shows no wrong deadline.
 */
export type Clock = {
  /** The server's time now, as well as it is known. */
  readonly now: () => number;
  /** Is told the server's time of an answer that has just come. */
  readonly adjust: (serverMs: number) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** The second that is being shown. */
  readonly second: () => number;
};

const SECOND_MS = 1_000;
/** The date of an answer has whole seconds: less than this is no difference. */
const DIFFERENCE_MS_MIN = 2_000;

export function createClock(readMs: () => number): Clock {
  const listeners = new Set<() => void>();
  let differenceMs = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const now = () => readMs() + differenceMs;
  let second = now();

  function tick(): void {
    second = now();
    for (const listener of listeners) listener();
  }

  return {
    now,
    adjust(serverMs) {
      const found = serverMs - readMs();
      if (Math.abs(found - differenceMs) < DIFFERENCE_MS_MIN) return;
      differenceMs = Math.abs(found) < DIFFERENCE_MS_MIN ? 0 : found;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (timer === undefined) {
        second = now();
        timer = setInterval(tick, SECOND_MS);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    second: () => second,
  };
}

/** A value of the clock, such as a text: the component is drawn anew only when it changes. */
export function useClock<T extends string | number | boolean>(
  clock: Clock,
  read: (nowMs: number) => T,
): T {
  return useSyncExternalStore(clock.subscribe, () => read(clock.second()));
}
