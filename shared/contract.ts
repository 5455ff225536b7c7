import { type Static, Type } from "typebox";
import { Instant } from "./machine.ts";
import { TargetKind } from "./ticket.ts";

/** Contracts and calendars: as kept, and as the API says them. */

const strict = { additionalProperties: false } as const;

/**
 * `[opens, closes)` in local time, "HH:MM"; "24:00" = the next midnight; closing at or before
 * opening = it goes on into the next day and belongs to the day on which it starts.
 */
export const Opening = Type.Tuple([
  Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d$" }),
  Type.String({ pattern: "^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$" }),
]);
export const Openings = Type.Array(Opening, { maxItems: 24 });
export type Openings = Static<typeof Openings>;

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const CivilDate = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$" });

export const HOLIDAY_SETS = [
  "FR",
  "FR-ALSACE-MOSELLE",
  "FR-GUADELOUPE",
  "FR-MARTINIQUE",
  "FR-GUYANE",
  "FR-LA-REUNION",
  "FR-MAYOTTE",
] as const;
export const HolidaySet = Type.Enum(HOLIDAY_SETS);
export type HolidaySet = (typeof HOLIDAY_SETS)[number];

/** A calendar as a person writes it. */
export const CalendarDocument = Type.Object(
  {
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
    weekly: Type.Partial(
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
    ),
    holidaySet: Type.Optional(HolidaySet),
    /** Holidays of the set on which this calendar is open all the same, by their key. */
    workedHolidays: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 32 })),
    /** Further closed dates. */
    holidays: Type.Optional(Type.Array(CivilDate, { maxItems: 400 })),
    /** The hours of single dates; they replace that date's and win over holidays. */
    exceptions: Type.Optional(
      Type.Record(Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$" }), Openings, strict),
    ),
  },
  strict,
);
export type CalendarDocument = Static<typeof CalendarDocument>;

/** One promised time: so much working time of that calendar. */
export const TargetPromise = Type.Object(
  {
    kind: TargetKind,
    budgetSeconds: Type.Integer({ minimum: 0, maximum: 31_536_000 }),
    calendarId: Type.String(),
    pausable: Type.Boolean(),
  },
  strict,
);
export type TargetPromise = Static<typeof TargetPromise>;

/** What a contract version promises for one priority. */
export const ServiceLevel = Type.Object(
  {
    priority: Type.Integer({ minimum: 1, maximum: 4 }),
    targets: Type.Array(TargetPromise, { maxItems: 6 }),
  },
  strict,
);
export type ServiceLevel = Static<typeof ServiceLevel>;

/** The clauses of a contract version. */
export const ContractClauses = Type.Object(
  { levels: Type.Array(ServiceLevel, { minItems: 1, maxItems: 4 }) },
  strict,
);
export type ContractClauses = Static<typeof ContractClauses>;

export const ContractDocument = Type.Object({
  id: Type.String(),
  number: Type.String(),
  name: Type.String(),
  kind: Type.Union([Type.Literal("maintenance"), Type.Literal("managed")]),
  customer: Type.Object({ id: Type.String(), name: Type.String() }),
  /** Made by `npm start` to show something; removable in one act. */
  sample: Type.Boolean(),
  version: Type.Object({
    id: Type.String(),
    number: Type.Integer(),
    effectiveFrom: Instant,
    clauses: ContractClauses,
  }),
  calendars: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), document: CalendarDocument }),
  ),
  machines: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
export type ContractDocument = Static<typeof ContractDocument>;
