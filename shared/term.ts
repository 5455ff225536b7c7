import { type Static, Type } from "typebox";
import { CivilDate } from "./calendar.ts";
import { OrNull, strict } from "./fields.ts";

/**
 * How long a contract lasts and how it is ended. Dates are civil dates in the term's time zone: the
 * first and the last covered day are both included.
 */

export const RENEWALS = ["tacit", "express", "open_ended"] as const;
export const Renewal = Type.Enum(RENEWALS);
export type Renewal = (typeof RENEWALS)[number];

const Months = Type.Integer({ minimum: 1, maximum: 600 });

export const Term = Type.Object(
  {
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
    /** The first covered day. */
    startsOn: CivilDate,
    /** 1 = monthly, 3 = quarterly, 12 = annual. Left out only where it is open-ended from the first day. */
    initialMonths: Type.Optional(Months),
    /** `tacit` goes on unless notice is given, `express` only when renewed, `open_ended` until notice. */
    renewal: Renewal,
    /** Length of each further term; the initial one's if left out. */
    renewalMonths: Type.Optional(Months),
    /** How long before its end notice must be given. */
    notice: Type.Union([
      Type.Object({ days: Type.Integer({ minimum: 0, maximum: 3_660 }) }, strict),
      Type.Object({ months: Type.Integer({ minimum: 0, maximum: 120 }) }, strict),
    ]),
    /** Days before the last useful notice date on which staff is reminded; 90, 60, 30 if left out. */
    reminderDays: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0, maximum: 3_660 }), { maxItems: 12 }),
    ),
  },
  strict,
);
export type Term = Static<typeof Term>;

/** What happened to a contract's term. */
export const TermEvents = Type.Object(
  {
    /** Terms that amendments put in place of the first, from their day on. */
    amendments: Type.Optional(
      Type.Array(Type.Object({ effectiveOn: CivilDate, term: Term }, strict), { maxItems: 100 }),
    ),
    /** Days on which the customer and the provider renewed expressly, each for one further term. */
    renewedOn: Type.Optional(Type.Array(CivilDate, { maxItems: 100 })),
    noticeGivenOn: Type.Optional(CivilDate),
    /** The last covered day that both agreed on, before the term's own. */
    endsEarlyOn: Type.Optional(CivilDate),
  },
  strict,
);
export type TermEvents = Static<typeof TermEvents>;

/** The body of `POST /api/contracts/term-preview`. */
export const TermPreviewWish = Type.Object(
  {
    term: Term,
    ...TermEvents.properties,
    /** The day to say the state of; today in the term's time zone if left out. */
    on: Type.Optional(CivilDate),
    /** Terms to list from the current one on. */
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, default: 3 })),
  },
  strict,
);
export type TermPreviewWish = Static<typeof TermPreviewWish>;

/** `notice_given` = still in force, and notice was given or an early end agreed on. */
export const TERM_STATES = ["not_started", "in_force", "notice_given", "ended"] as const;
export const TermState = Type.Enum(TERM_STATES);
export type TermState = (typeof TERM_STATES)[number];

const CivilDateOrNull = OrNull(CivilDate);

export const TermSpan = Type.Object({
  /** 1 = the initial term. */
  number: Type.Integer(),
  startsOn: CivilDate,
  /** The last covered day; null = open-ended. */
  endsOn: CivilDateOrNull,
  /** The day after the last; null = open-ended. */
  anniversaryOn: CivilDateOrNull,
  /** The last day on which notice still ends it with this term; null where notice cannot or need not. */
  lastNoticeOn: CivilDateOrNull,
});
export type TermSpan = Static<typeof TermSpan>;

export const TermReminder = Type.Object({
  /** From `on` to the day that it reminds of; fewer than the clause has where the term is short. */
  daysBefore: Type.Integer(),
  on: CivilDate,
  /** What it reminds of: notice that can still be given, or an end that only a renewal averts. */
  of: Type.Union([Type.Literal("last_notice"), Type.Literal("end")]),
});
export type TermReminder = Static<typeof TermReminder>;

/** Where a contract stands on a day. */
export const TermStanding = Type.Object({
  on: CivilDate,
  state: TermState,
  /** null before the first day and after the last. */
  current: OrNull(TermSpan),
  /** The last covered day, where it is known: by notice, early end or express renewal. */
  endsOn: CivilDateOrNull,
  /** Of the notice date that can still be met, or of the end that comes next; past ones too. */
  reminders: Type.Array(TermReminder),
  /** From the current term on, no further than the end. */
  terms: Type.Array(TermSpan),
});
export type TermStanding = Static<typeof TermStanding>;
