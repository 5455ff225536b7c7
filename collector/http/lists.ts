import { type Static, type TSchema, Type } from "typebox";
import { Cursor, type Cursors, type Position } from "./cursors.ts";

/** Lists by pages: at most `LIMIT_MAX` rows, and a cursor where there are more. */

const LIMIT_MAX = 200;
const LIMIT_DEFAULT = 50;

/** What every list takes in its query. */
export const PAGE_QUERY = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMIT_MAX, default: LIMIT_DEFAULT })),
  cursor: Type.Optional(Cursor),
};

export function Page<Row extends TSchema>(row: Row) {
  return Type.Object({
    items: Type.Array(row),
    /** Give it as `cursor` for the next page; null = this is the last. */
    nextCursor: Type.Union([Type.String(), Type.Null()]),
  });
}

/** A filter that takes one value or several of the same name. */
export function OneOrMore<Value extends TSchema>(value: Value) {
  return Type.Union([value, Type.Array(value, { minItems: 1, maxItems: 16 })]);
}

type PageQuery = Static<ReturnType<typeof pageQuery>>;
const pageQuery = () => Type.Object(PAGE_QUERY);

/**
 * Reads one page. `list` names the list with its order and filters, so that a cursor of another one
 * is refused; `ask` is asked for one row more than the page holds, which tells whether there is more.
 */
export async function readPage<Row, Document>({
  cursors,
  list,
  query,
  ask,
  positionOf,
  toDocument,
}: {
  readonly cursors: Cursors;
  readonly list: string;
  readonly query: PageQuery;
  readonly ask: (limit: number, after: Position | undefined) => Promise<readonly Row[]>;
  readonly positionOf: (row: Row) => Position;
  readonly toDocument: (row: Row) => Document;
}): Promise<{ items: Document[]; nextCursor: string | null }> {
  const limit = query.limit ?? LIMIT_DEFAULT;
  const after = query.cursor === undefined ? undefined : cursors.open(list, query.cursor);
  const rows = await ask(limit + 1, after);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const nextCursor =
    rows.length > limit && last !== undefined ? cursors.seal(list, positionOf(last)) : null;
  return { items: page.map(toDocument), nextCursor };
}
