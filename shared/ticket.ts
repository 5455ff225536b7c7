import { type Static, Type } from "typebox";
import { OrNull } from "./fields.ts";
import { Instant } from "./machine.ts";

/** The words of tickets: states, promised times, and what happens to them. */

export const TICKET_STATES = [
  "new",
  "acknowledged",
  "in_progress",
  "waiting_customer",
  "waiting_third_party",
  "resolved",
  "closed",
  "cancelled",
  "merged",
] as const;
export const TicketState = Type.Enum(TICKET_STATES);
export type TicketState = (typeof TICKET_STATES)[number];

export const TICKET_TYPES = ["incident", "request", "preventive", "evolutive"] as const;
export const TicketType = Type.Enum(TICKET_TYPES);
export type TicketType = (typeof TICKET_TYPES)[number];

/** States in which a ticket's key is taken: no second ticket opens for the same cause. */
export const OPEN_TICKET_STATES = [
  "new",
  "acknowledged",
  "in_progress",
  "waiting_customer",
  "waiting_third_party",
] as const satisfies readonly TicketState[];

export const TARGET_KINDS = [
  "acknowledgement",
  "first_response",
  "on_site_arrival",
  "workaround",
  "restoration",
  "resolution",
] as const;
export const TargetKind = Type.Enum(TARGET_KINDS);
export type TargetKind = (typeof TARGET_KINDS)[number];

export const TARGET_STATES = [
  "running",
  "out_of_hours",
  "paused",
  "met",
  "breached",
  "not_needed",
  "cancelled",
] as const;
export const TargetState = Type.Enum(TARGET_STATES);
export type TargetState = (typeof TARGET_STATES)[number];

/** Whom a ticket waits for; meanwhile the clocks that can be paused stand still. */
export const WAITS = ["customer", "third_party"] as const;
export const WaitsFor = Type.Enum(WAITS);
export type WaitsFor = (typeof WAITS)[number];

/** One promised time of a ticket. The page counts down through `openIntervals` by itself. */
export const TicketTarget = Type.Object({
  kind: TargetKind,
  /** 1, and one more for each reopening that began the promise anew. */
  cycle: Type.Integer(),
  state: TargetState,
  budgetSeconds: Type.Number(),
  elapsedSeconds: Type.Number(),
  /** Working time left; 0 when breached; null when it no longer runs. */
  remainingSeconds: OrNull(Type.Number()),
  /** Working time past the budget. */
  overrunSeconds: Type.Number(),
  /** null while paused, or when it no longer runs and was not needed. */
  dueAt: OrNull(Instant),
  /** The next stretches that count, epoch milliseconds, [start, end); empty when it does not run. */
  openIntervals: Type.Array(Type.Tuple([Type.Number(), Type.Number()])),
});
export type TicketTarget = Static<typeof TicketTarget>;

/**
 * What happened to a ticket. `text` is a person's own words; everything else is code and
 * parameters, put into words in the reader's language.
 */
export const TRANSITION_KINDS = [
  "opened",
  "repeated",
  "recovered",
  "acknowledged",
  "commented",
  "replied",
  "called",
  "customer_wrote",
  "waiting",
  "went_on",
  "arrived",
  "worked_around",
  "restored",
  "resolved",
  "closed",
  "reopened",
  "cancelled",
  "merged",
  "took_in",
  "priority_changed",
  "contract_changed",
  "breached",
  "breach_withdrawn",
  "escalated",
  "cause_said",
  "queued",
  "started",
  "assigned",
  "changed",
  "linked",
  "unlinked",
  "attached",
  "coverage_changed",
] as const;
export const TransitionKind = Type.Enum(TRANSITION_KINDS);
export type TransitionKind = (typeof TRANSITION_KINDS)[number];

export const TicketTransition = Type.Object({
  id: Type.Integer(),
  kind: TransitionKind,
  /** When it was written down. */
  at: Instant,
  /** When it happened, which is what clocks count by; earlier than `at` if it was told late. */
  effectiveAt: Instant,
  /** "vigie" = by itself. */
  actor: Type.String(),
  fromState: OrNull(TicketState),
  toState: TicketState,
  parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  text: OrNull(Type.String()),
});
export type TicketTransition = Static<typeof TicketTransition>;
