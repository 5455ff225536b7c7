import { LIVE_FRAME_BYTES_MAX } from "@vigie/shared/limits.ts";
import type { LiveFrame } from "@vigie/shared/live.ts";
import type { LatestValue } from "@vigie/shared/machine.ts";
import type { Column } from "../domain/samples.ts";
import { toInstant } from "./documents.ts";

/** Frames of the live feed as bytes, none of them larger than a frame may be. */

/** What is around the lists of a frame: its type, ids and instants. */
const FRAME_HEAD_BYTES = 1024;
const LIST_BYTES_MAX = LIVE_FRAME_BYTES_MAX - FRAME_HEAD_BYTES;

export type Snapshot = Extract<LiveFrame, { type: "snapshot" }>;
export type MachineSnapshot = Snapshot["machines"][number];

type DistributeOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** A frame that has no number yet. */
export type Unnumbered = DistributeOmit<Exclude<LiveFrame, Snapshot | { type: "resumed" }>, "id">;

const encoder = new TextEncoder();

export function toBytes(frame: LiveFrame): Uint8Array {
  return encoder.encode(JSON.stringify(frame));
}

/** The values of a report, cut where a frame would become too large. */
export function toReports(
  machineId: string,
  report: {
    readonly atMs: number;
    readonly columns: readonly Column[];
    readonly values: ArrayLike<number>;
  },
): Unnumbered[] {
  const at = toInstant(report.atMs);
  const latest = report.columns.flatMap(({ metric, object }, place): LatestValue[] => {
    const value = report.values[place];
    return value === undefined ? [] : [{ metric, object, value, at }];
  });
  return partsOf(latest).map((part) => ({ type: "report", machineId, at, latest: part }));
}

/**
 * A snapshot as frames: machines together while they fit. One that is too large by itself comes
 * bare, and what it has follows in frames of its own.
 */
export function toSnapshotFrames(
  machines: readonly MachineSnapshot[],
  { feed, id }: { readonly feed: string; readonly id: number },
): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let together: MachineSnapshot[] = [];
  let bytes = 0;
  const leave = (): void => {
    frames.push(toBytes({ type: "snapshot", feed, id, machines: together }));
    together = [];
    bytes = 0;
  };
  for (const machine of machines) {
    const size = sizeOf(machine);
    if (bytes + size > LIST_BYTES_MAX && together.length > 0) leave();
    if (size <= LIST_BYTES_MAX) {
      together.push(machine);
      bytes += size;
    } else {
      together.push({ machine: machine.machine, latest: [], alerts: [], tickets: [] });
      leave();
      frames.push(...piecesOf(machine).map((piece) => toBytes({ ...piece, id })));
    }
  }
  if (together.length > 0 || frames.length === 0) leave();
  return frames;
}

function piecesOf({ machine, latest, alerts, tickets }: MachineSnapshot): Unnumbered[] {
  return [
    ...partsOf(latest).map(
      (part): Unnumbered => ({
        type: "report",
        machineId: machine.id,
        at: machine.lastReportAt ?? part[0]?.at ?? toInstant(0),
        latest: part,
      }),
    ),
    ...alerts.map((alert): Unnumbered => ({ type: "alert", alert })),
    ...tickets.map((ticket): Unnumbered => ({ type: "ticket", ticket })),
  ];
}

function partsOf(latest: readonly LatestValue[]): LatestValue[][] {
  const parts: LatestValue[][] = [[]];
  let bytes = 0;
  for (const value of latest) {
    const size = sizeOf(value);
    if (bytes + size > LIST_BYTES_MAX) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(value);
    bytes += size;
  }
  return parts;
}

/** Bytes in a list, its comma included. */
function sizeOf(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).byteLength + 1;
}
