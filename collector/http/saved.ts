import { ProblemError } from "@vigie/shared/problems.ts";
import type { FastifyReply } from "fastify";
import type { Cursors, Position } from "./cursors.ts";
import { readPage } from "./lists.ts";
import { toEtag } from "./versions.ts";

/** What macros and views have in common as resources. */

type Row = { readonly id: string; readonly name: string; readonly version: number };

/** The row, if it is there. Throws `not_found`. */
export function requireSaved<Kept extends Row>(row: Kept | undefined): Kept {
  if (row === undefined) throw new ProblemError("not_found");
  return row;
}

/** The row as it is now, with its version as ETag. Throws `not_found`. */
export function giveSaved<Kept extends Row>(row: Kept | undefined, reply: FastifyReply): Kept {
  const kept = requireSaved(row);
  reply.header("etag", toEtag(kept.version));
  return kept;
}

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
