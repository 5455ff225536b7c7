import type { Kysely } from "kysely";
import { first } from "./0001-first.ts";
import { estate } from "./0002-estate.ts";
import { contracts } from "./0003-contracts.ts";
import { clocks } from "./0004-clocks.ts";
import { calendars } from "./0005-calendars.ts";
import { desk } from "./0006-desk.ts";
import type { DialectWords } from "./dialect.ts";

export type SchemaStep = (db: Kysely<unknown>, words: DialectWords) => Promise<void>;

/**
 * Every step of the schema, in the order of its names. Until the first release a step may still be
 * edited in place; from then on a step that was released never changes: what changes is a new step.
 */
export const SCHEMA_STEPS: Readonly<Record<string, SchemaStep>> = {
  "0001-first": first,
  "0002-estate": estate,
  "0003-contracts": contracts,
  "0004-clocks": clocks,
  "0005-calendars": calendars,
  "0006-desk": desk,
};
