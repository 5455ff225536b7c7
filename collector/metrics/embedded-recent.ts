import type { PackedReport } from "../domain/samples.ts";

/** Reports that are not sealed yet, by shape, and how those of one shape and hour become a chunk. */
export type Recent = {
  /** How many values are gathered. */
  values(): number;
  add(reports: readonly PackedReport[]): void;
  of(shapeId: number): readonly PackedReport[];
  chunks(): Generator<Chunk>;
  clear(): void;
};

type Chunk = {
  readonly hourMs: number;
  readonly shapeId: number;
  readonly reports: readonly PackedReport[];
};

export const HOUR_MS = 3_600_000;

/** Start of the hour of an instant. */
export function toHour(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

/** Holds nothing yet. */
export function createRecent(): Recent {
  const byShape = new Map<number, PackedReport[]>();
  let values = 0;
  return {
    values: () => values,

    add(reports): void {
      for (const report of reports) {
        values += report.values.length;
        const others = byShape.get(report.shapeId);
        if (others === undefined) byShape.set(report.shapeId, [report]);
        else others.push(report);
      }
    },

    of: (shapeId) => byShape.get(shapeId) ?? [],

    *chunks() {
      for (const [shapeId, all] of byShape) {
        for (const [hourMs, reports] of Map.groupBy(all, ({ atMs }) => toHour(atMs))) {
          yield { hourMs, shapeId, reports };
        }
      }
    },

    clear(): void {
      byShape.clear();
      values = 0;
    },
  };
}

/** The instants of all reports, then the values of all reports column by column. */
export function toColumnBytes(reports: readonly PackedReport[]): Uint8Array {
  const height = reports.length;
  const width = reports[0]?.values.length ?? 0;
  const numbers = new Float64Array(height * (width + 1));
  for (let row = 0; row < height; row += 1) {
    const report = reports[row];
    if (report === undefined) continue;
    numbers[row] = report.atMs;
    for (let column = 0; column < width; column += 1) {
      numbers[(column + 1) * height + row] = report.values[column] ?? Number.NaN;
    }
  }
  return new Uint8Array(numbers.buffer);
}
