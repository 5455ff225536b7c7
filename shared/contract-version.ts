import { type Static, Type } from "typebox";
import { CivilDate, KeptCalendar } from "./calendar.ts";
import { ClauseName, ContractClauses, Perimeter } from "./contract.ts";
import { LanguageTag, Line, OrNull, strict } from "./fields.ts";
import { Instant } from "./machine.ts";
import { TermStanding } from "./term.ts";

/** Contracts and their versions, as the API says them. */

const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength });

export const ContractKind = Type.Union([Type.Literal("maintenance"), Type.Literal("managed")]);
export type ContractKind = Static<typeof ContractKind>;

/** `draft` may be edited; `in_force` never changes again; an amendment is a new version. */
export const VersionState = Type.Union([Type.Literal("draft"), Type.Literal("in_force")]);
export type VersionState = Static<typeof VersionState>;

/** A blank of the text: `{{name}}`, or the clause data at `path`. null = not filled yet. */
export const ContractVariable = Type.Object(
  {
    name: Type.String({ pattern: "^[a-z][a-z0-9_]{0,63}$" }),
    label: Line(200),
    kind: Type.Union([
      Type.Literal("text"),
      Type.Literal("integer"),
      Type.Literal("cents"),
      Type.Literal("basis_points", { description: "Hundredths of a percent: 500 = 5 %" }),
      Type.Literal("date"),
    ]),
    path: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          "Where in the clauses its value goes too, as a JSON pointer; left out = into the text only",
      }),
    ),
    value: OrNull(Type.Union([Words(1_000), Type.Number()])),
  },
  strict,
);
export type ContractVariable = Static<typeof ContractVariable>;

/** The wording of clauses; one that has none is left out. */
export const ClauseTexts = Type.Partial(
  Type.Record(ClauseName, Type.String({ maxLength: 20_000 }), strict),
  strict,
);
export type ClauseTexts = Static<typeof ClauseTexts>;

/** What of a version a person writes. */
export const VersionContent = Type.Object(
  {
    clauses: ContractClauses,
    /** The wording of each clause, with its variables as `{{name}}`. */
    texts: ClauseTexts,
    variables: Type.Array(ContractVariable, { maxItems: 200 }),
    reviewed: Type.Array(ClauseName, {
      maxItems: 20,
      description:
        "Clauses that somebody has read and agreed to; what needs it says missing. One that was reviewed before and that a PUT changes loses its mark, listed or not, until a further PUT lists it",
    }),
  },
  strict,
);
export type VersionContent = Static<typeof VersionContent>;

/** The body of `PUT`: the content, and the days that the draft shall have when it is put in force. */
export const VersionWish = Type.Object(
  {
    ...VersionContent.properties,
    effectiveOn: Type.Optional(OrNull(CivilDate)),
    signedOn: Type.Optional(OrNull(CivilDate)),
  },
  strict,
);
export type VersionWish = Static<typeof VersionWish>;

export const VersionSummary = Type.Object({
  id: Type.String(),
  number: Type.Integer(),
  state: VersionState,
  /** The first day on which it holds, in its term's time zone; null = a draft without one yet. */
  effectiveOn: OrNull(CivilDate),
  signedOn: OrNull(CivilDate),
  createdAt: Instant,
});
export type VersionSummary = Static<typeof VersionSummary>;

export const VersionDocument = Type.Object({
  ...VersionSummary.properties,
  ...VersionContent.properties,
  contractId: Type.String(),
  /** The texts with their variables filled in; what is not filled yet stands as `[label]`. */
  wording: ClauseTexts,
  /** What is still missing before it can be put in force. */
  missing: Type.Object({
    /** Names of variables without a value. */
    variables: Type.Array(Type.String()),
    /** Clauses that nobody has marked as reviewed. */
    clauses: Type.Array(ClauseName),
    effectiveOn: Type.Boolean(),
    /** What is wrong with the clauses by now, such as a site that is gone; null = nothing. */
    problem: OrNull(Type.String()),
  }),
});
export type VersionDocument = Static<typeof VersionDocument>;

export const ContractSummary = Type.Object({
  id: Type.String(),
  number: Type.String(),
  name: Type.String(),
  kind: ContractKind,
  language: LanguageTag,
  customer: Type.Object({ id: Type.String(), name: Type.String() }),
  /** Made by `npm start` to show something; removable in one act. */
  sample: Type.Boolean(),
  /** The version that holds today, else the newest. */
  version: VersionSummary,
  /** Where its term stands today. */
  standing: TermStanding,
  covered: Type.Object({ machines: Type.Integer(), equipment: Type.Integer() }),
});
export type ContractSummary = Static<typeof ContractSummary>;

export const ContractDocument = Type.Object({
  ...ContractSummary.properties,
  /** All versions, newest first. */
  versions: Type.Array(VersionSummary),
  clauses: ContractClauses,
  texts: ClauseTexts,
  /** Those that the clauses name, each in its newest version. */
  calendars: Type.Array(KeptCalendar),
  /** What it covers today, by name; the first thousand, `covered` counts them all. */
  machines: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  equipment: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});
export type ContractDocument = Static<typeof ContractDocument>;

/** One thing that differs between two versions, in a form that reads in both languages. */
export const ClauseChange = Type.Object({
  clause: Type.Union([ClauseName, Type.Literal("texts")]),
  /** Where in the clause, such as `levels.P1.restoration.budgetSeconds`. */
  path: Type.String(),
  /** null = it was not there, or is no longer. */
  before: Type.Unknown(),
  after: Type.Unknown(),
});
export type ClauseChange = Static<typeof ClauseChange>;

/** What a perimeter makes of one machine or piece of equipment, and the rule that says so. */
export const CoverageLine = Type.Object({
  what: Type.Union([Type.Literal("machine"), Type.Literal("equipment")]),
  id: Type.String(),
  name: Type.String(),
  siteName: OrNull(Type.String()),
  covered: Type.Boolean(),
  /** `no_rule` = nothing includes it. */
  because: Type.Union([
    Type.Literal("included"),
    Type.Literal("excluded"),
    Type.Literal("no_rule"),
  ]),
  /** The place of the deciding rule in `include` or `exclude`; null for `no_rule`. */
  rule: OrNull(Type.Integer()),
});
export type CoverageLine = Static<typeof CoverageLine>;

/** The body of `POST /api/contracts/perimeter-preview`. */
export const PerimeterPreviewWish = Type.Object(
  { customerId: Words(64), perimeter: Perimeter },
  strict,
);
export type PerimeterPreviewWish = Static<typeof PerimeterPreviewWish>;

/** What a perimeter makes of everything that the customer has and that is not retired. */
export const CoveragePreview = Type.Object({
  covered: Type.Object({ machines: Type.Integer(), equipment: Type.Integer() }),
  outside: Type.Object({ machines: Type.Integer(), equipment: Type.Integer() }),
  /** Machines whose software nobody knows, so that rules about software find nothing on them. */
  unknownSoftware: Type.Integer(),
  items: Type.Array(CoverageLine),
  /** How many further lines are not listed. */
  omitted: Type.Integer(),
});
export type CoveragePreview = Static<typeof CoveragePreview>;
