import type { Refusal } from "@vigie/shared/problems.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Outcome } from "../flow/acts.ts";
import { requireAnswer, requireDone, requireFound } from "./problems.ts";
import { versionOf, withEtag } from "./versions.ts";

/**
 * What people keep under a version, and how requests for it are answered alike everywhere. Whether it is there is
 * said before anything else: who names nothing of ours is told that first.
 */

type Keeper<Wish, Change> = {
  add(wish: Wish): Promise<{ readonly id: string } | Refusal>;
  change(id: string, change: Change, version: number): Promise<Outcome>;
  remove(id: string, version: number): Promise<Outcome>;
};

/** A request that names one, and the version of it that it means. */
type Naming = Pick<FastifyRequest, "headers"> & { readonly params: { readonly id: string } };

/** Each of these throws what was refused, and `not_found`. */
export function createResource<
  Row extends { readonly id: string; readonly version: number },
  Document,
  Wish,
  Change,
>({
  path,
  find,
  toDocument,
  keeper,
}: {
  readonly path: string;
  readonly find: (id: string) => Promise<Row | undefined>;
  readonly toDocument: (row: Row) => Document | Promise<Document>;
  readonly keeper: Keeper<Wish, Change>;
}) {
  /** As it is now, with its version as ETag. */
  async function give(id: string, reply: FastifyReply): Promise<Document> {
    return toDocument(withEtag(await find(id), reply));
  }

  return {
    give,

    async add({ body }: { readonly body: Wish }, reply: FastifyReply): Promise<Document> {
      const { id } = requireAnswer(await keeper.add(body));
      reply.code(201).header("location", `${path}/${id}`);
      return give(id, reply);
    },

    async change(
      request: Naming & { readonly body: Change },
      reply: FastifyReply,
    ): Promise<Document> {
      const { id } = requireFound(await find(request.params.id));
      requireDone(await keeper.change(id, request.body, versionOf(request)));
      return give(id, reply);
    },

    async remove(request: Naming, reply: FastifyReply): Promise<null> {
      const { id } = requireFound(await find(request.params.id));
      requireDone(await keeper.remove(id, versionOf(request)));
      reply.code(204);
      return null;
    },
  };
}

/** A resource as the routes of its file use it, whatever it is made of. */
export type Resource<Document, Wish, Change> = ReturnType<
  typeof createResource<{ readonly id: string; readonly version: number }, Document, Wish, Change>
>;
