/**
 * How the samples of a batch are packed: numbers only, so that a batch is written and read at the
 * speed of memory. What the numbers mean is said once, in a shape: the columns of one machine's
 * report, in order. A machine has a handful of shapes in its life.
 */

/** One column of a report: a metric by its full name, and the object it is measured of. */
export type Column = { readonly metric: string; readonly object: string | null };

export type Shape = {
  /** A positive integer, never used twice. */
  readonly id: number;
  readonly machineId: string;
  readonly columns: readonly Column[];
};

/** The samples of one report. `values` are in the order of the shape's columns. */
export type PackedReport = {
  readonly shapeId: number;
  /** Event time, epoch milliseconds. */
  readonly atMs: number;
  readonly values: Float64Array;
};

/** Numbers in front of the values: shape, instant, number of values. */
const HEADER = 3;

/** A writer's first room, for a batch of 500 reports of 100 values: 400 KiB. */
const WRITER_NUMBERS_FIRST = 51_200;

/** Room beyond this is given back after the batch that needed it: 16 MiB. */
const WRITER_NUMBERS_KEPT = 2_097_152;

/**
 * Packs the reports of one batch after the other as they come, without an array for each: a batch is
 * one piece of memory, which is used again for the next.
 */
export class SampleWriter {
  #numbers = new Float64Array(WRITER_NUMBERS_FIRST);
  #length = 0;

  /** Where the values of the next report may be tried: `numbers` from `offset` on, room for `count`. */
  room(count: number): { readonly numbers: Float64Array; readonly offset: number } {
    const wanted = this.#length + HEADER + count;
    if (wanted > this.#numbers.length) {
      const grown = new Float64Array(Math.max(wanted, this.#numbers.length * 2));
      grown.set(this.#numbers.subarray(0, this.#length));
      this.#numbers = grown;
    }
    return { numbers: this.#numbers, offset: this.#length + HEADER };
  }

  /** Keeps what was tried as a report of this shape. */
  keep({ shapeId, atMs, count }: { shapeId: number; atMs: number; count: number }): void {
    this.#numbers[this.#length] = shapeId;
    this.#numbers[this.#length + 1] = atMs;
    this.#numbers[this.#length + 2] = count;
    this.#length += HEADER + count;
  }

  /** Everything that was kept, packed; undefined = nothing. The writer is empty again. */
  take(): Uint8Array | undefined {
    if (this.#length === 0) return undefined;
    const packed = this.#numbers.slice(0, this.#length);
    this.clear();
    return new Uint8Array(packed.buffer);
  }

  /** Forgets what was kept. */
  clear(): void {
    this.#length = 0;
    if (this.#numbers.length > WRITER_NUMBERS_KEPT) {
      this.#numbers = new Float64Array(WRITER_NUMBERS_FIRST);
    }
  }
}

/** Packs reports one after the other: shape, instant, count, values; 64-bit floats, this machine's order. */
export function packReports(reports: readonly PackedReport[]): Uint8Array {
  const length = reports.reduce((sum, { values }) => sum + HEADER + values.length, 0);
  const numbers = new Float64Array(length);
  let offset = 0;
  for (const { shapeId, atMs, values } of reports) {
    numbers[offset] = shapeId;
    numbers[offset + 1] = atMs;
    numbers[offset + 2] = values.length;
    numbers.set(values, offset + HEADER);
    offset += HEADER + values.length;
  }
  return new Uint8Array(numbers.buffer);
}

/** The shapes that are named in what `packReports` wrote. */
export function shapeIdsIn(bytes: Uint8Array): Set<number> {
  const numbers = toNumbers(bytes);
  const ids = new Set<number>();
  let offset = 0;
  while (offset < numbers.length) {
    ids.add(numbers[offset] ?? 0);
    offset += HEADER + (numbers[offset + 2] ?? 0);
  }
  return ids;
}

/** Reads what `packReports` wrote. Throws a RangeError when the bytes are cut. */
export function unpackReports(bytes: Uint8Array): PackedReport[] {
  const numbers = toNumbers(bytes);
  const reports: PackedReport[] = [];
  let offset = 0;
  while (offset < numbers.length) {
    const [shapeId, atMs, count] = numbers.subarray(offset, offset + HEADER);
    if (shapeId === undefined || atMs === undefined || count === undefined) {
      throw new RangeError("packed samples end inside a header");
    }
    const start = offset + HEADER;
    if (start + count > numbers.length) throw new RangeError("packed samples end inside a report");
    reports.push({ shapeId, atMs, values: numbers.slice(start, start + count) });
    offset = start + count;
  }
  return reports;
}

function toNumbers(bytes: Uint8Array): Float64Array {
  const width = Float64Array.BYTES_PER_ELEMENT;
  if (bytes.byteLength % width !== 0) throw new RangeError("packed samples end inside a number");
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return new Float64Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / width);
}
