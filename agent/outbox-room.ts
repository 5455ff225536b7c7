import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Gap } from "@vigie/shared/envelope.ts";
import type { OutboxFile } from "./outbox-file.ts";

/**
 * How the outbox stays within its bounds. What has a receipt goes first, then the oldest metrics, then
 * what happens once (facts), and last the gaps, which say what went.
 */

/** What a report is worth when there is no room: metrics go first, gaps last. */
export const CLASSES = ["metrics", "event", "gap"] as const;
export type ReportClass = (typeof CLASSES)[number];

/** The outbox leaves this share of the disk to its owner. */
const FREE_SHARE_MIN = 0.05;

/** What it may use all the same, so that a machine whose disk is full can say so. */
const FLOOR_BYTES = 4 * 1024 * 1024;

/** Room is made for one part in so many of the bounds at once, so that it is not made for each report. */
export const PARTS = 64;

/** How many rows are dropped before the room is measured again. */
const ROWS_AT_A_TIME = 10;

/** How long, and how much of, what has a receipt is kept for a restored collector. */
const KEPT_MS_MAX = 24 * 3_600_000;
const KEPT_BYTES_MAX = 64 * 1024 * 1024;

export type Bounds = {
  readonly bytesMax: number;
  readonly ageMsMax: number;
  /** Whether the disk has little left for its owner. */
  readonly isDiskLow: () => boolean;
};

/** The instant and boot of the report for which room is made. */
export type Present = { readonly bootId: string; readonly atMs: number; readonly uptimeMs: number };

/** Rows that were dropped, and the gap that tells of them; a dropped gap's reports count again. */
export type Thinned = {
  readonly rows: readonly { readonly seq: number; readonly bytes: number }[];
  readonly gap: Gap | undefined;
};

/** Drops what is too old or too much, so that `bytes` more find room. Call it inside a transaction. */
export function makeRoom(
  { statements }: OutboxFile,
  bounds: Bounds,
  { present, bytes }: { readonly present: Present; readonly bytes: number },
): Thinned {
  const limit = Math.min(bounds.bytesMax, diskLimit(statements, bounds));
  const isFull = (): boolean => usedBytes(statements) + bytes + limit / PARTS > limit;
  const dropped: DroppedRow[] = [];

  while (isTooOld(statements, bounds, present)) {
    dropped.push(...thin(statements, "metrics", 1));
  }
  while (isFull() && Number(statements.dropKept.run(ROWS_AT_A_TIME).changes) > 0);
  for (const name of CLASSES) {
    while (isFull()) {
      const rows = thin(statements, name, ROWS_AT_A_TIME);
      if (rows.length === 0) break;
      dropped.push(...rows);
    }
  }
  return { rows: dropped, gap: gapOf(dropped) };
}

/** Forgets what has had its receipt for long enough. */
export function trimKept({ statements }: OutboxFile, wallMs: number): void {
  statements.trimKept.run(wallMs - KEPT_MS_MAX, KEPT_BYTES_MAX);
}

/** Whether the disk of a file has little left; false where the system does not tell. */
export function isDiskLow(path: string): boolean {
  try {
    const { bavail, blocks } = statfsSync(dirname(path));
    return bavail < blocks * FREE_SHARE_MIN;
  } catch {
    return false;
  }
}

type Statements = OutboxFile["statements"];
type DroppedRow = {
  readonly seq: number;
  readonly bytes: number;
  readonly gap: string | null;
};

/** On a disk with little left the file may use what it has, but not grow. */
function diskLimit(statements: Statements, { isDiskLow }: Bounds): number {
  if (!isDiskLow()) return Number.POSITIVE_INFINITY;
  const { pages, pageBytes } = pagesOf(statements);
  return Math.max(FLOOR_BYTES, pages * pageBytes);
}

function usedBytes(statements: Statements): number {
  const { pages, free, pageBytes } = pagesOf(statements);
  return (pages - free) * pageBytes;
}

function pagesOf(statements: Statements): { pages: number; free: number; pageBytes: number } {
  const row = statements.pages.get();
  return {
    pages: Number(row?.["pages"]),
    free: Number(row?.["free"]),
    pageBytes: Number(row?.["pageBytes"]),
  };
}

/**
 * Whether the oldest metrics are past their age. Within one boot the uptime says so, since a clock that
 * is set wrong for a moment must not empty the outbox.
 */
function isTooOld(statements: Statements, { ageMsMax }: Bounds, present: Present): boolean {
  const row = statements.oldest.get();
  if (row === undefined) return false;
  const ageMs =
    row["bootId"] === present.bootId
      ? present.uptimeMs - Number(row["uptimeMs"])
      : present.atMs - Number(row["atMs"]);
  return ageMs > ageMsMax;
}

function thin(statements: Statements, name: ReportClass, rows: number): DroppedRow[] {
  return statements.thin.all(name, rows).map(({ seq, bytes, gap }) => ({
    seq: Number(seq),
    bytes: Number(bytes),
    gap: typeof gap === "string" ? gap : null,
  }));
}

function gapOf(dropped: readonly DroppedRow[]): Gap | undefined {
  if (dropped.length === 0) return undefined;
  const gaps = dropped.map(({ seq, gap }) => (gap === null ? ownGap(seq) : tellAgain(seq, gap)));
  return {
    fromSeq: Math.min(...gaps.map(({ fromSeq }) => fromSeq)),
    toSeq: Math.max(...gaps.map(({ toSeq }) => toSeq)),
    reports: gaps.reduce((sum, { reports }) => sum + reports, 0),
    reason: "full",
  };
}

type Extent = Pick<Gap, "fromSeq" | "toSeq" | "reports">;

function ownGap(seq: number): Extent {
  return { fromSeq: seq, toSeq: seq, reports: 1 };
}

/** A gap that is dropped before it was received: what it told is told again. */
function tellAgain(seq: number, body: string): Extent {
  const { gap }: { gap?: Gap } = JSON.parse(body);
  if (gap === undefined) return ownGap(seq);
  return { fromSeq: gap.fromSeq, toSeq: seq, reports: gap.reports + 1 };
}
