import { type Static, Type } from "typebox";
import { Line, OrNull, strict } from "./fields.ts";
import { SortOrder, TicketFilter, TicketSort } from "./ticket-query.ts";

/** Saved views: a list of tickets under a name of one's own. */

const fields = {
  name: Line(80),
  /** Whose it is, as they sign; null = everybody's. */
  owner: OrNull(Line(120)),
  filter: TicketFilter,
  sort: TicketSort,
  order: SortOrder,
};

export const ViewWish = Type.Object(fields, strict);
export type ViewWish = Static<typeof ViewWish>;
export const ViewChange = Type.Partial(ViewWish, { ...strict, minProperties: 1 });
export type ViewChange = Static<typeof ViewChange>;
export const ViewDocument = Type.Object({
  id: Type.String(),
  ...fields,
  version: Type.Integer(),
});
export type ViewDocument = Static<typeof ViewDocument>;
