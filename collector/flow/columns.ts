import type { Report, Samples } from "@vigie/shared/envelope.ts";
import { metricNamed, metricOf, OBJECT_KINDS, type ObjectKind } from "@vigie/shared/metrics.ts";
import type { Column } from "../domain/samples.ts";

/**
 * From a report to columns of numbers. A machine sends the same names in the same order nearly
 * always, so the shape it had last time is tried first: then a report costs one comparison a sample.
 */

/** What a report of a shape looks like on the wire: parallel lists, a place a column. */
export type Plan = {
  readonly names: readonly string[];
  readonly kinds: readonly (ObjectKind | undefined)[];
  readonly objects: readonly (string | null)[];
};

/** Where values are written to. */
export type Room = { readonly numbers: Float64Array; readonly offset: number };

/** A part of a report: the samples of the machine, or of one object of a kind. */
type Section = {
  readonly samples: Samples;
  readonly kind: ObjectKind | undefined;
  readonly object: string | null;
};

export function toPlan(columns: readonly Column[]): Plan {
  const metrics = columns.map(({ metric }) => metricNamed(metric));
  return {
    names: metrics.map((metric) => metric?.wireName ?? ""),
    kinds: metrics.map((metric) => metric?.kind),
    objects: columns.map(({ object }) => (object === null ? null : interned(object))),
  };
}

/** Writes the values of a report in the order of the plan; false when its shape is another. */
export function fillValues(report: Report, plan: Plan, room: Room): boolean {
  const { samples, objects } = report;
  let place = fill({ samples, kind: undefined, object: null }, plan, { ...room, place: 0 });
  for (const kind of OBJECT_KINDS) {
    const named = objects?.[kind];
    for (const object in named) {
      if (place < 0) return false;
      const section = { samples: named[object] ?? NO_SAMPLES, kind, object };
      place = fill(section, plan, { ...room, place });
    }
  }
  return place === plan.names.length;
}

/** The columns of a report, in the order in which `fillValues` reads it. */
export function columnsOf({ samples, objects }: Report): Column[] {
  const columns = sectionColumns({ samples, kind: undefined, object: null });
  for (const kind of OBJECT_KINDS) {
    for (const [object, own] of Object.entries(objects?.[kind] ?? {})) {
      columns.push(...sectionColumns({ samples: own, kind, object }));
    }
  }
  return columns;
}

const NO_SAMPLES: Samples = {};

/** Writes a section's values from `place` on; returns the next place, -1 when the shape is another. */
function fill(
  { samples, kind, object }: Section,
  { names, kinds, objects }: Plan,
  { numbers, offset, place }: Room & { readonly place: number },
): number {
  let next = place;
  for (const name in samples) {
    if (names[next] !== name || objects[next] !== object || kinds[next] !== kind) return -1;
    numbers[offset + next] = samples[name] ?? 0;
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

/** The same text as the engine keeps it for names of properties, so that it compares at once. */
function interned(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}
