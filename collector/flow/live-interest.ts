/** Which machines are looked at, and by whom. */
export type Interest<Watcher> = {
  readonly watched: ReadonlySet<string>;
  /** Replaces what one looks at. */
  readonly watch: (watcher: Watcher, machines: ReadonlySet<string>) => void;
  readonly watchersOf: (machineId: string) => Iterable<Watcher>;
};

const NONE: ReadonlySet<never> = new Set();

/** `onChange` hears of the first who looks at a machine, and of the last who looks away. */
export function createInterest<Watcher>(
  onChange: (machineId: string, isWatched: boolean) => void,
): Interest<Watcher> {
  const machinesOf = new Map<Watcher, ReadonlySet<string>>();
  const watchers = new Map<string, Set<Watcher>>();
  const watched = new Set<string>();

  function add(watcher: Watcher, machineId: string): void {
    const known = watchers.get(machineId);
    if (known !== undefined) {
      known.add(watcher);
      return;
    }
    watchers.set(machineId, new Set([watcher]));
    watched.add(machineId);
    onChange(machineId, true);
  }

  function remove(watcher: Watcher, machineId: string): void {
    const left = watchers.get(machineId);
    if (left === undefined || !left.delete(watcher) || left.size > 0) return;
    watchers.delete(machineId);
    watched.delete(machineId);
    onChange(machineId, false);
  }

  function watch(watcher: Watcher, machines: ReadonlySet<string>): void {
    for (const machineId of machines) add(watcher, machineId);
    for (const machineId of machinesOf.get(watcher) ?? NONE) {
      if (!machines.has(machineId)) remove(watcher, machineId);
    }
    if (machines.size > 0) machinesOf.set(watcher, machines);
    else machinesOf.delete(watcher);
  }

  return { watched, watch, watchersOf: (machineId) => watchers.get(machineId) ?? NONE };
}
