import { type Static, Type } from "typebox";
import { Instant, ObjectKindSchema } from "./machine.ts";

/** Rules and alerts as the API says them. */

export const SEVERITIES = ["critical", "warning"] as const;
export const Severity = Type.Enum(SEVERITIES);
export type Severity = (typeof SEVERITIES)[number];

export const DIRECTIONS = ["above", "below"] as const;
export const Direction = Type.Enum(DIRECTIONS);

/** Fires when the metric is at or past `fireAt`, clears when it is back at or past `clearAt`. */
export const ThresholdCondition = Type.Object(
  {
    kind: Type.Literal("threshold"),
    metric: Type.String(),
    direction: Direction,
    fireAt: Type.Number(),
    clearAt: Type.Number(),
    /** A second metric of the same object that must be past its level too. */
    and: Type.Optional(
      Type.Object(
        { metric: Type.String(), direction: Direction, level: Type.Number() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ThresholdCondition = Static<typeof ThresholdCondition>;

/** Fires when the machine is offline: silent for longer than the grace of its class. */
export const OfflineCondition = Type.Object(
  { kind: Type.Literal("offline") },
  { additionalProperties: false },
);

/** Fires when a metric that was there has not been reported for so long. */
export const AbsenceCondition = Type.Object(
  {
    kind: Type.Literal("absence"),
    metric: Type.String(),
    absentForSeconds: Type.Integer({ minimum: 60, maximum: 604_800 }),
  },
  { additionalProperties: false },
);
export type AbsenceCondition = Static<typeof AbsenceCondition>;

export const Condition = Type.Union([ThresholdCondition, OfflineCondition, AbsenceCondition]);
export type Condition = Static<typeof Condition>;

/** What a person may change in a rule. */
export const RuleChange = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    condition: Type.Optional(Condition),
    holdForSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
    severity: Type.Optional(Severity),
    opensTicket: Type.Optional(Type.Boolean()),
    resolvesTicket: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type RuleChange = Static<typeof RuleChange>;

export const RuleSchema = Type.Object({
  id: Type.String(),
  /** Stable name of a default rule, such as `volume_almost_full`; its words are the dashboard's. */
  key: Type.String(),
  enabled: Type.Boolean(),
  condition: Condition,
  /** How long the condition must hold, in event time and over at least three samples; 0 = at once. */
  holdForSeconds: Type.Integer(),
  severity: Severity,
  opensTicket: Type.Boolean(),
  /** Whether recovery resolves the ticket, unless a person has taken it. */
  resolvesTicket: Type.Boolean(),
  /** Why the rule is there, in both languages. */
  reason: Type.Object({ en: Type.String(), fr: Type.String() }),
  label: Type.Object({ en: Type.String(), fr: Type.String() }),
  /** What Vigie ships for this rule, so that a change can be undone; null = it is not a shipped one. */
  shipped: Type.Union([
    Type.Object({ condition: Condition, holdForSeconds: Type.Integer() }),
    Type.Null(),
  ]),
  version: Type.Integer(),
});
export type RuleDocument = Static<typeof RuleSchema>;

export const ALERT_STATES = ["pending", "firing", "quiet"] as const;
export const AlertState = Type.Enum(ALERT_STATES);

export const AlertSchema = Type.Object({
  id: Type.String(),
  state: AlertState,
  machine: Type.Object({ id: Type.String(), name: Type.String() }),
  rule: Type.Object({
    id: Type.String(),
    key: Type.String(),
    label: Type.Object({ en: Type.String(), fr: Type.String() }),
  }),
  objectKind: Type.Union([ObjectKindSchema, Type.Null()]),
  object: Type.Union([Type.String(), Type.Null()]),
  severity: Severity,
  metric: Type.Union([Type.String(), Type.Null()]),
  /** The value that made it change state last. */
  value: Type.Union([Type.Number(), Type.Null()]),
  threshold: Type.Union([Type.Number(), Type.Null()]),
  /** When it entered this state, in the machine's event time. */
  since: Instant,
  ticketId: Type.Union([Type.String(), Type.Null()]),
  /** Why a firing alert opened no ticket. */
  noTicket: Type.Union([Type.Literal("not_covered"), Type.Literal("rule_opens_none"), Type.Null()]),
});
export type AlertDocument = Static<typeof AlertSchema>;
