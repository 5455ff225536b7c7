import type { Cursors, Position } from "./cursors.ts";
import { readPage } from "./lists.ts";

/** What the lists of macros and of views have in common. */

type Row = { readonly id: string; readonly name: string };

/** One page by name. */
export function readSaved<Kept extends Row>({
  cursors,
  list,
  query,
  ask,
}: {
  readonly cursors: Cursors;
  readonly list: string;
  readonly query: Parameters<typeof readPage>[0]["query"];
  readonly ask: (page: {
    readonly limit: number;
    readonly after?: { readonly name: string; readonly id: string };
  }) => Promise<readonly Kept[]>;
}) {
  return readPage({
    cursors,
    list,
    query,
    ask: (limit, after) => ask({ limit, ...(after !== undefined && { after: toPlace(after) }) }),
    positionOf: ({ name, id }) => ({ key: name, id }),
    toDocument: (row: Kept) => row,
  });
}

function toPlace({ key, id }: Position): { readonly name: string; readonly id: string } {
  return { name: String(key), id };
}
