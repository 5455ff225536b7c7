import type { Refusal } from "@vigie/shared/problems.ts";
import type { FileRow, FileTable } from "../domain/import-columns.ts";
import { unguarded } from "./formulas.ts";
import { type CsvRecord, recordsOf } from "./records.ts";

/**
 * A file of rows as people's programs write it: UTF-8 with or without a mark at its beginning, commas,
 * semicolons or tabs between the values. Which of them is found in the header.
 */

const DELIMITERS = [",", ";", "\t"] as const;

/** Reads the header; the rows are read as they are asked for. The refusal is `csv_invalid`. */
export function openCsv(bytes: Uint8Array): FileTable | Refusal {
  const text = decode(bytes);
  if (text === undefined) {
    return invalid("it is not UTF-8 text; save it as CSV UTF-8");
  }
  // No engine keeps it alike: the same row would differ from itself when it comes again.
  if (text.includes("\0")) return invalid("it holds the character U+0000, which is no text");
  const records = recordsOf(text, delimiterOf(text));
  const first = records.next();
  if (first.done === true) return invalid("it is empty; its first line names the columns");
  const { cells, wrong } = first.value;
  if (wrong !== undefined) return invalid(`its first line cannot be read: ${wrong}`);
  return { header: cells, rows: rowsOf(records, cells.length) };
}

function* rowsOf(records: Generator<CsvRecord>, columns: number): Generator<FileRow> {
  for (const { line, cells, wrong } of records) {
    if (wrong !== undefined) yield { line, wrong };
    else if (cells.length === columns) yield { line, cells: cells.map(unguarded) };
    else {
      yield {
        line,
        wrong: `it has ${cells.length} values where the header names ${columns} columns`,
      };
    }
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const [line = ""] = text.slice(0, HEADER_LENGTH_MAX).split(/\r|\n/, 1);
  const bare = line.replaceAll(/"[^"]*"/g, "");
  const counted = DELIMITERS.map((delimiter) => ({
    delimiter,
    count: bare.split(delimiter).length,
  }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}

/** Of a longer first line the rest is not looked at to find what stands between values. */
const HEADER_LENGTH_MAX = 4_096;

function invalid(detail: string): Refusal {
  return { problem: "csv_invalid", detail };
}
