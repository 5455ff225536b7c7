import type { Truth } from "./truth.ts";

/** Whether what one agent knows to be true and what the collector holds of it agree. */

export type Finding = {
  readonly kind: "lost" | "twice" | "invented" | "ticket" | "store";
  readonly detail: string;
};

/** What the collector holds of one machine. */
export type MachineStore = {
  /** The counters of its reports, as often as they are there. */
  readonly counters: readonly number[];
  readonly streams: readonly {
    readonly epoch: string;
    readonly ranges: readonly (readonly [from: number, to: number])[];
    readonly reports: number;
  }[];
};

/**
 * Every report that was kept is there once, under its number and with its value; every one that was only
 * intended is there once or not at all; nothing else is there; and the counts say the same.
 */
export function findInReports({ intents, kept }: Truth, store: MachineStore): Finding[] {
  const times = new Map<number, number>();
  for (const counter of store.counters) times.set(counter, (times.get(counter) ?? 0) + 1);
  const intended = new Set(intents.map(({ intent }) => intent));
  const received = store.streams.reduce((sum, { ranges }) => sum + sizeOf(ranges), 0);
  const counted = store.streams.reduce((sum, { reports }) => sum + reports, 0);

  return [
    ...kept.flatMap(({ kept: counter, epoch, seq }): Finding[] => {
      const ranges = store.streams.find((stream) => stream.epoch === epoch)?.ranges ?? [];
      const isMarked = ranges.some(([from, to]) => from <= seq && seq <= to);
      if (isMarked && times.has(counter)) return [];
      const what = isMarked ? "marked as received, its value is not there" : "not received";
      return [{ kind: "lost", detail: `report ${counter} (seq ${seq}): ${what}` }];
    }),
    ...[...times].flatMap(([counter, count]): Finding[] => {
      if (!intended.has(counter)) return [{ kind: "invented", detail: `report ${counter}` }];
      return count > 1 ? [{ kind: "twice", detail: `report ${counter}: ${count} times` }] : [];
    }),
    ...(received === times.size
      ? []
      : [finding("store", `${received} numbers received, ${times.size} values there`)]),
    ...(counted === received
      ? []
      : [
          finding(
            counted > received ? "twice" : "store",
            `${counted} counted, ${received} received`,
          ),
        ]),
  ];
}

function sizeOf(ranges: readonly (readonly [from: number, to: number])[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

function finding(kind: Finding["kind"], detail: string): Finding {
  return { kind, detail };
}
