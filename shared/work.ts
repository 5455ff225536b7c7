import { type Static, Type } from "typebox";
import { Line, LineOrEmpty, OrNull, strict } from "./fields.ts";
import { Instant } from "./machine.ts";

/** Time that people worked on a ticket. */

const By = Line(120);

export const TIME_KINDS = ["work", "travel"] as const;
export const TimeKind = Type.Enum(TIME_KINDS);
export type TimeKind = (typeof TIME_KINDS)[number];

/** By hand: both ends, or the end and how long. */
export const TimeEntryWish = Type.Object(
  {
    by: By,
    kind: TimeKind,
    startedAt: Instant,
    endedAt: Instant,
    note: Type.Optional(LineOrEmpty(500)),
  },
  strict,
);
export type TimeEntryWish = Static<typeof TimeEntryWish>;
export const TimerStart = Type.Object(
  { by: By, kind: TimeKind, note: Type.Optional(LineOrEmpty(500)) },
  strict,
);
export type TimerStart = Static<typeof TimerStart>;
/** What is left out stays. An end ends a timer that runs, too. */
export const TimeEntryChange = Type.Object(
  {
    /** Who changes it; whose time it is if left out. */
    by: Type.Optional(By),
    kind: Type.Optional(TimeKind),
    startedAt: Type.Optional(Instant),
    endedAt: Type.Optional(Instant),
    note: Type.Optional(LineOrEmpty(500)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type TimeEntryChange = Static<typeof TimeEntryChange>;
export const TimeEntryDocument = Type.Object({
  id: Type.String(),
  ticketId: Type.String(),
  by: Type.String(),
  kind: TimeKind,
  startedAt: Instant,
  /** null = it runs. */
  endedAt: OrNull(Instant),
  minutes: OrNull(Type.Integer()),
  /** Of these, outside the contract's service hours; null while it runs, or where no contract says hours. */
  outOfHoursMinutes: OrNull(Type.Integer()),
  note: Type.String(),
  version: Type.Integer(),
});
export type TimeEntryDocument = Static<typeof TimeEntryDocument>;
