import type { EstateBook } from "../registry/registry.ts";
import { breathe } from "./breathe.ts";
import type { Shelf, ShelfRow } from "./estate-shelves.ts";

/** The rows of a kind that there are, as a file's rows find them: by id, reference and name. */
export type Known<Row> = {
  readonly byId: ReadonlyMap<string, Row>;
  readonly byReference: ReadonlyMap<string, Row>;
  readonly byName: ReadonlyMap<string, readonly Row[]>;
};

const PAGE_ROWS = 500;

/** Reads all rows of a shelf, page by page. */
export async function readKnown<Row extends ShelfRow>(
  estate: EstateBook,
  { list }: Pick<Shelf<Row, never>, "list">,
): Promise<Known<Row>> {
  const byId = new Map<string, Row>();
  const byReference = new Map<string, Row>();
  const byName = new Map<string, Row[]>();
  for await (const page of pagesOf(estate, { list })) {
    for (const row of page) {
      byId.set(row.id, row);
      if (row.reference !== null) byReference.set(keyOf(row.customerId, row.reference), row);
      const key = keyOf(row.customerId, row.name);
      const namesakes = byName.get(key);
      if (namesakes === undefined) byName.set(key, [row]);
      else namesakes.push(row);
    }
  }
  return { byId, byReference, byName };
}

/** All rows by id, a page at a time; all else goes on between two of them. */
export async function* pagesOf<Row extends ShelfRow>(
  estate: EstateBook,
  { list }: Pick<Shelf<Row, never>, "list">,
): AsyncGenerator<readonly Row[]> {
  let after: { key: string; id: string } | undefined;
  for (;;) {
    const page = await list(estate, {
      sort: "id",
      limit: PAGE_ROWS,
      ...(after !== undefined && { after }),
    });
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    after = { key: last.id, id: last.id };
    await breathe();
  }
}

/** What is unique is so among the rows of a customer; customers belong to nobody. */
export function keyOf(customerId: string | undefined, text: string): string {
  return `${customerId ?? ""}\n${text}`;
}

/** The row that a file names by its reference, or by its id where it has none. */
export function named<Row extends ShelfRow>(
  { byId, byReference }: Known<Row>,
  customerId: string | undefined,
  text: string,
): Row | undefined {
  const known = byReference.get(keyOf(customerId, text)) ?? byId.get(text);
  return known?.customerId === customerId ? known : undefined;
}
