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
  readonly forget: () => void;
};

type Recording = { readonly sinceId: number; readonly heldUntilMs: number };

/** How long frames of a machine are still made when nobody looks any more. */
export const HOLD_MS = 120_000;

/** Machines recorded at once, looked at or held; beyond it, who comes back gets a snapshot. */
const RECORDINGS_MAX = 100_000;

export function createRecordings(nowMs: () => number): Recordings {
  const recordings = new Map<string, Recording>();

  function find(machineId: string): Recording | undefined {
    const recording = recordings.get(machineId);
    if (recording === undefined || nowMs() < recording.heldUntilMs) return recording;
    recordings.delete(machineId);
    return undefined;
  }

  return {
    begin(machineId, id) {
      const sinceId = find(machineId)?.sinceId ?? id;
      recordings.set(machineId, { sinceId, heldUntilMs: Number.POSITIVE_INFINITY });
    },

    hold(machineId) {
      const recording = recordings.get(machineId);
      if (recording === undefined) return;
      for (const held of recordings.keys()) find(held);
      if (recordings.size > RECORDINGS_MAX) recordings.delete(machineId);
      else recordings.set(machineId, { ...recording, heldUntilMs: nowMs() + HOLD_MS });
    },

    has: (machineId) => find(machineId) !== undefined,
    since: (machineId) => find(machineId)?.sinceId,
    forget: () => recordings.clear(),
  };
}
