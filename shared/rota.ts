import { type Static, Type } from "typebox";
import { CivilDate, WEEKDAYS } from "./calendar.ts";
import { Line, OrNull, strict } from "./fields.ts";
import { Instant } from "./machine.ts";

/** On-call rotas: who is woken, and when the next one takes over. */

const Id = Type.String({ minLength: 1, maxLength: 64 });
const Person = Type.Object({ id: Type.String(), name: Type.String() });

/** Turns of one person are at most this long, in days or weeks. */
export const TURN_MAX = 52;
/** People of one rota. */
export const ROTA_MEMBERS_MAX = 50;
/** Exceptions of one rota that are not over. */
export const ROTA_OVERRIDES_MAX = 200;

const HandoverTime = Type.String({
  pattern: "^([01]\\d|2[0-3]):[0-5]\\d$",
  description: "A time HH:MM, such as 09:00",
});

/** When one hands over to the next, in the rota's zone: each so many days, or weeks on a weekday. */
export const Handover = Type.Union([
  Type.Object(
    {
      every: Type.Literal("day"),
      turn: Type.Integer({ minimum: 1, maximum: TURN_MAX }),
      time: HandoverTime,
    },
    strict,
  ),
  Type.Object(
    {
      every: Type.Literal("week"),
      turn: Type.Integer({ minimum: 1, maximum: TURN_MAX }),
      weekday: Type.Enum(WEEKDAYS),
      time: HandoverTime,
    },
    strict,
  ),
]);
export type Handover = Static<typeof Handover>;

const turns = {
  /** IANA. */
  timeZone: Line(64),
  handover: Handover,
  /** In the order of their turns. */
  memberIds: Type.Array(Id, { minItems: 1, maxItems: ROTA_MEMBERS_MAX, uniqueItems: true }),
};
const calendarId = OrNull(Id);

export const RotaWish = Type.Object(
  {
    name: Line(120),
    ...turns,
    /** The first turn begins with the first handover on this day or after it. */
    from: CivilDate,
    /** The hours in which somebody is on call; null or left out = always. */
    calendarId: Type.Optional(calendarId),
  },
  strict,
);
export type RotaWish = Static<typeof RotaWish>;

/**
 * Another zone, handover or order of people holds from `from` on, by default from the next handover:
 * turns that have begun stay whose they are.
 */
export const RotaChange = Type.Partial(
  Type.Object({
    name: Line(120),
    ...turns,
    from: CivilDate,
    calendarId,
    active: Type.Boolean(),
  }),
  { additionalProperties: false, minProperties: 1 },
);
export type RotaChange = Static<typeof RotaChange>;

/** Somebody stands in for whoever's turn it is. */
export const RotaOverrideWish = Type.Object(
  { staffId: Id, from: Instant, to: Instant, reason: Line(200) },
  strict,
);
export type RotaOverrideWish = Static<typeof RotaOverrideWish>;
export const RotaOverrideDocument = Type.Object({
  id: Type.String(),
  person: Person,
  from: Instant,
  to: Instant,
  reason: Type.String(),
});
export type RotaOverrideDocument = Static<typeof RotaOverrideDocument>;

/** How the turns go from an instant on. */
export const RotaPlanDocument = Type.Object({
  from: Instant,
  timeZone: Type.String(),
  handover: Handover,
  members: Type.Array(Person),
});
export type RotaPlanDocument = Static<typeof RotaPlanDocument>;

export const ShiftDocument = Type.Object({
  person: Person,
  from: Instant,
  to: Instant,
  /** Why it is not the person whose turn it is; null = it is. */
  override: OrNull(Type.Object({ id: Type.String(), reason: Type.String() })),
});
export type ShiftDocument = Static<typeof ShiftDocument>;

export const RotaDocument = Type.Object({
  id: Type.String(),
  name: Type.String(),
  active: Type.Boolean(),
  /** The one that holds, and after it those that are to come. */
  plans: Type.Array(RotaPlanDocument),
  calendar: OrNull(Type.Object({ id: Type.String(), name: Type.String() })),
  /** Those that are not over. */
  overrides: Type.Array(RotaOverrideDocument),
  /** null = nobody is, now. */
  onCall: OrNull(ShiftDocument),
  /** When another person takes over; null = nobody ever does. */
  nextHandoverAt: OrNull(Instant),
  /** Whether there is an address under which calendars read it. */
  hasCalendarKey: Type.Boolean(),
  version: Type.Integer(),
});
export type RotaDocument = Static<typeof RotaDocument>;

/** Who is on call by one rota now. */
export const OnCallDocument = Type.Object({
  rota: Type.Object({ id: Type.String(), name: Type.String() }),
  onCall: RotaDocument.properties.onCall,
  nextHandoverAt: RotaDocument.properties.nextHandoverAt,
});
export type OnCallDocument = Static<typeof OnCallDocument>;

/**
 * The address under which a calendar program reads, on this server. It is said this once: whoever has it
 * may read, until another one is made or it is withdrawn.
 */
export const CalendarAddress = Type.Object({ url: Type.String() });
export type CalendarAddress = Static<typeof CalendarAddress>;
