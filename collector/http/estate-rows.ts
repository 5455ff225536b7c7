import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import { type Added, find } from "../flow/estate-keeper.ts";
import type { Shelf, ShelfRow } from "../flow/estate-shelves.ts";
import type { EstateBook } from "../registry/registry.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, readPage } from "./lists.ts";
import { toEtag } from "./versions.ts";

/** What customers, sites, contacts and equipment have in common as resources. */

export const EstateList = Type.Object(
  {
    ...PAGE_QUERY,
    /** Part of the name, in any case and with or without accents. */
    search: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);

/** A kind of row, and where it is read. */
export type Source<Row extends ShelfRow> = {
  readonly estate: EstateBook;
  readonly shelf: Pick<Shelf<Row, never>, "list">;
};

/** One page of rows by name. */
export function readRows<Row extends ShelfRow, Document>({
  cursors,
  list,
  query,
  customerId,
  source: { estate, shelf },
  toDocument,
}: {
  readonly cursors: Cursors;
  readonly list: string;
  readonly query: Static<typeof EstateList>;
  /** Whose rows; of customers themselves, nobody's. */
  readonly customerId?: string;
  readonly source: Source<Row>;
  readonly toDocument: (row: Row) => Document;
}) {
  const { search } = query;
  const wished = {
    sort: "name" as const,
    ...(customerId !== undefined && { customerId }),
    ...(search !== undefined && { search }),
  };
  return readPage({
    cursors,
    list: JSON.stringify([list, customerId, search]),
    query,
    ask: (limit, after) =>
      shelf.list(estate, { ...wished, limit, ...(after !== undefined && { after }) }),
    positionOf: ({ name, id }) => ({ key: name, id }),
    toDocument,
  });
}

/** The row of this id, with its version as ETag. Throws `not_found`. */
export async function giveRow<Row extends ShelfRow>(
  source: Source<Row>,
  id: string,
  reply: FastifyReply,
): Promise<Row> {
  const row = await readRow(source, id);
  reply.header("etag", toEtag(row.version));
  return row;
}

/** The row of this id. Throws `not_found`. */
export async function readRow<Row extends ShelfRow>(
  { estate, shelf }: Source<Row>,
  id: string,
): Promise<Row> {
  const row = await find(estate, shelf, id);
  if (row === undefined) throw new ProblemError("not_found");
  return row;
}

/** The id of what was added. Throws what the act refused. */
export function requireAdded(added: Added): string {
  if ("id" in added) return added.id;
  const { problem, detail } = added;
  throw new ProblemError(problem, { detail });
}
