import type { Column, Shape } from "../domain/samples.ts";
import type { Bound } from "./bindings.ts";
import { type Plan, toPlan } from "./columns.ts";
import { hashOfColumns } from "./report-hash.ts";
import type { RuleSet } from "./rule-sets.ts";

/** The shapes in which a machine reports, each with its newest values. */

/** A shape of one machine in use. */
export type ShapeMemory = {
  readonly shape: Shape;
  readonly outline: Outline;
  /** The newest report of this shape; written over by the next one. */
  readonly values: Float64Array;
  /** Its event time; 0 = none that was not late, so that the values say nothing. */
  atMs: number;
  /** What rules look at in it, as they were when it was last evaluated; undefined = never yet. */
  bound: Bound | undefined;
};

/**
 * What reports of the same columns have in common, whatever the machine: most machines report alike,
 * and what they share stays in the processor's cache.
 */
export type Outline = {
  readonly columns: readonly Column[];
  readonly plan: Plan;
  /** The metrics that such reports carry, of whatever object. */
  readonly measured: ReadonlySet<string>;
  /** Of the columns' names, for the fingerprint of a report. */
  readonly hash: number;
  /** What rules look at in such reports; sets of rules that are no longer in force are forgotten. */
  readonly bound: WeakMap<RuleSet, Bound>;
};

/** Outlines by their columns, as JSON text. */
export type Outlines = Map<string, Outline>;

/** Outlines that are shared; beyond, each machine that comes has its own. */
const OUTLINES_MAX = 10_000;

/** The outline of these columns: the one that others have already, or a new one. */
function outlineOf(outlines: Outlines, columns: readonly Column[]): Outline {
  const key = JSON.stringify(columns);
  const known = outlines.get(key);
  if (known !== undefined) return known;
  const outline: Outline = {
    columns,
    plan: toPlan(columns),
    measured: new Set(columns.map(({ metric }) => metric)),
    hash: hashOfColumns(columns),
    bound: new WeakMap(),
  };
  if (outlines.size < OUTLINES_MAX) outlines.set(key, outline);
  return outline;
}

/** Shapes of one machine that are kept in use: a few cadences, a few objects that come and go. */
const SHAPES_PER_MACHINE_MAX = 8;

/** A shape with its newest report. */
export function toShapeMemory(
  outlines: Outlines,
  { id, machineId, columns }: Shape,
  { values, atMs }: Pick<ShapeMemory, "values" | "atMs">,
): ShapeMemory {
  const outline = outlineOf(outlines, columns);
  const shape = { id, machineId, columns: outline.columns };
  return { shape, outline, values, atMs, bound: undefined };
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
