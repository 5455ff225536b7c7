import type { BadRow, ImportKind } from "@vigie/shared/estate.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { Value } from "typebox/value";
import { type EstateFields, wrongIn } from "../domain/estate.ts";
import {
  type Column,
  columnOf,
  columnsOf,
  type FileRow,
  type FileTable,
} from "../domain/import-columns.ts";
import { breathe } from "./breathe.ts";
import type { Shelf, ShelfRow } from "./estate-shelves.ts";
import { type Before, type Given, type RowWrong, toWish } from "./import-cells.ts";
import type { Checker } from "./import-check.ts";
import { keyOf } from "./import-known.ts";
import { type Finder, findRow, findSite, type Match } from "./import-match.ts";

/**
 * What a file would do, row by row, before any of it is done. Every mistake is found at once, so that a
 * person corrects the file once.
 */

/** Rows in one file. */
const ROWS_MAX = 20_000;

/** Bad rows that are told; the others are counted. */
const BAD_MAX = 1_000;

/** Rows after which all else goes on. */
const SLICE_ROWS = 100;

export type Planner<Row extends ShelfRow, Wish> = {
  readonly kind: ImportKind;
  readonly shelf: Pick<Shelf<Row, Wish>, "put">;
  /** A new row, for a customer; undefined where rows are only changed. */
  readonly blank: ((customerId: string) => Row) | undefined;
  readonly check: Checker<Wish>;
  readonly finder: Finder<Row>;
  readonly nowMs: number;
};

/** A row as it will be, and the wish that makes it so. */
export type Planned<Row, Wish> = {
  readonly row: Row;
  readonly wish: Partial<Wish>;
};

export type Plan<Row, Wish> = {
  readonly rows: number;
  readonly added: readonly Planned<Row, Wish>[];
  readonly changed: readonly Planned<Row, Wish>[];
  readonly unchanged: number;
  readonly bad: readonly BadRow[];
  readonly badOmitted: number;
};

export async function planFile<Row extends ShelfRow & EstateFields & Before, Wish>(
  planner: Planner<Row, Wish>,
  { header, rows }: FileTable,
): Promise<Plan<Row, Wish> | Refusal> {
  const columns = columnsOf(planner.kind, header);
  if ("problem" in columns) return columns;
  const tally = createTally<Row, Wish>();
  const taken: Taken = { rows: new Map(), references: new Map() };
  for (const row of rows) {
    if (tally.count() === ROWS_MAX) {
      const detail = `it has more than ${ROWS_MAX} rows; send it in parts`;
      return { problem: "csv_invalid", detail };
    }
    tally.take(row.line, planRow(planner, taken, { row, columns }));
    if (tally.count() % SLICE_ROWS === 0) await breathe();
  }
  return tally.plan();
}

type Outcome<Row, Wish> =
  | { readonly wrongs: readonly RowWrong[] }
  | (Planned<Row, Wish> & { readonly before: Row | undefined });

/** Adds up what becomes of the rows. */
function createTally<Row extends ShelfRow, Wish>() {
  const added: Planned<Row, Wish>[] = [];
  const changed: Planned<Row, Wish>[] = [];
  const bad: BadRow[] = [];
  let rows = 0;
  let unchanged = 0;
  let badOmitted = 0;

  function take(line: number, outcome: Outcome<Row, Wish>): void {
    rows += 1;
    if ("wrongs" in outcome) {
      const told = outcome.wrongs.slice(0, BAD_MAX - bad.length);
      bad.push(...told.map((wrong) => ({ line, ...wrong })));
      badOmitted += told.length === 0 ? 1 : 0;
    } else if (outcome.before === undefined) added.push(outcome);
    else if (isSame(outcome.before, outcome.row)) unchanged += 1;
    else changed.push(outcome);
  }

  return {
    count: () => rows,
    take,
    plan: (): Plan<Row, Wish> => ({ rows, added, changed, unchanged, bad, badOmitted }),
  };
}

function isSame<Row extends ShelfRow>(before: Row, after: Row): boolean {
  return Value.Equal({ ...before, version: after.version }, after);
}

/** What rows of the file before this one have taken, by line. */
type Taken = {
  readonly rows: Map<string, number>;
  /** Whose a reference is, by the id of the row that has it now. */
  readonly references: Map<string, string>;
};

type Read = { readonly row: FileRow; readonly columns: readonly Column[] };

function planRow<Row extends ShelfRow & EstateFields & Before, Wish>(
  planner: Planner<Row, Wish>,
  taken: Taken,
  { row, columns }: Read,
): Outcome<Row, Wish> {
  if ("wrong" in row) {
    return { wrongs: [{ column: null, code: "csv_row_malformed", detail: row.wrong }] };
  }
  const given: Given = new Map(columns.map(({ name }, place) => [name, row.cells[place] ?? ""]));
  const match = findRow(planner.finder, given);
  if ("wrong" in match) return { wrongs: [match.wrong] };

  const { wish, wrongs } = toWish(planner.kind, given, match.before);
  const site = siteOf(planner, match, given);
  const checked = planner.check(wish);
  const found = [...wrongs, ...site.wrongs];
  if ("wrongs" in checked) return { wrongs: [...found, ...checked.wrongs] };

  const whole = { ...checked.sound, ...site.wish };
  const before = match.before ?? planner.blank?.(match.customerId ?? "");
  if (before === undefined) return { wrongs: [...found, NOT_ADDED] };
  const after = planner.shelf.put(before, whole, planner.nowMs);
  found.push(...wrongsOf(planner, after, wish));
  found.push(...repeats(planner, taken, { line: row.line, before: match.before, after }));
  if (found.length > 0) return { wrongs: found };
  return { row: after, wish: whole, before: match.before };
}

const NOT_ADDED: RowWrong = {
  column: null,
  code: "csv_reference_unknown",
  detail: "no machine is meant; a machine is added by the agent that reports for it",
};

/** Where the file has no column for it, the site stays. */
function siteOf<Row extends ShelfRow, Wish>(
  { finder }: Planner<Row, Wish>,
  { customerId }: Match<Row>,
  given: Given,
): { readonly wish: { readonly siteId?: string | null }; readonly wrongs: readonly RowWrong[] } {
  const text = given.get("site_reference");
  if (text === undefined) return { wish: {}, wrongs: [] };
  const found = findSite(finder.places, customerId, text);
  return "wrong" in found ? { wish: {}, wrongs: [found.wrong] } : { wish: found, wrongs: [] };
}

/** What is wrong beyond the form of the values; only in what the file says. */
function wrongsOf<Row extends ShelfRow & EstateFields, Wish>(
  { kind }: Planner<Row, Wish>,
  row: Row,
  wish: object,
): RowWrong[] {
  return wrongIn(row)
    .filter(({ field }) => Object.hasOwn(wish, field))
    .map(({ field, detail }) => {
      const column = columnOf(kind, field);
      return { column, code: "csv_value_invalid", detail: `${column}: ${detail}` };
    });
}

type Repeating<Row> = {
  readonly line: number;
  readonly before: Row | undefined;
  readonly after: Row;
};

/** Two rows about one thing, or one reference for two things. */
function repeats<Row extends ShelfRow, Wish>(
  { finder }: Planner<Row, Wish>,
  taken: Taken,
  { line, before, after }: Repeating<Row>,
): RowWrong[] {
  const { id, customerId, reference, name } = after;
  const meant = before?.id ?? keyOf(customerId, reference === null ? `name ${name}` : reference);
  const first = taken.rows.get(meant);
  if (first !== undefined) {
    const detail = `line ${first} is about the same; leave one of them out`;
    return [{ column: null, code: "csv_row_repeated", detail }];
  }
  taken.rows.set(meant, line);
  if (reference === null) return [];
  const key = keyOf(customerId, reference);
  const owner = taken.references.get(key) ?? finder.known.byReference.get(key)?.id;
  taken.references.set(key, id);
  if (owner === undefined || owner === id) return [];
  const detail = `the reference ${reference} is already another one's`;
  return [{ column: "reference", code: "reference_taken", detail }];
}
