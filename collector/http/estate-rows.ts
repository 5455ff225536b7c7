import type { FastifyReply } from "fastify";
import { type Static, type TSchema, Type } from "typebox";
import { find } from "../flow/estate-keeper.ts";
import { CUSTOMERS, type Shelf, type ShelfRow } from "../flow/estate-shelves.ts";
import type { EstateBook } from "../registry/registry.ts";
import type { Api } from "./api.ts";
import type { Cursors } from "./cursors.ts";
import { PAGE_QUERY, Page, readPage } from "./lists.ts";
import { IdPath } from "./paths.ts";
import { requireFound } from "./problems.ts";
import { withEtag } from "./versions.ts";

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

/** A kind of row that belongs to a customer, as a resource. */
export type Owned<Row extends ShelfRow, Document extends TSchema> = {
  readonly path: string;
  /** What one of them is called. */
  readonly one: string;
  readonly shelf: Source<Row>["shelf"];
  readonly document: Document;
  readonly toDocument: (row: Row) => Static<Document>;
};

/** The list of a customer's rows of a kind, and one of them. */
export function addOwnedReading<Row extends ShelfRow, Document extends TSchema>(
  app: Api,
  { estate, cursors }: { readonly estate: EstateBook; readonly cursors: Cursors },
  { path, one, shelf, document, toDocument }: Owned<Row, Document>,
): void {
  const source = { estate, shelf };
  const route = { method: "GET", config: { policy: "staff" } } as const;
  // Its own type says nothing here: that rows become such documents is said where a kind is named.
  const form: TSchema = document;

  app.route({
    ...route,
    url: `/api/customers/:id/${path}`,
    schema: {
      summary: `${path.slice(0, 1).toUpperCase()}${path.slice(1)} of a customer by name, by pages`,
      tags: [path],
      params: IdPath,
      querystring: EstateList,
      response: { 200: Page(form) },
    },
    handler: async ({ params, query }) => {
      const { id: customerId } = await readRow({ estate, shelf: CUSTOMERS }, params.id);
      return readRows({ cursors, list: path, query, customerId, source, toDocument });
    },
  });

  app.route({
    ...route,
    url: `/api/${path}/:id`,
    schema: {
      summary: `One ${one}; its ETag is the version to change`,
      tags: [path],
      params: IdPath,
      response: { 200: form },
    },
    handler: async ({ params }, reply) => toDocument(await giveRow(source, params.id, reply)),
  });
}

/** The row of this id, with its version as ETag. Throws `not_found`. */
export async function giveRow<Row extends ShelfRow>(
  source: Source<Row>,
  id: string,
  reply: FastifyReply,
): Promise<Row> {
  return withEtag(await readRow(source, id), reply);
}

/** The row of this id. Throws `not_found`. */
export async function readRow<Row extends ShelfRow>(
  { estate, shelf }: Source<Row>,
  id: string,
): Promise<Row> {
  return requireFound(await find(estate, shelf, id));
}
