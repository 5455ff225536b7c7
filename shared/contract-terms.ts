import { type Static, Type } from "typebox";
import { BreachCause } from "./compliance.ts";
import { Line, strict } from "./fields.ts";
import { TargetKind } from "./ticket.ts";

/**
 * The clauses about money and about the end. Amounts are whole cents of the contract's currency,
 * without VAT; shares are basis points (1,000 = 10 %).
 */

const Cents = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });
const BasisPoints = Type.Integer({ minimum: 0, maximum: 1_000_000 });
const Minutes = Type.Integer({ minimum: 0, maximum: 525_600 });
const Months = Type.Integer({ minimum: 1, maximum: 60 });
const Id = Type.String({ minLength: 1, maxLength: 64 });

/** A fee for a period, whatever is done in it. */
export const FlatFee = Type.Object(
  {
    amountCents: Cents,
    per: Type.Union([Type.Literal("contract"), Type.Literal("machine"), Type.Literal("user")]),
    everyMonths: Months,
  },
  strict,
);

/** Work that is paid by the intervention. */
export const PerIntervention = Type.Object(
  { callOutCents: Cents, hourlyCents: Cents, minimumMinutes: Minutes },
  strict,
);

/** Work that the fee holds. */
export const IncludedHours = Type.Object(
  {
    minutes: Minutes,
    everyMonths: Months,
    /** Whether what was not used goes on into the next period, and how much of it at most. */
    carryOver: Type.Boolean(),
    carryOverMaxMinutes: Type.Optional(Minutes),
  },
  strict,
);

/** Hours bought beforehand ("carnet d'heures"). */
export const PrepaidHours = Type.Object(
  { minutes: Minutes, priceCents: Cents, expiresAfterMonths: Type.Optional(Months) },
  strict,
);

/** What work in the open time of a calendar costs, as a share of the hourly price (15,000 = 150 %). */
export const Multiplier = Type.Object({ calendarId: Id, basisPoints: BasisPoints }, strict);

export const Travel = Type.Object(
  { visitCents: Cents, kilometreCents: Cents, visitsIncluded: Type.Integer({ minimum: 0 }) },
  strict,
);

export const Pricing = Type.Object(
  {
    /** ISO 4217. */
    currency: Type.String({ pattern: "^[A-Z]{3}$" }),
    vatBasisPoints: BasisPoints,
    /** What is worked is rounded up to this. */
    roundingMinutes: Type.Integer({ minimum: 1, maximum: 480 }),
    flat: Type.Optional(FlatFee),
    perIntervention: Type.Optional(PerIntervention),
    included: Type.Optional(IncludedHours),
    prepaid: Type.Optional(PrepaidHours),
    /** The hour beyond what is included and prepaid. */
    overageHourlyCents: Type.Optional(Cents),
    /** Where two calendars hold, the highest share wins. */
    multipliers: Type.Optional(Type.Array(Multiplier, { maxItems: 12 })),
    travel: Type.Optional(Travel),
  },
  strict,
);
export type Pricing = Static<typeof Pricing>;

/** For each started hour of working overrun a share of the base, up to a cap in each month. */
export const Penalties = Type.Object(
  {
    rateBasisPoints: BasisPoints,
    /** `flat_fee` = the flat fee of one month; else an amount. */
    base: Type.Union([Type.Literal("flat_fee"), Type.Object({ amountCents: Cents }, strict)]),
    /** Of the base, for all of a month's overruns together. */
    capBasisPoints: BasisPoints,
    /** The promised times that count. */
    targets: Type.Array(TargetKind, { minItems: 1, maxItems: 6 }),
    /** The priorities that count. */
    priorities: Type.Array(Type.Integer({ minimum: 1, maximum: 4 }), { minItems: 1, maxItems: 4 }),
    /** Causes for which nothing is owed. */
    exclusions: Type.Array(BreachCause, { maxItems: 16 }),
  },
  strict,
);
export type Penalties = Static<typeof Penalties>;

/** One thing to do when the contract ends. */
export const ExitStep = Type.Object(
  {
    kind: Type.Union([
      Type.Literal("access"),
      Type.Literal("data"),
      Type.Literal("documentation"),
      Type.Literal("equipment"),
      Type.Literal("assistance"),
      Type.Literal("deletion"),
      Type.Literal("other"),
    ]),
    title: Line(200),
    owner: Type.Union([Type.Literal("provider"), Type.Literal("customer")]),
    /** Days after the last covered day by which it is done; negative = before. */
    dueDays: Type.Integer({ minimum: -365, maximum: 365 }),
    proofRequired: Type.Boolean(),
  },
  strict,
);
export type ExitStep = Static<typeof ExitStep>;

export const Exit = Type.Object(
  {
    /** Days of help with the handover that the fee holds. */
    assistanceDays: Type.Integer({ minimum: 0, maximum: 365 }),
    steps: Type.Array(ExitStep, { maxItems: 50 }),
  },
  strict,
);
export type Exit = Static<typeof Exit>;

/** Managed services: who is on site when, and how often both sides meet. */
export const Managed = Type.Object(
  {
    presence: Type.Array(
      Type.Object({ siteId: Id, daysPerMonth: Type.Number({ minimum: 0, maximum: 31 }) }, strict),
      { maxItems: 100 },
    ),
    steeringEveryMonths: Type.Optional(Months),
  },
  strict,
);
export type Managed = Static<typeof Managed>;
