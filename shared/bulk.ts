import { type Static, Type } from "typebox";
import { Line, OrNull, strict } from "./fields.ts";

/** One act on many tickets. Each ticket is done by itself: what one refuses keeps no other from it. */

/** More are done in several requests, so that each one answers soon. */
export const BULK_TICKETS_MAX = 200;

const Id = Type.String({ minLength: 1, maxLength: 64 });
const Text = Type.Optional(Type.String({ minLength: 1, maxLength: 10_000, pattern: "\\S" }));

const Simple = <Kind extends string>(kind: Kind) =>
  Type.Object({ kind: Type.Literal(kind), text: Text }, strict);

export const BulkAct = Type.Union([
  Simple("acknowledge"),
  Simple("resolve"),
  Simple("close"),
  Simple("cancel"),
  /** What is left out stays; null takes away. */
  Type.Object(
    {
      kind: Type.Literal("assign"),
      assigneeId: Type.Optional(OrNull(Id)),
      teamId: Type.Optional(OrNull(Id)),
    },
    { ...strict, minProperties: 2 },
  ),
  Type.Object(
    {
      kind: Type.Literal("add_tags"),
      tags: Type.Array(Line(64), { minItems: 1, maxItems: 32, uniqueItems: true }),
    },
    strict,
  ),
  Type.Object({ kind: Type.Literal("merge"), into: Id, text: Text }, strict),
  Type.Object({ kind: Type.Literal("macro"), macroId: Id }, strict),
]);
export type BulkAct = Static<typeof BulkAct>;

export const BulkWish = Type.Object(
  {
    by: Line(120),
    tickets: Type.Array(
      Type.Object(
        {
          id: Id,
          /** The ticket as the person saw it. */
          version: Type.Integer({ minimum: 1 }),
        },
        strict,
      ),
      { minItems: 1, maxItems: BULK_TICKETS_MAX },
    ),
    act: BulkAct,
  },
  strict,
);
export type BulkWish = Static<typeof BulkWish>;

/** What became of one of them; in the order in which they were named. */
export const BulkOutcome = Type.Union([
  Type.Object({ id: Type.String(), done: Type.Literal(true), version: Type.Integer() }),
  Type.Object({
    id: Type.String(),
    done: Type.Literal(false),
    code: Type.String(),
    /** The problem in the reader's language. */
    title: Type.String(),
    detail: Type.String(),
  }),
]);
export type BulkOutcome = Static<typeof BulkOutcome>;

export const BulkOutcomes = Type.Object({
  outcomes: Type.Array(BulkOutcome),
  doneCount: Type.Integer(),
});
