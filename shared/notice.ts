import { type Static, Type } from "typebox";
import { Priority } from "./contract.ts";
import { OrNull } from "./fields.ts";
import { Instant } from "./machine.ts";
import { TicketState } from "./ticket.ts";

/** What people and programs are told of: on screen, by mail and by webhook. */

/** What happened; each is put into words in its reader's language. */
export const NOTICE_KINDS = [
  "ticket_opened",
  /** A whole site is away: one ticket stands for all of its machines. */
  "outage_opened",
  "ticket_reopened",
  /** Nobody has taken it or was given it for a while. */
  "ticket_unassigned",
  "assigned",
  "ticket_taken",
  "ticket_waiting",
  "ticket_resolved",
  "ticket_closed",
  "ticket_cancelled",
  "customer_replied",
  /** The staff said something to the customer: the conversation itself. */
  "staff_replied",
  "breach_near",
  "breached",
  "escalated",
  /** Nobody took a ticket in time: the next one of an escalation policy is woken. */
  "ticket_unacknowledged",
  /** Somebody takes over a rota, or has handed it over. */
  "on_call_begins",
  "on_call_ends",
  /** A notice was given up. */
  "undelivered",
  /** A contact's contract takes no requests by mail, or not at this hour. */
  "channel_refused",
] as const;
export const NoticeKind = Type.Enum(NOTICE_KINDS);
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const NOTICE_CHANNELS = ["screen", "mail", "webhook"] as const;
export const NoticeChannel = Type.Enum(NOTICE_CHANNELS);
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** `dropped` = there was nobody to tell any more, or nothing, or too much in a day. `dead` = given up; a person may send it again. */
export const NOTICE_STATES = ["waiting", "sent", "dead", "dropped"] as const;
export const NoticeState = Type.Enum(NOTICE_STATES);
export type NoticeState = (typeof NOTICE_STATES)[number];

export const NOTICE_RECIPIENTS = ["staff", "contact", "address", "webhook"] as const;
export const RecipientKind = Type.Enum(NOTICE_RECIPIENTS);
export type RecipientKind = (typeof NOTICE_RECIPIENTS)[number];

/** The ticket of a notice as it is now. */
export const NoticeTicket = Type.Object({
  id: Type.String(),
  number: Type.Integer(),
  state: TicketState,
  priority: Priority,
  /** What a person called it; null = its words are made of the rule. */
  title: OrNull(Type.String()),
  rule: OrNull(
    Type.Object({
      key: Type.String(),
      label: Type.Object({ en: Type.String(), fr: Type.String() }),
    }),
  ),
  object: OrNull(Type.String()),
  customer: OrNull(Type.String()),
  machine: OrNull(Type.String()),
});
export type NoticeTicket = Static<typeof NoticeTicket>;

export const NoticeDocument = Type.Object({
  id: Type.String(),
  kind: NoticeKind,
  channel: NoticeChannel,
  recipient: Type.Object({
    kind: RecipientKind,
    /** Of an address, the address. */
    id: Type.String(),
    /** null = it is gone. */
    name: OrNull(Type.String()),
  }),
  ticket: OrNull(NoticeTicket),
  parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** How often it happened since, in one notice. */
  count: Type.Integer({ minimum: 1 }),
  state: NoticeState,
  createdAt: Instant,
  /** When it was to leave, by grouping and quiet hours. */
  dueAt: Instant,
  /** When it is tried next; null = it waits for nothing. */
  nextAt: OrNull(Instant),
  sentAt: OrNull(Instant),
  /** On screen: when it was read. */
  readAt: OrNull(Instant),
  attempts: Type.Integer(),
  /** Why the last attempt failed: a code of the catalogue, and what the far end said. */
  lastError: OrNull(Type.Object({ code: Type.String(), detail: Type.String() })),
  /** Of a mail that left; those that were sent together share it. */
  messageId: OrNull(Type.String()),
});
export type NoticeDocument = Static<typeof NoticeDocument>;

/** What a person has read: these, or all. */
export const NoticesRead = Type.Object(
  {
    staffId: Type.String({ minLength: 1, maxLength: 64 }),
    ids: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 200 }),
    ),
  },
  { additionalProperties: false },
);
export type NoticesRead = Static<typeof NoticesRead>;
