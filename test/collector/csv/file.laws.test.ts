import fc from "fast-check";
import { expect, test } from "vitest";
import { openCsv } from "../../../collector/csv/read.ts";
import { writeCsv } from "../../../collector/csv/write.ts";

/** What is written is what is read, whatever the values are. */

const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).map((text) => text.replaceAll("\0", "")),
  fc.constantFrom(
    "=1+1",
    "'=1+1",
    "''@x",
    "+33 1 02",
    "-5",
    "\tx",
    "\r=",
    " x ",
    '"',
    '","',
    "a\r\nb",
    "a\nb",
    "a\rb",
    ";",
    "é\u0301🖨️",
    "\u00A0x",
    "\uFEFFx",
    "",
  ),
);

async function written(rows: readonly (readonly string[])[], columns: number): Promise<string> {
  async function* slices() {
    yield rows.slice(0, 2);
    yield rows.slice(2);
  }
  const header = Array.from({ length: columns }, (_, place) => `c${place}`);
  let text = "";
  for await (const part of writeCsv(header, slices())) text += part;
  return text;
}

test("a file that is written is read again value by value", async () => {
  const rows = fc
    .integer({ min: 2, max: 5 })
    .chain((columns) =>
      fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { maxLength: 8 }),
    );
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const columns = given[0]?.length ?? 2;
      const file = openCsv(new TextEncoder().encode(await written(given, columns)));
      if ("problem" in file) throw new Error(file.detail);
      const cells = [...file.rows].map((row) => ("cells" in row ? row.cells : row.wrong));
      // Nothing says that a row is there when nothing stands in it.
      expect(cells).toEqual(given.filter((row) => row.some((cell) => cell !== "")));
    }),
    { numRuns: 500 },
  );
});

test("no value that is written begins like a formula", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 4 }), async (given) => {
      const [, ...lines] = (await written([given], given.length)).split("\r\n");
      const bare = lines.join("\r\n").split(/(?:^|,)"?/);
      for (const cell of bare) expect(cell).not.toMatch(/^[=+@\t-]/);
    }),
  );
});
