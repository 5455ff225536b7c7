import { type Static, Type } from "typebox";
import { Acknowledgement, AlertHold, NoTicketReason } from "./alert.ts";
import { Line, OrNull, strict } from "./fields.ts";
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
      Type.Object({ metric: Type.String(), direction: Direction, level: Type.Number() }, strict),
    ),
  },
  strict,
);
export type ThresholdCondition = Static<typeof ThresholdCondition>;

/** Fires when the machine is offline: silent for longer than the grace of its class. */
export const OfflineCondition = Type.Object({ kind: Type.Literal("offline") }, strict);

/** Fires when most machines of a site that are expected there at all times go together. */
export const SiteOfflineCondition = Type.Object({ kind: Type.Literal("site_offline") }, strict);

export const AbsentForSeconds = Type.Integer({ minimum: 60, maximum: 604_800 });

/** Fires when a metric that was there has not been reported for so long. */
export const AbsenceCondition = Type.Object(
  {
    kind: Type.Literal("absence"),
    metric: Type.String(),
    absentForSeconds: AbsentForSeconds,
  },
  strict,
);
export type AbsenceCondition = Static<typeof AbsenceCondition>;

/**
 * Fires when a metric changes by so much an hour, measured from the beginning of the window to its
 * end. A fall is a negative change; of a counter it is a start from 0, and never a change downward.
 */
export const RateCondition = Type.Object(
  {
    kind: Type.Literal("rate"),
    metric: Type.String(),
    direction: Direction,
    /** Change an hour, in the metric's unit. */
    fireAt: Type.Number(),
    clearAt: Type.Number(),
    windowSeconds: Type.Integer({ minimum: 600, maximum: 86_400 }),
    counter: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type RateCondition = Static<typeof RateCondition>;

/** The longest time that a forecast looks ahead: beyond, two weeks of measures say nothing. */
export const FORECAST_HOURS_MAX = 2_160;

export const ForecastHours = Type.Number({ minimum: 1, maximum: FORECAST_HOURS_MAX });

/**
 * Fires when a metric will surely be at a level soon: even the latest date that its course allows lies
 * within `fireWithinHours`. Clears when the likely date is no longer within `clearBeyondHours`.
 */
export const ForecastCondition = Type.Object(
  {
    kind: Type.Literal("forecast"),
    metric: Type.String(),
    direction: Direction,
    level: Type.Number(),
    fireWithinHours: ForecastHours,
    clearBeyondHours: ForecastHours,
  },
  strict,
);
export type ForecastCondition = Static<typeof ForecastCondition>;

/** Below two minutes a clock is taken as right. */
export const SkewSeconds = Type.Number({ minimum: 120, maximum: 31_536_000 });

/** Fires when the machine's clock and ours differ by so much, whichever is ahead. */
export const ClockCondition = Type.Object(
  {
    kind: Type.Literal("clock"),
    fireAtSeconds: SkewSeconds,
    clearAtSeconds: SkewSeconds,
  },
  strict,
);
export type ClockCondition = Static<typeof ClockCondition>;

export const Condition = Type.Union([
  ThresholdCondition,
  OfflineCondition,
  SiteOfflineCondition,
  AbsenceCondition,
  RateCondition,
  ForecastCondition,
  ClockCondition,
]);
export type Condition = Static<typeof Condition>;

/** The metric that a condition looks at; null = it looks at none. */
export function metricOfCondition(condition: Condition): string | null {
  return "metric" in condition ? condition.metric : null;
}

export const HoldForSeconds = Type.Integer({ minimum: 0, maximum: 86_400 });

/** What a person may change in a rule. */
export const RuleChange = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    condition: Type.Optional(Condition),
    holdForSeconds: Type.Optional(HoldForSeconds),
    severity: Type.Optional(Severity),
    opensTicket: Type.Optional(Type.Boolean()),
    resolvesTicket: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type RuleChange = Static<typeof RuleChange>;

const InBothLanguages = (maxLength: number) =>
  Type.Object({ en: Line(maxLength), fr: Line(maxLength) }, strict);

/** A rule of one's own. */
export const RuleWish = Type.Object(
  {
    /** Stable name, such as `print_queue_long`. It is never given twice. */
    key: Type.String({ pattern: "^[a-z][a-z0-9]*(_[a-z0-9]+)*$", maxLength: 64 }),
    label: InBothLanguages(120),
    reason: InBothLanguages(500),
    condition: Condition,
    holdForSeconds: HoldForSeconds,
    severity: Severity,
    opensTicket: Type.Boolean(),
    resolvesTicket: Type.Boolean(),
  },
  strict,
);
export type RuleWish = Static<typeof RuleWish>;

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
  objectKind: OrNull(ObjectKindSchema),
  object: OrNull(Type.String()),
  severity: Severity,
  metric: OrNull(Type.String()),
  /** The value that made it change state last. */
  value: OrNull(Type.Number()),
  threshold: OrNull(Type.Number()),
  /** When it entered this state, in the machine's event time. */
  since: Instant,
  /** It changes too often to be told each time: it counts as firing until it has been calm for long enough. */
  flapping: OrNull(
    Type.Object({
      since: Instant,
      /** When it is believed again, unless it changes once more. */
      until: Instant,
    }),
  ),
  /** Between which dates a forecast sees the level reached; null = it is no forecast, or is unsure. */
  forecast: OrNull(Type.Object({ earliest: Instant, latest: Instant })),
  ticketId: OrNull(Type.String()),
  /** Why a firing alert opened no ticket. */
  noTicket: OrNull(NoTicketReason),
  /** What holds its ticket back. */
  hold: OrNull(AlertHold),
  /** Who said that they know of it; it holds while `until` is ahead. */
  acknowledged: OrNull(Acknowledgement),
});
export type AlertDocument = Static<typeof AlertSchema>;
