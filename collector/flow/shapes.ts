import type { Column, Shape } from "../domain/samples.ts";
import { type Plan, toPlan } from "./columns.ts";
import { hashOfColumns } from "./report-hash.ts";
import type { AbsenceBinding, Binding } from "./watch.ts";

/** The shapes in which a machine reports, each with its newest values. */

/** A shape in use, and what rules look at in it. */
export type ShapeMemory = {
  readonly shape: Shape;
  /** The newest report of this shape; written over by the next one. */
  readonly values: Float64Array;
  /** Its event time; 0 = none that was not late, so that the values say nothing. */
  atMs: number;
  bindings: readonly Binding[];
  absences: readonly AbsenceBinding[];
  boundVersion: number;
  /** The metrics that reports of this shape carry, of whatever object. */
  readonly measured: ReadonlySet<string>;
  readonly plan: Plan;
  /** Of the columns' names, for the fingerprint of a report. */
  readonly columnsHash: number;
};

/** Shapes of one machine that are kept in use: a few cadences, a few objects that come and go. */
const SHAPES_PER_MACHINE_MAX = 8;

/** A shape with its newest report, not bound to any rule yet. */
export function toShapeMemory(
  shape: Shape,
  { values, atMs }: Pick<ShapeMemory, "values" | "atMs">,
): ShapeMemory {
  const measured = new Set(shape.columns.map(({ metric }) => metric));
  return {
    shape,
    values,
    atMs,
    bindings: [],
    absences: [],
    boundVersion: 0,
    measured,
    plan: toPlan(shape.columns),
    columnsHash: hashOfColumns(shape.columns),
  };
}

/** The newest value of a column over all shapes in use, with its event time. */
export function latestOf(
  machine: { readonly shapes: readonly ShapeMemory[] },
  column: Column,
): { readonly atMs: number; readonly value: number | undefined } | undefined {
  let newest: { readonly atMs: number; readonly value: number | undefined } | undefined;
  for (const { shape, values, atMs } of machine.shapes) {
    if (atMs === 0 || (newest !== undefined && newest.atMs >= atMs)) continue;
    const place = shape.columns.findIndex(
      ({ metric, object }) => metric === column.metric && object === column.object,
    );
    if (place >= 0) newest = { atMs, value: values[place] };
  }
  return newest;
}

/** The shapes with another one in front; those whose last report is oldest are forgotten first. */
export function withShape(shapes: readonly ShapeMemory[], made: ShapeMemory): ShapeMemory[] {
  if (shapes.length < SHAPES_PER_MACHINE_MAX) return [made, ...shapes];
  const oldestMs = Math.min(...shapes.map(({ atMs }) => atMs));
  const oldest = shapes.findLast(({ atMs }) => atMs === oldestMs);
  return [made, ...shapes.filter((shape) => shape !== oldest)];
}
