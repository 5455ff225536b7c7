import type { Report, Samples } from "@vigie/shared/envelope.ts";
import { OBJECT_KINDS } from "@vigie/shared/metrics.ts";
import type { Column } from "../domain/samples.ts";

/**
 * A 32-bit fingerprint of what a report says, so that another report under the same number is
 * noticed. It tells copies apart, it protects from nobody: FNV-1a, 32 bits
 * (Fowler, Noll, Vo; draft-eastlake-fnv), over the bits of the values instead of single bytes.
 */

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

const NO_FACTS: NonNullable<Report["facts"]> = {};

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * The same for every delivery of the same report; an unsigned 32-bit integer. What the values are of
 * is in the hash of its columns, which is made once a shape.
 */
export function hashOf(
  { at, uptimeMs, samples, objects, facts, probes }: Report,
  columnsHash: number,
): number {
  let hash = withSamples(withNumber(withText(columnsHash, at), uptimeMs), samples);
  for (const kind of OBJECT_KINDS) {
    const named = objects?.[kind];
    for (const object in named) hash = withSamples(hash, named[object] ?? {});
  }
  for (const fact of Object.values(facts ?? NO_FACTS)) hash = withText(hash, fact.hash);
  for (const { probe, outcome } of probes ?? []) hash = withText(withText(hash, probe), outcome);
  return hash >>> 0;
}

/** Of the names of columns, in their order. */
export function hashOfColumns(columns: readonly Column[]): number {
  let hash = OFFSET;
  for (const { metric, object } of columns) {
    hash = withText(withText(hash, metric), object === null ? "" : `\n${object}`);
  }
  return hash;
}

function withSamples(hash: number, samples: Samples): number {
  let mixed = hash;
  for (const name in samples) mixed = withNumber(mixed, samples[name] ?? 0);
  return mixed;
}

function withNumber(hash: number, value: number): number {
  float[0] = value;
  const low = Math.imul(hash ^ (words[0] ?? 0), PRIME);
  return Math.imul(low ^ (words[1] ?? 0), PRIME);
}

function withText(hash: number, text: string): number {
  let mixed = hash;
  for (let place = 0; place < text.length; place += 1) {
    mixed = Math.imul(mixed ^ text.charCodeAt(place), PRIME);
  }
  return mixed;
}
