import { stringify } from "csv-stringify/sync";
import { guarded } from "./formulas.ts";

/**
 * Rows as a file that programs for tables read: a mark at its beginning, so that they see UTF-8, commas,
 * and lines that end as RFC 4180 has them.
 */

const MARK = "\uFEFF";

export type CsvValue = string | number | null;

/** The file's text, a part for each slice of rows. Text that begins like a formula is written so that it is none. */
export async function* writeCsv(
  header: readonly string[],
  slices: AsyncIterable<readonly (readonly CsvValue[])[]>,
): AsyncGenerator<string> {
  yield MARK + toLines([header]);
  for await (const rows of slices) yield toLines(rows);
}

function toLines(rows: readonly (readonly CsvValue[])[]): string {
  const cells = rows.map((row) =>
    row.map((value) => (typeof value === "string" ? guarded(value) : value)),
  );
  // Blanks around a value are part of it only inside quotation marks.
  return stringify(cells, { record_delimiter: "windows", quoted_match: [/[\r\n]|^\s|\s$/] });
}
