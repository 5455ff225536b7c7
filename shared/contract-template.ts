import { type Static, Type } from "typebox";
import { CalendarWish } from "./calendar.ts";
import { ClauseName } from "./contract.ts";
import { ContractKind, VersionContent } from "./contract-version.ts";
import { LanguageTag } from "./fields.ts";

/** Whole contracts to start from. */

const InBoth = Type.Object({ fr: Type.String(), en: Type.String() });

export const TemplateSummary = Type.Object({
  key: Type.String(),
  kind: ContractKind,
  name: InBoth,
  /** What it is for, in one sentence. */
  summary: InBoth,
  /** Clauses that may be left out. */
  optional: Type.Array(ClauseName),
});
export type TemplateSummary = Static<typeof TemplateSummary>;

/** One template in one language, as a contract would start from it today. */
export const TemplateDocument = Type.Object({
  ...TemplateSummary.properties,
  language: LanguageTag,
  /** Where the content names a calendar, it names the key of one of these. */
  calendars: Type.Record(Type.String(), CalendarWish),
  content: VersionContent,
});
export type TemplateDocument = Static<typeof TemplateDocument>;
