import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Column } from "../../../collector/domain/samples.ts";
import {
  measurementOf,
  toLineShape,
  toLines,
  toTagValue,
} from "../../../collector/metrics/line-protocol.ts";

const AT = 1_700_000_000_000;
const usedOf = (object: string): Column => ({ metric: "volume_used_percent", object });

function linesOf(columns: readonly Column[], values: readonly number[], atMs = AT): string {
  const shape = toLineShape({ id: 1, machineId: "mac_one", columns });
  return toLines({ shapeId: 1, atMs, values: Float64Array.from(values) }, shape);
}

describe("lines", () => {
  test("one for the machine and one for each object, with all fields of it", () => {
    const columns: Column[] = [
      { metric: "cpu_busy_percent", object: null },
      usedOf("/"),
      { metric: "load_1m", object: null },
      { metric: "volume_free_bytes", object: "/" },
      { metric: "disk_busy_percent", object: "sda" },
    ];
    expect(linesOf(columns, [12.5, 71, 0.25, 9_123_456_789, 3]).split("\n")).toEqual([
      `machine,machine=mac_one cpu_busy_percent=12.5,load_1m=0.25 ${AT}`,
      `volume,machine=mac_one,object=/ volume_used_percent=71,volume_free_bytes=9123456789 ${AT}`,
      `disk,machine=mac_one,object=sda disk_busy_percent=3 ${AT}`,
      "",
    ]);
  });

  test.for([
    ["a b", String.raw`object=a\ b `, "a space would end the tags"],
    ["a,b", String.raw`object=a\,b `, "a comma would begin a tag"],
    ["a=b", String.raw`object=a\=b `, "an equals sign would end the name"],
    ["C:\\", "object=C:%5c ", "a backslash at the end would take the space with it"],
    ["a\nb", "object=a%0ab ", "a line end would end the line"],
    ["50%", "object=50%25 ", "the escape itself"],
    ["", "object=% ", "an empty value is an error of its own"],
    ["\ud83d", "object=%ud83d ", "half a character has no UTF-8"],
    ['"é🙂"', 'object="é🙂" ', "quotes and all other letters are as they are"],
  ] as const)("the name %j: %s, because %s", ([name, written]) => {
    expect(linesOf([usedOf(name)], [1])).toContain(written);
  });

  test.for([
    [0, "0"],
    [-0, "0"],
    [-1.5, "-1.5"],
    [1e308, "1e+308"],
    [5e-324, "5e-324"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
  ] as const)("the value %d is written %s", ([value, written]) => {
    expect(linesOf([usedOf("/")], [value])).toContain(` volume_used_percent=${written} `);
  });

  test("what is no finite number is left out, with its line when nothing else is in it", () => {
    const columns = [usedOf("/"), usedOf("/home"), { metric: "volume_free_bytes", object: "/" }];
    expect(linesOf(columns, [Number.NaN, Number.POSITIVE_INFINITY, 5])).toBe(
      `volume,machine=mac_one,object=/ volume_free_bytes=5 ${AT}\n`,
    );
    expect(linesOf([usedOf("/")], [Number.NaN])).toBe("");
  });

  test("instants are whole milliseconds", () => {
    expect(linesOf([usedOf("/")], [1], 1_000.6)).toContain(" 1001\n");
  });

  test.for([
    ["cpu_busy_percent", "machine"],
    ["volume_used_percent", "volume"],
    ["disk_busy_percent", "disk"],
    ["interface_errors_per_second", "interface"],
  ] as const)("%s is measured in %s", ([metric, measurement]) => {
    expect(measurementOf(metric)).toBe(measurement);
  });
});

describe("names", () => {
  test("whatever the names are, reading the lines gives them back", () => {
    const names = fc.uniqueArray(fc.string({ unit: hostileLetter() }), { maxLength: 10 });
    fc.assert(
      fc.property(names, (objects) => {
        const text = linesOf(objects.map(usedOf), [...objects.keys()]);
        expect(readLines(text)).toEqual(objects.map((object, value) => ({ object, value })));
      }),
    );
  });

  test("two names are never the same tag", () => {
    const name = fc.string({ unit: hostileLetter() });
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(toTagValue(one) === toTagValue(other)).toBe(one === other);
      }),
    );
  });
});

/** Letters that mean something to the protocol or to our escape, and any others. */
function hostileLetter(): fc.Arbitrary<string> {
  const letters = " ,=\\\"'\n\r\t\0%u0123456789abcdefé🙂\u0085\u2028".split("");
  const meaning = fc.constantFrom(...letters);
  return fc.oneof(meaning, fc.string({ unit: "binary", minLength: 1, maxLength: 1 }));
}

/** Reads lines as the protocol's specification says, and our escape of names. */
function readLines(text: string) {
  const lines = text.split("\n");
  expect(lines.pop(), "the last line has its end").toBe("");
  return lines.map((line) => {
    const [tags = "", field = "", at, ...rest] = splitAt(line, " ");
    expect([at, rest]).toEqual([String(AT), []]);
    const [measurement, machine, object = "", ...more] = splitAt(tags, ",");
    expect([measurement, machine, more]).toEqual(["volume", "machine=mac_one", []]);
    const [key, tag = ""] = splitAt(object, "=");
    expect(key).toBe("object");
    const [metric, value] = field.split("=");
    expect(metric).toBe("volume_used_percent");
    return { object: fromTagValue(tag.replaceAll(/\\([ ,=])/g, "$1")), value: Number(value) };
  });
}

/** Splits at a separator that no backslash stands before. */
function splitAt(text: string, separator: string): string[] {
  return text.split(new RegExp(`(?<!\\\\)${separator}`));
}

function fromTagValue(tag: string): string {
  if (tag === "%") return "";
  return tag.replaceAll(/%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/g, (_, long?: string, short?: string) =>
    String.fromCharCode(Number.parseInt(long ?? short ?? "", 16)),
  );
}
