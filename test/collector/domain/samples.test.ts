import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type PackedReport,
  packReports,
  SampleWriter,
  shapeIdsIn,
  unpackReports,
} from "../../../collector/domain/samples.ts";

const reports = fc.array(
  fc.record({
    shapeId: fc.integer({ min: 1, max: 2 ** 31 }),
    atMs: fc.integer({ min: 0, max: 4e12 }),
    values: fc
      .array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 12 })
      .map((values) => new Float64Array(values)),
  }),
  { maxLength: 12 },
);

/** The same reports by the writer that works in one piece of memory. */
function write(writer: SampleWriter, written: readonly PackedReport[]): Uint8Array | undefined {
  for (const { shapeId, atMs, values } of written) {
    const { numbers, offset } = writer.room(values.length);
    numbers.set(values, offset);
    writer.keep({ shapeId, atMs, count: values.length });
  }
  return writer.take();
}

test("what is packed is unpacked again", () => {
  fc.assert(
    fc.property(reports, (packed) => {
      const bytes = packReports(packed);
      expect(unpackReports(bytes)).toEqual(packed);
      expect(shapeIdsIn(bytes)).toEqual(new Set(packed.map(({ shapeId }) => shapeId)));
    }),
  );
});

test("the writer writes the very bytes, batch after batch", () => {
  const writer = new SampleWriter();
  fc.assert(
    fc.property(reports, (written) => {
      const bytes = write(writer, written);
      expect(bytes ?? new Uint8Array(0)).toEqual(packReports(written));
    }),
  );
});

describe("the writer", () => {
  const one: PackedReport = { shapeId: 7, atMs: 5, values: new Float64Array([1, 2]) };

  test("what was tried and not kept is not there", () => {
    const writer = new SampleWriter();
    const { numbers, offset } = writer.room(100);
    numbers.fill(9, offset, offset + 100);
    expect(unpackReports(write(writer, [one]) ?? new Uint8Array(8))).toEqual([one]);
  });

  test("what was taken is not changed by the next batch", () => {
    const writer = new SampleWriter();
    const first = write(writer, [one]);
    write(writer, [{ ...one, values: new Float64Array([8, 8]) }]);
    expect(unpackReports(first ?? new Uint8Array(8))).toEqual([one]);
  });

  test("it grows for a large batch and forgets what is given up", () => {
    const writer = new SampleWriter();
    const large = { ...one, values: new Float64Array(100_000).fill(3) };
    const many = Array.from({ length: 30 }, () => large);
    expect(unpackReports(write(writer, many) ?? new Uint8Array(8))).toEqual(many);
    writer.room(5);
    writer.keep({ shapeId: 1, atMs: 1, count: 5 });
    writer.clear();
    expect(writer.take()).toBeUndefined();
    expect(unpackReports(write(writer, [one]) ?? new Uint8Array(8))).toEqual([one]);
  });
});

describe("bytes that were cut", () => {
  const bytes = packReports([{ shapeId: 1, atMs: 2, values: new Float64Array([3, 4]) }]);

  test.for([
    [1, "inside a number"],
    [8, "inside the header"],
    [16, "inside the header"],
    [24, "before the values"],
    [32, "between the values"],
  ] as const)("%d bytes (%s): a RangeError, never half a report", ([length]) => {
    expect(() => unpackReports(bytes.subarray(0, length))).toThrow(RangeError);
  });

  test("bytes that begin anywhere in memory are read all the same", () => {
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(unpackReports(shifted.subarray(3))).toEqual(unpackReports(bytes));
  });

  test("nothing is no report", () => {
    expect(unpackReports(new Uint8Array(0))).toEqual([]);
    expect(packReports([])).toHaveLength(0);
  });
});
