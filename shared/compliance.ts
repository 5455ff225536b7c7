import { type Static, Type } from "typebox";
import { OrNull } from "./fields.ts";
import { Instant } from "./machine.ts";
import { TargetKind } from "./ticket.ts";

/** What was kept of what was promised: frozen when a ticket is resolved, and added up. */

/** Why a promise was broken, as a person says it. Penalty clauses may exclude some of them. */
export const BREACH_CAUSES = [
  "workload",
  "late_dispatch",
  "no_spare_part",
  "third_party",
  "customer_unavailable",
  "access_refused",
  "outside_perimeter",
  "force_majeure",
  "monitoring_error",
  "other",
] as const;
export const BreachCause = Type.Enum(BREACH_CAUSES);
export type BreachCause = (typeof BREACH_CAUSES)[number];

export const OUTCOME_STATES = ["met", "breached", "not_needed", "cancelled"] as const;
export const OutcomeState = Type.Enum(OUTCOME_STATES);
export type OutcomeState = (typeof OUTCOME_STATES)[number];

const Seconds = Type.Integer({ minimum: 0 });

/** How one promised time of one ticket ended. */
export const TargetOutcome = Type.Object({
  ticket: Type.Object({ id: Type.String(), number: Type.Integer() }),
  target: TargetKind,
  /** 1, and one more for each reopening that began the promise anew. */
  cycle: Type.Integer(),
  priority: Type.Integer(),
  state: OutcomeState,
  budgetSeconds: Seconds,
  elapsedSeconds: Seconds,
  overrunSeconds: Seconds,
  /** Working time in which it was paused. */
  pausedSeconds: Seconds,
  cause: OrNull(BreachCause),
  /** The versions by which it was counted. */
  contractVersionId: Type.String(),
  calendarVersionId: Type.String(),
  endedAt: Instant,
});
export type TargetOutcome = Static<typeof TargetOutcome>;

/** Outcomes of one priority and target added up. */
export const ComplianceFigure = Type.Object({
  priority: Type.Integer(),
  target: TargetKind,
  met: Type.Integer(),
  breached: Type.Integer(),
  notNeeded: Type.Integer(),
  cancelled: Type.Integer(),
  /** Met of met and breached, in basis points; null where neither happened. */
  complianceBasisPoints: OrNull(Type.Integer()),
  pausedSeconds: Seconds,
  overrunSeconds: Seconds,
  /** Breaches by cause; `unsaid` = nobody said why. */
  causes: Type.Record(Type.String(), Type.Integer()),
});
export type ComplianceFigure = Static<typeof ComplianceFigure>;

/** What a contract owes for one month. */
export const PenaltyMonth = Type.Object({
  /** "2026-06", of the contract's time zone. */
  month: Type.String(),
  currency: Type.String(),
  baseCents: Type.Integer(),
  lines: Type.Array(
    Type.Object({
      ticketNumber: Type.Integer(),
      target: TargetKind,
      cycle: Type.Integer(),
      startedHours: Type.Integer(),
      amountCents: Type.Integer(),
      /** Why nothing is owed for it; null = it counts. */
      excluded: OrNull(BreachCause),
    }),
  ),
  /** Before the cap, and what is owed. */
  uncappedCents: Type.Integer(),
  owedCents: Type.Integer(),
});
export type PenaltyMonth = Static<typeof PenaltyMonth>;

export const ComplianceReport = Type.Object({
  contractId: Type.String(),
  from: Instant,
  to: Instant,
  figures: Type.Array(ComplianceFigure),
  /** Every breach, oldest first. */
  breaches: Type.Array(TargetOutcome),
  penalties: Type.Array(PenaltyMonth),
});
export type ComplianceReport = Static<typeof ComplianceReport>;
