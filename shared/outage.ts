import { type Static, Type } from "typebox";
import { NoTicketReason } from "./alert.ts";
import { OrNull } from "./fields.ts";
import { Instant } from "./machine.ts";

/** The outage of a site: most of what is expected there went together. One alert, and one ticket. */

export const OutageSummary = Type.Object({
  id: Type.String(),
  customer: Type.Object({ id: Type.String(), name: Type.String() }),
  site: Type.Object({ id: Type.String(), name: Type.String() }),
  /** When the first of its machines went. */
  since: Instant,
  detectedAt: Instant,
  endedAt: OrNull(Instant),
  machines: Type.Integer(),
  /** How many of them are still away. */
  away: Type.Integer(),
  ticketId: OrNull(Type.String()),
  /** Why it has no ticket. */
  noTicket: OrNull(NoTicketReason),
});
export type OutageSummary = Static<typeof OutageSummary>;

export const OutageDetail = Type.Object({
  ...OutageSummary.properties,
  /** At most 1,000, by name. */
  list: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), away: Type.Boolean() })),
});
export type OutageDetail = Static<typeof OutageDetail>;
