import { type Static, Type } from "typebox";
import { Channel, Priority } from "./contract.ts";
import { Line, strict } from "./fields.ts";
import { TicketState, TicketType } from "./ticket.ts";
import { TicketCoverage } from "./ticket-document.ts";

/** How tickets are found: what narrows a list, and in which order it comes. */

/** Far above what a person types; what is pasted is cut by nobody but refused. */
export const WORDS_LENGTH_MAX = 200;

const VALUES_MAX = 16;

const Id = Type.String({ minLength: 1, maxLength: 64 });
const IdOrNone = Type.String({ minLength: 1, maxLength: 64, description: "An id, or `none`" });
const anyOf = <Value extends Parameters<typeof Type.Array>[0]>(value: Value) =>
  Type.Optional(Type.Union([value, Type.Array(value, { minItems: 1, maxItems: VALUES_MAX })]));

/** A filter that has several values holds for a ticket that has any of them. */
export const TICKET_FILTERS = {
  /** Words that are all in the ticket, the last one perhaps begun only; `#12` is that very number. */
  q: Type.Optional(Type.String({ maxLength: WORDS_LENGTH_MAX })),
  /** `open` stands for every state in which somebody still has to do something. */
  state: anyOf(Type.Union([TicketState, Type.Literal("open")])),
  type: anyOf(TicketType),
  priority: anyOf(Priority),
  coverage: anyOf(TicketCoverage),
  channel: anyOf(Channel),
  customer: Type.Optional(Id),
  site: Type.Optional(Id),
  machine: Type.Optional(Id),
  equipment: Type.Optional(Id),
  requester: Type.Optional(Id),
  rule: Type.Optional(Id),
  assignee: Type.Optional(IdOrNone),
  team: Type.Optional(IdOrNone),
  /** The ticket of the outage; `none` = those that are a part of no other. */
  parent: Type.Optional(IdOrNone),
  tag: anyOf(Line(64)),
  /** Whether it waits for a free slot of its contract. */
  queued: Type.Optional(Type.Boolean()),
} as const;

export const TicketFilter = Type.Object(TICKET_FILTERS, strict);
export type TicketFilter = Static<typeof TicketFilter>;

/** `breaks` = what breaks its promise next in working time; what promises nothing comes last. */
export const TICKET_SORTS = ["number", "breaks", "updated", "priority"] as const;
export const TicketSort = Type.Enum(TICKET_SORTS);
export type TicketSort = (typeof TICKET_SORTS)[number];

export const SORT_ORDERS = ["asc", "desc"] as const;
export const SortOrder = Type.Enum(SORT_ORDERS);
export type SortOrder = (typeof SORT_ORDERS)[number];

/** What a list begins with where nobody says: the newest, but of what is urgent the most urgent. */
export const ORDER_DEFAULTS: Readonly<Record<TicketSort, SortOrder>> = {
  number: "desc",
  breaks: "asc",
  updated: "desc",
  priority: "asc",
};

/** Counting stops here: nobody needs to know more exactly how many that is. */
export const COUNTED_MAX = 10_000;

export const TicketCount = Type.Object({
  count: Type.Integer({ minimum: 0, maximum: COUNTED_MAX }),
  /** There are more than were counted. */
  isMore: Type.Boolean(),
});
export type TicketCount = Static<typeof TicketCount>;
