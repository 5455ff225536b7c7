import { type Static, Type } from "typebox";
import { CivilDate } from "./calendar.ts";
import { ClauseName } from "./contract.ts";
import { ContractKind } from "./contract-version.ts";
import { LanguageTag, Line, OrNull, strict } from "./fields.ts";
import { Instant } from "./machine.ts";

/** What people do to contracts, and what is kept of it. */

const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const CivilDateOrNull = OrNull(CivilDate);

/** The body of `POST /api/contracts`: makes the contract with a first draft. */
export const ContractWish = Type.Object(
  {
    customerId: Words(64),
    /** Unique among the customer's contracts. */
    number: Line(64),
    name: Line(200),
    /** Of its texts; the customer's if left out. */
    language: Type.Optional(LanguageTag),
    /** The key of a template; without one the draft has plain defaults and no texts. */
    template: Type.Optional(Words(64)),
    /** Optional clauses of the template that this contract shall not have. */
    without: Type.Optional(
      Type.Array(ClauseName, {
        maxItems: 11,
        uniqueItems: true,
        description: "Clauses that the template calls optional and this contract shall not have",
      }),
    ),
    /** Without a template; the template says it otherwise. */
    kind: Type.Optional(ContractKind),
  },
  strict,
);
export type ContractWish = Static<typeof ContractWish>;

/** The body of `PATCH /api/contracts/:id`; what is left out stays. */
export const ContractChange = Type.Object(
  { number: Type.Optional(Line(64)), name: Type.Optional(Line(200)) },
  strict,
);
export type ContractChange = Static<typeof ContractChange>;

/** The body of `POST .../versions/:number/in-force`; the draft's own days where left out. */
export const InForceWish = Type.Object(
  { effectiveOn: Type.Optional(CivilDate), signedOn: Type.Optional(CivilDateOrNull) },
  strict,
);
export type InForceWish = Static<typeof InForceWish>;

/** null takes back a notice that was noted by mistake. */
export const NoticeWish = Type.Object({ givenOn: CivilDateOrNull }, strict);
export type NoticeWish = Static<typeof NoticeWish>;

/** The last covered day that both sides agreed on; null takes it back. */
export const EarlyEndWish = Type.Object({ endsOn: CivilDateOrNull }, strict);
export type EarlyEndWish = Static<typeof EarlyEndWish>;

/**
 * The day on which both sides renewed expressly, for one further term. `undo` takes back the renewal
 * that was noted with this day.
 */
export const RenewalWish = Type.Object(
  { on: CivilDate, undo: Type.Optional(Type.Boolean()) },
  strict,
);
export type RenewalWish = Static<typeof RenewalWish>;

/**
 * `in_force` = somebody put a version in force, `took_effect` = its day came. `renewed` = by both
 * sides, or tacitly when a further term begins. `calendar_changed` = a calendar that it names has a
 * further version.
 */
export const CONTRACT_EVENTS = [
  "created",
  "amended",
  "discarded",
  "in_force",
  "took_effect",
  "notice_given",
  "notice_withdrawn",
  "renewed",
  "renewal_withdrawn",
  "ended_early",
  "early_end_withdrawn",
  "reminded",
  "ended",
  "calendar_changed",
] as const;
export const ContractEventKind = Type.Enum(CONTRACT_EVENTS);
export type ContractEventKind = (typeof CONTRACT_EVENTS)[number];

/** Something that happened to a contract. Only ever added. */
export const ContractEvent = Type.Object({
  id: Type.Integer(),
  kind: ContractEventKind,
  at: Instant,
  /** `staff`, or `vigie` itself. */
  actor: Type.String(),
  /** Such as `version`, `on`, `daysBefore`, `calendarId`. */
  parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});
export type ContractEvent = Static<typeof ContractEvent>;
