import { type Static, Type } from "typebox";
import { Line, OrNull, strict } from "./fields.ts";
import { Instant } from "./machine.ts";

/** Why alerts keep still: what holds them back, and who said that it may. */

/**
 * Why a firing alert opened no ticket. For the first three none opens by itself; the others hold it
 * back for a while, and what still fires then opens its ticket. `settling`: it is being waited whether
 * the whole site goes.
 */
export const NO_TICKET_REASONS = [
  "not_covered",
  "type_not_included",
  "rule_opens_none",
  "maintenance",
  "acknowledged",
  "outage",
  "dependency",
  "settling",
] as const;
export const NoTicketReason = Type.Enum(NO_TICKET_REASONS);
export type NoTicketReason = (typeof NO_TICKET_REASONS)[number];

/** What holds a ticket back: a window, the outage of a site, or the machine that it is behind. */
export const AlertHold = Type.Object({
  by: OrNull(
    Type.Object({
      kind: Type.Enum(["maintenance_window", "outage", "machine"]),
      id: Type.String(),
      name: Type.String(),
    }),
  ),
  /** When it is looked at again; null = once what holds it is over. */
  until: OrNull(Instant),
});
export type AlertHold = Static<typeof AlertHold>;

/** How long an alert may be acknowledged at a time. */
export const ACKNOWLEDGED_DAYS_MAX = 90;

export const AcknowledgeWish = Type.Object(
  {
    by: Line(120),
    /** At most 90 days from now. */
    until: Instant,
    text: Type.Optional(Line(500)),
  },
  strict,
);
export type AcknowledgeWish = Static<typeof AcknowledgeWish>;

/** Somebody knows of it: until then it opens no ticket, however often it comes and goes. */
export const Acknowledgement = Type.Object({
  by: Type.String(),
  at: Instant,
  until: Instant,
  text: OrNull(Type.String()),
});
export type Acknowledgement = Static<typeof Acknowledgement>;
