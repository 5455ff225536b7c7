import type { Report, Samples } from "@vigie/shared/envelope.ts";
import { METRICS, metricNamed, type ObjectKind } from "@vigie/shared/metrics.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOf, fillValues, toPlan } from "../../../collector/flow/columns.ts";
import { hashOf, hashOfColumns } from "../../../collector/flow/report-hash.ts";

/** From reports to columns of numbers, and their fingerprints. */

function samplesOf(kind: ObjectKind | undefined): fc.Arbitrary<Samples> {
  const names = METRICS.filter((metric) => metric.kind === kind).map(({ wireName }) => wireName);
  return fc.dictionary(fc.constantFrom(...names), fc.double({ noNaN: true }), { maxKeys: 5 });
}

function objectsOf(kind: ObjectKind) {
  const name = fc.oneof(
    fc.constantFrom("/", "0", "10", "constructor", "toString", "é"),
    fc.string(),
  );
  const named = name.filter((text) => text !== "" && text !== "__proto__");
  return fc.dictionary(named, samplesOf(kind), { maxKeys: 4 });
}

const reports: fc.Arbitrary<Report> = fc.record({
  seq: fc.constant(1),
  at: fc.constant("2026-11-23T09:00:00.000Z"),
  uptimeMs: fc.constant(5),
  samples: samplesOf(undefined),
  objects: fc.record(
    { volume: objectsOf("volume"), disk: objectsOf("disk"), interface: objectsOf("interface") },
    { requiredKeys: [] },
  ),
});

/** The values of a report by a plan; undefined when it has another shape. */
function valuesBy(report: Report, columns: ReturnType<typeof columnsOf>): number[] | undefined {
  const numbers = new Float64Array(columns.length + 10).fill(-1);
  const isFilled = fillValues(report, toPlan(columns), { numbers, offset: 3 });
  return isFilled ? [...numbers.subarray(3, 3 + columns.length)] : undefined;
}

function fingerprint(report: Report): number {
  return hashOf(report, hashOfColumns(columnsOf(report)));
}

const base: Report = {
  seq: 1,
  at: "2026-11-23T09:00:00.000Z",
  uptimeMs: 5,
  samples: { load_1m: 1, load_5m: 2 },
  objects: { volume: { "/": { used_percent: 3 } }, disk: { sda: { busy_percent: 4 } } },
};

test("every value is in its column", () => {
  fc.assert(
    fc.property(reports, (report) => {
      const columns = columnsOf(report);
      const values = valuesBy(report, columns);
      expect(values).toHaveLength(columns.length);
      const wanted = columns.map(({ metric, object }) => saidOf(report, metric, object));
      expect(values).toEqual(wanted);
    }),
  );
});

/** What a report says of a metric by its full name. */
function saidOf(report: Report, metric: string, object: string | null): number | undefined {
  const { kind, wireName = "" } = metricNamed(metric) ?? {};
  if (kind === undefined || object === null) return report.samples[wireName];
  return report.objects?.[kind]?.[object]?.[wireName];
}

test("a report fits the columns of another exactly when its own are the same", () => {
  fc.assert(
    fc.property(reports, reports, (report, other) => {
      const isSame = JSON.stringify(columnsOf(report)) === JSON.stringify(columnsOf(other));
      expect(valuesBy(report, columnsOf(other)) !== undefined).toBe(isSame);
    }),
  );
});

describe("another shape", () => {
  test.for<[string, Partial<Report>]>([
    ["another order", { samples: { load_5m: 2, load_1m: 1 } }],
    ["one less", { samples: { load_1m: 1 } }],
    ["one more", { samples: { load_1m: 1, load_5m: 2, load_15m: 3 } }],
    ["another name", { samples: { load_1m: 1, load_15m: 2 } }],
    [
      "another object",
      { objects: { volume: { "/srv": { used_percent: 3 } }, disk: { sda: { busy_percent: 4 } } } },
    ],
    ["an object less", { objects: { volume: { "/": { used_percent: 3 } } } }],
    ["no objects", { objects: {} }],
  ])("%s", ([, change]) => {
    expect(valuesBy({ ...base, ...change }, columnsOf(base))).toBeUndefined();
  });

  test("an object of another kind under the same name", () => {
    const volume = { ...base, samples: {}, objects: { volume: { x: { total_bytes: 1 } } } };
    const disk = { ...base, samples: {}, objects: { disk: { x: { busy_percent: 1 } } } };
    expect(valuesBy(disk, columnsOf(volume))).toBeUndefined();
  });

  test("objects without samples leave no column", () => {
    const empty = {
      ...base,
      objects: { ...base.objects, volume: { "/": { used_percent: 3 }, "/x": {} } },
    };
    expect(columnsOf(empty)).toEqual(columnsOf(base));
    expect(valuesBy(empty, columnsOf(base))).toEqual([1, 2, 3, 4]);
  });
});

describe("the fingerprint", () => {
  test("is the same for the same report, read again", () => {
    fc.assert(
      fc.property(reports, (report) => {
        const again: Report = structuredClone(report);
        expect(fingerprint(again)).toBe(fingerprint(report));
        expect(Number.isInteger(fingerprint(report)) && fingerprint(report) >= 0).toBe(true);
        expect(fingerprint(report)).toBeLessThan(2 ** 32);
      }),
    );
  });

  test("tells reports apart that differ in one thing", () => {
    const others: Partial<Report>[] = [
      { at: "2026-11-23T09:00:00.001Z" },
      { uptimeMs: 6 },
      { samples: { load_1m: 1, load_5m: 2.000_000_1 } },
      { samples: { load_1m: 2, load_5m: 1 } },
      { samples: { load_1m: 1, load_15m: 2 } },
      { objects: { volume: { "/srv": { used_percent: 3 } }, disk: { sda: { busy_percent: 4 } } } },
      {
        objects: {
          volume: { "/": { inodes_used_percent: 3 } },
          disk: { sda: { busy_percent: 4 } },
        },
      },
      { facts: { inventory: { hash: "h" } } },
      { facts: { updates: { hash: "g" } } },
      { probes: [{ probe: "smart", outcome: "failed", reason: "x" }] },
      { probes: [{ probe: "smart", outcome: "unsupported", reason: "x" }] },
    ];
    const fingerprints = [base, ...others.map((change) => ({ ...base, ...change }))].map(
      fingerprint,
    );
    expect(new Set(fingerprints).size).toBe(others.length + 1);
  });
});
