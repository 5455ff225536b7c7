import type { Kysely } from "kysely";
import { first } from "./0001-first.ts";
import type { DialectWords } from "./dialect.ts";

export type SchemaStep = (db: Kysely<unknown>, words: DialectWords) => Promise<void>;

/** Every step of the schema, in the order of its names. A step once released never changes. */
export const SCHEMA_STEPS: Readonly<Record<string, SchemaStep>> = {
  "0001-first": first,
};
