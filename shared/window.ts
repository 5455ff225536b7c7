import { type Static, Type } from "typebox";
import { CivilDate } from "./calendar.ts";
import { Line, OrNull, strict } from "./fields.ts";
import { Instant, MachineClass } from "./machine.ts";

/**
 * Maintenance windows: while one holds, alerts of its machines are recorded and open no ticket. What
 * still fires when it and its grace are over opens its ticket then.
 */

const Id = Type.String({ minLength: 1, maxLength: 64 });
const aChange = { additionalProperties: false, minProperties: 1 } as const;

/** The longest that a window may last in one go. */
export const WINDOW_MINUTES_MAX = 7 * 1_440;

/** How long machines are given to come to rest, if nobody says otherwise. */
export const GRACE_MINUTES_DEFAULT = 10;
const GRACE_MINUTES_MAX = 120;

/**
 * Which machines of the customer. Of each list that is given a machine must meet one; without any list
 * it is all of them.
 */
export const WindowScope = Type.Object(
  {
    siteIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true })),
    machineIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1_000, uniqueItems: true })),
    classes: Type.Optional(
      Type.Array(MachineClass, { minItems: 1, maxItems: 4, uniqueItems: true }),
    ),
    tags: Type.Optional(Type.Array(Line(64), { minItems: 1, maxItems: 32, uniqueItems: true })),
  },
  strict,
);
export type WindowScope = Static<typeof WindowScope>;

const CHANGEABLE = {
  scope: WindowScope,
  /** Why. */
  reason: Line(200),
  /** IANA; `startsAt` and the rule are read in it. */
  timeZone: Line(64),
  /** Local, without a zone, to the minute. */
  startsAt: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$" }),
  /** Real time, whatever the clocks do meanwhile. */
  durationMinutes: Type.Integer({ minimum: 1, maximum: WINDOW_MINUTES_MAX }),
  /**
   * A rule of RFC 5545 without times of its own, such as `FREQ=WEEKLY;BYDAY=SU`, with UNTIL as a local
   * date or COUNT where it ends; null = it is only once.
   */
  rrule: Type.Optional(OrNull(Type.String({ minLength: 1, maxLength: 200 }))),
  /** Local days on which it does not begin. */
  except: Type.Optional(Type.Array(CivilDate, { maxItems: 366, uniqueItems: true })),
  graceMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: GRACE_MINUTES_MAX })),
};

export const WindowWish = Type.Object({ customerId: Id, by: Line(120), ...CHANGEABLE }, strict);
export type WindowWish = Static<typeof WindowWish>;

export const WindowChange = Type.Partial(Type.Object(CHANGEABLE), aChange);
export type WindowChange = Static<typeof WindowChange>;

export const WindowEnd = Type.Object({ by: Line(120) }, strict);
export type WindowEnd = Static<typeof WindowEnd>;

export const WINDOW_STATES = ["planned", "holding", "over"] as const;
export const WindowState = Type.Enum(WINDOW_STATES);
export type WindowState = (typeof WINDOW_STATES)[number];

/** One time that a window holds: [from, until), and tickets are held back up to `heldUntil`. */
export const WindowOccurrence = Type.Object({ from: Instant, until: Instant, heldUntil: Instant });
export type WindowOccurrence = Static<typeof WindowOccurrence>;

export const WindowDocument = Type.Object({
  id: Type.String(),
  customer: Type.Object({ id: Type.String(), name: Type.String() }),
  scope: WindowScope,
  reason: Type.String(),
  by: Type.String(),
  timeZone: Type.String(),
  startsAt: Type.String(),
  durationMinutes: Type.Integer(),
  rrule: OrNull(Type.String()),
  except: Type.Array(CivilDate),
  graceMinutes: Type.Integer(),
  /** `holding` while tickets are held back, the grace included. */
  state: WindowState,
  /** The time that holds now, or the next one; null = it is over. */
  occurrence: OrNull(WindowOccurrence),
  /** Who ended a time of it early, last. */
  endedBy: OrNull(Type.String()),
  version: Type.Integer(),
});
export type WindowDocument = Static<typeof WindowDocument>;
