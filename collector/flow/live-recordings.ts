/**
 * Of which machines frames are made. One stays recorded for a while after the last page looked away,
 * so that a page that lost its connection finds in the ring what it missed.
 */
export type Recordings = {
  /** Somebody looks: recorded without a break since frame `id`, or since longer. */
  readonly begin: (machineId: string, id: number) => void;
  /** Nobody looks any more. */
  readonly hold: (machineId: string) => void;
  readonly has: (machineId: string) => boolean;
  /** The frame since which it is recorded without a break; undefined when it is not. */
  readonly since: (machineId: string) => number | undefined;
  /** How many machines are kept in mind. */
  readonly size: () => number;
  readonly forget: () => void;
};

/** How long frames of a machine are still made when nobody looks any more. */
export const HOLD_MS = 120_000;

/** Machines held at once, some pages' worth; beyond it, who looked away first gets a snapshot. */
export const HELD_MAX = 2_000;

type Held = { readonly sinceId: number; readonly untilMs: number };

export function createRecordings(nowMs: () => number): Recordings {
  /** Machines that are looked at, each with the frame since which it is recorded. */
  const looked = new Map<string, number>();
  /** Machines that are held, in the order in which they end. */
  const held = new Map<string, Held>();

  function since(machineId: string): number | undefined {
    const sinceId = looked.get(machineId);
    if (sinceId !== undefined) return sinceId;
    const known = held.get(machineId);
    return known === undefined || nowMs() >= known.untilMs ? undefined : known.sinceId;
  }

  /** Each that goes was added once, so that this costs little however many are held. */
  function shorten(now: number): void {
    for (const [machineId, { untilMs }] of held) {
      if (held.size <= HELD_MAX && now < untilMs) return;
      held.delete(machineId);
    }
  }

  return {
    begin(machineId, id) {
      looked.set(machineId, since(machineId) ?? id);
      held.delete(machineId);
    },

    hold(machineId) {
      const sinceId = looked.get(machineId);
      if (sinceId === undefined) return;
      const now = nowMs();
      looked.delete(machineId);
      held.set(machineId, { sinceId, untilMs: now + HOLD_MS });
      shorten(now);
    },

    has: (machineId) => since(machineId) !== undefined,
    since,
    size: () => looked.size + held.size,
    forget() {
      looked.clear();
      held.clear();
    },
  };
}
