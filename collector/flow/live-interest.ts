/**
 * Which machines are looked at, and by whom. A machine stays recorded for a while after the last
 * page looked away, so that a page that lost its connection finds in the ring what it missed.
 */
export type Interest<Watcher> = {
  readonly watched: ReadonlySet<string>;
  /** Replaces what one looks at. Machines that nobody recorded yet are recorded after frame `id`. */
  readonly watch: (watcher: Watcher, machines: ReadonlySet<string>, id: number) => void;
  readonly watchersOf: (machineId: string) => Iterable<Watcher>;
  readonly isRecorded: (machineId: string) => boolean;
  /** Whether every one of them was recorded without a break since frame `id`. */
  readonly areRecordedSince: (machines: Iterable<string>, id: number) => boolean;
  readonly isAnyRecorded: () => boolean;
  readonly forget: () => void;
};

type Recording = { readonly sinceId: number; heldUntilMs: number };

/** How long frames of a machine are still made when nobody looks any more. */
export const HOLD_MS = 120_000;

/** Machines held at once; beyond it, who comes back gets a snapshot. */
const HELD_MAX = 2_000;

export function createInterest<Watcher>({
  nowMs,
  onWatchedChange,
}: {
  readonly nowMs: () => number;
  readonly onWatchedChange: (machineId: string, isWatched: boolean) => void;
}): Interest<Watcher> {
  const sets = new Map<Watcher, ReadonlySet<string>>();
  const watchers = new Map<string, Set<Watcher>>();
  const watched = new Set<string>();
  const recordings = new Map<string, Recording>();

  function add(watcher: Watcher, machineId: string, id: number): void {
    const known = watchers.get(machineId);
    if (known !== undefined) {
      known.add(watcher);
      return;
    }
    watchers.set(machineId, new Set([watcher]));
    watched.add(machineId);
    const recording = isRecorded(machineId) ? recordings.get(machineId) : undefined;
    recordings.set(machineId, { sinceId: recording?.sinceId ?? id, heldUntilMs: Infinity });
    onWatchedChange(machineId, true);
  }

  function remove(watcher: Watcher, machineId: string): void {
    const left = watchers.get(machineId);
    if (left === undefined || !left.delete(watcher) || left.size > 0) return;
    watchers.delete(machineId);
    watched.delete(machineId);
    const recording = recordings.get(machineId);
    if (recording !== undefined) recording.heldUntilMs = nowMs() + HOLD_MS;
    onWatchedChange(machineId, false);
  }

  function isRecorded(machineId: string): boolean {
    const recording = recordings.get(machineId);
    if (recording === undefined) return false;
    if (nowMs() < recording.heldUntilMs || watched.has(machineId)) return true;
    recordings.delete(machineId);
    return false;
  }

  function dropHeld(): void {
    const isCrowded = recordings.size - watched.size > HELD_MAX;
    for (const machineId of recordings.keys()) {
      if (isCrowded && !watched.has(machineId)) recordings.delete(machineId);
      else isRecorded(machineId);
    }
  }

  return {
    watched,
    watch(watcher, machines, id) {
      const before = sets.get(watcher) ?? new Set();
      for (const machineId of machines) add(watcher, machineId, id);
      for (const machineId of before) {
        if (!machines.has(machineId)) remove(watcher, machineId);
      }
      if (machines.size > 0) sets.set(watcher, machines);
      else sets.delete(watcher);
      dropHeld();
    },
    watchersOf: (machineId) => watchers.get(machineId) ?? [],
    isRecorded,
    areRecordedSince: (machines, id) =>
      [...machines].every((machineId) => {
        const sinceId = isRecorded(machineId) ? recordings.get(machineId)?.sinceId : undefined;
        return sinceId !== undefined && sinceId <= id;
      }),
    isAnyRecorded: () => recordings.size > 0,
    forget: () => recordings.clear(),
  };
}
