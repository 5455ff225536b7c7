import { type Static, Type } from "typebox";
import { Channel, EquipmentKind, Level, Priority } from "./contract.ts";
import { OrNull } from "./fields.ts";
import { Instant } from "./machine.ts";
import { Severity } from "./rule.ts";
import { TicketState, TicketTarget, TicketTransition, TicketType } from "./ticket.ts";

/** Tickets as the API says them. */

/** What the contract makes of a ticket, as it was decided when the ticket was opened or moved. */
export const COVERAGES = [
  "covered",
  "type_not_included",
  "outside_perimeter",
  "no_contract",
] as const;
export const TicketCoverage = Type.Enum(COVERAGES);
export type TicketCoverage = (typeof COVERAGES)[number];

/** Where a request stands that waits for a free slot of its contract. */
export const QueuePlace = Type.Object({
  /** 1 = the next. */
  position: Type.Integer({ minimum: 1 }),
  since: Instant,
  /** How many requests the contract holds open at once, and for whom it counts them. */
  limit: Type.Integer(),
  per: Type.Enum(["contract", "customer", "site"]),
});
export type QueuePlace = Static<typeof QueuePlace>;

const Named = Type.Object({ id: Type.String(), name: Type.String() });

export const TicketSummary = Type.Object({
  id: Type.String(),
  number: Type.Integer(),
  state: TicketState,
  type: TicketType,
  /** What a person called it; null = an alert opened it, and its words are made of the rule and its values. */
  title: OrNull(Type.String()),
  channel: Channel,
  impact: Level,
  urgency: Level,
  priority: Priority,
  customer: Named,
  site: OrNull(Named),
  machine: OrNull(Named),
  equipment: OrNull(Type.Object({ ...Named.properties, kind: EquipmentKind })),
  /** Who asked. */
  requester: OrNull(Type.Object({ ...Named.properties, email: OrNull(Type.String()) })),
  /** The rule that found it; null = a person opened it. */
  rule: OrNull(
    Type.Object({
      id: Type.String(),
      key: Type.String(),
      label: Type.Object({ en: Type.String(), fr: Type.String() }),
    }),
  ),
  severity: OrNull(Severity),
  object: OrNull(Type.String()),
  metric: OrNull(Type.String()),
  value: OrNull(Type.Number()),
  threshold: OrNull(Type.Number()),
  coverage: TicketCoverage,
  /** The contract whose clocks it runs on; null = none. */
  contract: OrNull(Named),
  queue: OrNull(QueuePlace),
  assignee: OrNull(Named),
  team: OrNull(Named),
  /** The ticket of the outage that this one is a part of. */
  parent: OrNull(Type.Object({ id: Type.String(), number: Type.Integer() })),
  tags: Type.Array(Type.String()),
  openedAt: Instant,
  /** When it happened; the clocks start at `openedAt`, or when a slot frees. */
  eventAt: Instant,
  updatedAt: Instant,
  resolvedAt: OrNull(Instant),
  /** When the next of its promises breaks as things stand; null = none runs. */
  breaksAt: OrNull(Instant),
  /** The ticket into which this one was merged. */
  mergedInto: OrNull(Type.String()),
  targets: Type.Array(TicketTarget),
  version: Type.Integer(),
});
export type TicketSummary = Static<typeof TicketSummary>;

/** Why a ticket is covered or not, as a code and what its sentence needs; and what follows. */
export const CoverageReason = Type.Object({
  code: Type.Enum([
    "machine_covered",
    "equipment_covered",
    "contract_of_customer",
    "type_left_out",
    "machine_left_out",
    "equipment_left_out",
    "no_contract_in_force",
    "moved_by_hand",
  ]),
  parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** `clocks` = the contract's promises run; `intervention` = paid by the intervention, no promise runs. */
  consequence: Type.Enum(["clocks", "intervention"]),
});
export type CoverageReason = Static<typeof CoverageReason>;

export const LINK_KINDS = [
  "related",
  "causes",
  "caused_by",
  "duplicates",
  "duplicated_by",
] as const;
export const LinkKind = Type.Enum(LINK_KINDS);
export type LinkKind = (typeof LINK_KINDS)[number];

/** Another thing that has to do with a ticket. */
export const TicketLink = Type.Union([
  Type.Object({
    id: Type.String(),
    to: Type.Literal("ticket"),
    kind: LinkKind,
    ticket: Type.Object({
      id: Type.String(),
      number: Type.Integer(),
      state: TicketState,
      title: OrNull(Type.String()),
    }),
  }),
  Type.Object({ id: Type.String(), to: Type.Literal("machine"), machine: Named }),
  Type.Object({
    id: Type.String(),
    to: Type.Literal("alert"),
    alertId: Type.String(),
    machine: Named,
  }),
]);
export type TicketLink = Static<typeof TicketLink>;

export const Attachment = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** As it was said by whoever sent it; nothing trusts it. */
  mediaType: Type.String(),
  bytes: Type.Integer(),
  /** Whether the customer sees it. */
  public: Type.Boolean(),
  /** The line of the history that it came with. */
  transitionId: OrNull(Type.Integer()),
  by: Type.String(),
  at: Instant,
});
export type Attachment = Static<typeof Attachment>;

export const TicketDetail = Type.Object({
  ...TicketSummary.properties,
  coverageReason: CoverageReason,
  watchers: Type.Array(Named),
  links: Type.Array(TicketLink),
  attachments: Type.Array(Attachment),
  /** The tickets that are parts of this one. */
  children: Type.Array(
    Type.Object({ id: Type.String(), number: Type.Integer(), state: TicketState }),
  ),
  worked: Type.Object({
    workMinutes: Type.Integer(),
    travelMinutes: Type.Integer(),
    /** Of the work, what was done outside the contract's hours. */
    outOfHoursMinutes: Type.Integer(),
  }),
  /** The newest ones, oldest first. */
  transitions: Type.Array(TicketTransition),
  /** How many older ones are not shown. */
  transitionsOmitted: Type.Integer(),
});
export type TicketDetail = Static<typeof TicketDetail>;
