import { type PackedReport, packReports, unpackReports } from "../domain/samples.ts";
import type { OnRefused, SpoolRow } from "./metric-store.ts";

/**
 * A report that does not fit its shape never will: a store that rejected its row would be given it
 * again for ever, and everything behind it would wait. So it is taken out and handed on as text.
 */
export type FittedRow = {
  readonly id: number;
  /** What fits, packed, and unpacked. */
  readonly samples: Uint8Array;
  readonly reports: readonly PackedReport[];
  readonly refused: readonly Refused[];
};

export type Refused = { readonly line: string; readonly reason: string };

/** Parts a row by the number of columns of each shape; a shape of undefined is not known. */
export function fitRow(
  { id, samples }: SpoolRow,
  widthOf: (shapeId: number) => number | undefined,
): FittedRow {
  let all: readonly PackedReport[];
  try {
    all = unpackReports(samples);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const line = `row ${id} of ${samples.byteLength} bytes`;
    return { id, ...NOTHING, refused: [{ line, reason: error.message }] };
  }
  const reports = all.filter((report) => misfitOf(report, widthOf(report.shapeId)) === undefined);
  if (reports.length === all.length) return { id, samples, reports, refused: [] };
  const refused = all.flatMap((report) => {
    const reason = misfitOf(report, widthOf(report.shapeId));
    return reason === undefined ? [] : [{ line: toLine(report), reason }];
  });
  return { id, samples: packReports(reports), reports, refused };
}

/** Hands refused lines on, those of one reason together. */
export function tellRefused(refused: readonly Refused[], onRefused: OnRefused): void {
  for (const [reason, same] of Map.groupBy(refused, (one) => one.reason)) {
    onRefused(
      same.map(({ line }) => line),
      reason,
    );
  }
}

const NOTHING = { samples: new Uint8Array(), reports: [] } as const;

function misfitOf({ atMs, values }: PackedReport, width: number | undefined): string | undefined {
  if (width === undefined) return "its shape is not known";
  if (width !== values.length) return `its shape has ${width} columns`;
  return Number.isFinite(atMs) ? undefined : "its instant is no number";
}

function toLine({ shapeId, atMs, values }: PackedReport): string {
  return `shape ${shapeId} at ${atMs}: ${values.join(" ")}`;
}
