import type { Report, Samples } from "@vigie/shared/envelope.ts";
import { metricOf, OBJECT_KINDS, type ObjectKind } from "@vigie/shared/metrics.ts";
import type { Column, Shape } from "../domain/samples.ts";

/**
 * From a report to columns of numbers. A machine sends the same names in the same order nearly
 * always, so the shape it had last time is tried first: then a report costs one comparison a sample.
 */

/** A part of a report: the samples of the machine, or of one object of a kind. */
type Section = {
  readonly samples: Samples;
  readonly kind: ObjectKind | undefined;
  readonly object: string | null;
};

/** The values of a report in the order of the shape's columns; undefined when its shape is another. */
export function valuesOf(report: Report, { columns }: Shape): Float64Array | undefined {
  const values = new Float64Array(columns.length);
  let place = 0;
  const { samples, objects } = report;
  place = fill({ samples, kind: undefined, object: null }, { columns, values, place });
  for (const kind of OBJECT_KINDS) {
    const named = objects?.[kind];
    for (const object in named) {
      const section = { samples: named[object] ?? {}, kind, object };
      if (place >= 0) place = fill(section, { columns, values, place });
    }
  }
  return place === columns.length ? values : undefined;
}

/** The columns of a report, in the order in which `valuesOf` reads it. */
export function columnsOf({ samples, objects }: Report): Column[] {
  const columns = sectionColumns({ samples, kind: undefined, object: null });
  for (const kind of OBJECT_KINDS) {
    for (const [object, own] of Object.entries(objects?.[kind] ?? {})) {
      columns.push(...sectionColumns({ samples: own, kind, object }));
    }
  }
  return columns;
}

type Filling = {
  readonly columns: readonly Column[];
  readonly values: Float64Array;
  readonly place: number;
};

/** Writes a section's values from `place` on; returns the next place, -1 when the shape is another. */
function fill({ samples, kind, object }: Section, { columns, values, place }: Filling): number {
  let next = place;
  for (const name in samples) {
    const column = columns[next];
    const value = samples[name];
    if (column === undefined || value === undefined || column.object !== object) return -1;
    if (column.metric !== metricOf(name, kind)?.name) return -1;
    values[next] = value;
    next += 1;
  }
  return next;
}

function sectionColumns({ samples, kind, object }: Section): Column[] {
  return Object.keys(samples).flatMap((name) => {
    const metric = metricOf(name, kind)?.name;
    return metric === undefined ? [] : [{ metric, object }];
  });
}
