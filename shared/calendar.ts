import { type Static, Type } from "typebox";
import { Line, strict } from "./fields.ts";

/** Calendars of service hours, as a person writes them. */

/**
 * `[opens, closes)` in local time, "HH:MM"; "24:00" = the next midnight; closing at or before
 * opening = it goes on into the next day and belongs to the day on which it starts.
 */
export const Opening = Type.Tuple(
  [
    Type.String({
      pattern: "^([01]\\d|2[0-3]):[0-5]\\d$",
      description: "A time HH:MM, such as 09:00",
    }),
    Type.String({
      pattern: "^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$",
      description: "A time HH:MM, such as 18:00, or 24:00",
    }),
  ],
  { description: "Two times HH:MM, when it opens and when it closes" },
);
export const Openings = Type.Array(Opening, { maxItems: 24 });
export type Openings = Static<typeof Openings>;

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
/** An ISO date without a time, such as "2026-05-01". */
export const CivilDate = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$" });

/** Whose public holidays: France and its regions, Belgium, Luxembourg, Switzerland by canton. */
export const HOLIDAY_SETS = [
  "FR",
  "FR-ALSACE-MOSELLE",
  "FR-GUADELOUPE",
  "FR-MARTINIQUE",
  "FR-GUYANE",
  "FR-LA-REUNION",
  "FR-MAYOTTE",
  "BE",
  "LU",
  "CH-AG",
  "CH-AI",
  "CH-AR",
  "CH-BE",
  "CH-BL",
  "CH-BS",
  "CH-FR",
  "CH-GE",
  "CH-GL",
  "CH-GR",
  "CH-JU",
  "CH-LU",
  "CH-NE",
  "CH-NW",
  "CH-OW",
  "CH-SG",
  "CH-SH",
  "CH-SO",
  "CH-SZ",
  "CH-TG",
  "CH-TI",
  "CH-UR",
  "CH-VD",
  "CH-VS",
  "CH-ZG",
  "CH-ZH",
] as const;
export const HolidaySet = Type.Enum(HOLIDAY_SETS);
export type HolidaySet = (typeof HOLIDAY_SETS)[number];

export const Weekly = Type.Partial(
  Type.Object(
    {
      mon: Openings,
      tue: Openings,
      wed: Openings,
      thu: Openings,
      fri: Openings,
      sat: Openings,
      sun: Openings,
    },
    strict,
  ),
  strict,
);

/**
 * A calendar. One with hours needs `timeZone` and `weekly`. One that names another in `complementOf`
 * is open whenever that one is closed, and has no hours, holidays or exceptions of its own.
 */
export const CalendarDocument = Type.Object(
  {
    timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    weekly: Type.Optional(Weekly),
    holidaySet: Type.Optional(HolidaySet),
    /** Holidays of the set on which this calendar is open all the same, by their key. */
    workedHolidays: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 32 })),
    /** Further closed dates. */
    holidays: Type.Optional(Type.Array(CivilDate, { maxItems: 400 })),
    /** The hours of single dates; they replace that date's and win over holidays. */
    exceptions: Type.Optional(Type.Record(CivilDate, Openings, strict)),
    /** The calendar whose closed time this one is. */
    complementOf: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description:
          "The id of the calendar whose closed time this one is. In a preview, and in a template, where calendars are given by name, its name.",
      }),
    ),
  },
  strict,
);
export type CalendarDocument = Static<typeof CalendarDocument>;

/** A holiday of a set in a year. */
export const HolidayDocument = Type.Object({
  date: CivilDate,
  /** What a calendar names in `workedHolidays`. */
  key: Type.String(),
  name: Type.Object({ en: Type.String(), fr: Type.String() }),
});
export type HolidayDocument = Static<typeof HolidayDocument>;

export const HolidayYear = Type.Object({
  set: HolidaySet,
  year: Type.Integer(),
  holidays: Type.Array(HolidayDocument),
});
export type HolidayYear = Static<typeof HolidayYear>;

/** A holiday set with its label. */
export const HolidaySetDocument = Type.Object({
  set: HolidaySet,
  name: Type.Object({ en: Type.String(), fr: Type.String() }),
});
export type HolidaySetDocument = Static<typeof HolidaySetDocument>;

/** A calendar that was kept, with one of its versions: the newest where nothing else is said. */
export const KeptCalendar = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: Type.Object({
    id: Type.String(),
    number: Type.Integer(),
    /** Of a complement: the version of its base by which it counts. */
    baseVersionId: Type.Optional(Type.String()),
  }),
  document: CalendarDocument,
});
export type KeptCalendar = Static<typeof KeptCalendar>;

/** A calendar with the contracts whose clauses name it, by itself or as the base of a complement. */
export const CalendarInUse = Type.Object({
  ...KeptCalendar.properties,
  /** Of contracts that have not ended, by what holds today or later or by a draft; the first 200. */
  contracts: Type.Array(
    Type.Object({
      id: Type.String(),
      number: Type.String(),
      name: Type.String(),
      customer: Type.Object({ id: Type.String(), name: Type.String() }),
    }),
  ),
  contractCount: Type.Integer(),
});
export type CalendarInUse = Static<typeof CalendarInUse>;

/** What a person gives to make a calendar, or its next version. */
export const CalendarWish = Type.Object({ name: Line(100), document: CalendarDocument }, strict);
export type CalendarWish = Static<typeof CalendarWish>;
