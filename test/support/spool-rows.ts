import { type PackedReport, packReports, type Shape } from "../../collector/domain/samples.ts";
import type { SpoolOwner, SpoolRow } from "../../collector/metrics/metric-store.ts";

/** Spool rows for the tests of metric stores. */

/** A registry whose spool has given every id that a test uses. */
export const SPOOL_OWNER: SpoolOwner = {
  registryId: "7d2f0c4e-0000-4000-8000-000000000001",
  lastSpoolId: Number.MAX_SAFE_INTEGER,
};

/** A row of these reports. */
export function rowOf(id: number, reports: readonly PackedReport[]): SpoolRow {
  return { id, samples: packReports(reports) };
}

/** A row of reports of one shape, each an instant and its values. */
export function rowAt(
  id: number,
  shapeId: number,
  reports: readonly (readonly number[])[],
): SpoolRow {
  return rowOf(
    id,
    reports.map(([atMs = 0, ...values]) => ({ shapeId, atMs, values: Float64Array.from(values) })),
  );
}

/** One column, so that a row can be told by its value. */
export const SPOOL_SHAPE: Shape = {
  id: 1,
  machineId: "mac_spool",
  columns: [{ metric: "uptime_seconds", object: null }],
};

/** The row of this number: its reports lie in the second of that number, and have it as value. */
export function spoolRow(id: number, reports = 1): SpoolRow {
  const points = Array.from({ length: reports }, (_, index) => [id * 1_000 + index, id]);
  return rowAt(id, SPOOL_SHAPE.id, points);
}
