import { type Static, Type } from "typebox";
import { Channel, Level, Priority } from "./contract.ts";
import { Tags } from "./estate.ts";
import { Line, MarkdownText, OrNull } from "./fields.ts";
import { Instant } from "./machine.ts";
import { TicketType } from "./ticket.ts";
import { CoverageReason, TicketCoverage } from "./ticket-document.ts";

/** Tickets as people ask for them, and calls that may become one. */

const Id = Type.String({ minLength: 1, maxLength: 64 });
const strict = { additionalProperties: false } as const;
const Text = MarkdownText;
const By = Line(120);

/** The ways by which a person asks. */
export const AskedBy = Type.Enum(["phone", "mail", "chat", "portal"]);

const Subject = {
  customerId: Id,
  siteId: Type.Optional(OrNull(Id)),
  machineId: Type.Optional(OrNull(Id)),
  equipmentId: Type.Optional(OrNull(Id)),
  type: TicketType,
  impact: Level,
  urgency: Level,
  channel: AskedBy,
  /** Under which contract of the customer, where several could hold; else Vigie chooses. */
  contractId: Type.Optional(Id),
};

export const TicketWish = Type.Object(
  {
    by: By,
    title: Line(200),
    /** Markdown. */
    text: Type.Optional(Text),
    requesterId: Type.Optional(OrNull(Id)),
    ...Subject,
    assigneeId: Type.Optional(OrNull(Id)),
    teamId: Type.Optional(OrNull(Id)),
    tags: Type.Optional(Tags),
    /** When it was asked for, if that was earlier; clocks start then. */
    at: Type.Optional(Instant),
    /** Opened although the contract refuses this channel: who does it says so. */
    despiteChannel: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type TicketWish = Static<typeof TicketWish>;

/** What such a ticket would be worth, before it is opened. */
export const TicketPreviewWish = Type.Object(Subject, strict);
export type TicketPreviewWish = Static<typeof TicketPreviewWish>;

/** What an intervention that no fee holds would cost; whole cents, without VAT. */
export const InterventionCost = Type.Object({
  currency: Type.String(),
  callOutCents: Type.Integer(),
  hourlyCents: Type.Integer(),
  minimumMinutes: Type.Integer(),
  /** The call-out and the shortest work that is billed. */
  atLeastCents: Type.Integer(),
  /** What the hour costs now, as a share (15,000 = 150 %), by the calendars of the contract. */
  basisPoints: Type.Integer(),
  travelCents: Type.Integer(),
});
export type InterventionCost = Static<typeof InterventionCost>;

export const ChannelRefusal = Type.Object({
  channel: Channel,
  /** `not_allowed` = the contract does not know this way; `closed` = not at this hour. */
  why: Type.Enum(["not_allowed", "closed", "log_only"]),
  /** When this way is open next, where it is closed. */
  opensAt: OrNull(Instant),
  /** The ways that are open to the customer. */
  allowed: Type.Array(Type.Object({ channel: Channel, openNow: Type.Boolean() })),
});
export type ChannelRefusal = Static<typeof ChannelRefusal>;

export const TicketPreview = Type.Object({
  coverage: TicketCoverage,
  reason: CoverageReason,
  contract: OrNull(Type.Object({ id: Type.String(), name: Type.String() })),
  priority: Priority,
  /** Its place behind requests that wait; null = it would begin at once. */
  queuePosition: OrNull(Type.Integer()),
  channelRefusal: OrNull(ChannelRefusal),
  /** null = the fee holds it, or no price is known. */
  cost: OrNull(InterventionCost),
});
export type TicketPreview = Static<typeof TicketPreview>;

/** What a person corrects of a ticket; what is left out stays. */
export const TicketChange = Type.Object(
  {
    by: By,
    title: Type.Optional(Line(200)),
    requesterId: Type.Optional(OrNull(Id)),
    tags: Type.Optional(Tags),
  },
  { additionalProperties: false, minProperties: 2 },
);
export type TicketChange = Static<typeof TicketChange>;

/** A call that came in or went out; it is kept whether or not there is a ticket. */
export const CallWish = Type.Object(
  {
    by: By,
    customerId: Id,
    contactId: Type.Optional(OrNull(Id)),
    direction: Type.Enum(["in", "out"]),
    at: Type.Optional(Instant),
    minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_440 })),
    text: Text,
    /** Of the same customer; an outgoing call is the ticket's first response. */
    ticketId: Type.Optional(OrNull(Id)),
  },
  strict,
);
export type CallWish = Static<typeof CallWish>;

/** The ticket that a call asks for: of the call's customer, and by its caller and in its words if not said. */
const { customerId: _customer, channel: _channel, at: _at, ...asked } = TicketWish.properties;
export const CallTicketWish = Type.Object(asked, strict);
export type CallTicketWish = Static<typeof CallTicketWish>;

export const CallDocument = Type.Object({
  id: Type.String(),
  customer: Type.Object({ id: Type.String(), name: Type.String() }),
  contact: OrNull(Type.Object({ id: Type.String(), name: Type.String() })),
  direction: Type.Enum(["in", "out"]),
  at: Instant,
  minutes: OrNull(Type.Integer()),
  text: Type.String(),
  by: Type.String(),
  ticket: OrNull(Type.Object({ id: Type.String(), number: Type.Integer() })),
});
export type CallDocument = Static<typeof CallDocument>;
