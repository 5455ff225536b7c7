import type { RawBuilder } from "kysely";

/**
 * The words in which engines differ when tables are made. Queries have no such words: their text
 * is the same everywhere.
 */
export type DialectWords = {
  /** Holds epoch milliseconds. */
  readonly integer: RawBuilder<unknown>;
  /** 64-bit floating point. */
  readonly real: RawBuilder<unknown>;
  readonly bytes: RawBuilder<unknown>;
  /** A primary key that grows and is never used twice. */
  readonly serialKey: RawBuilder<unknown>;
  /** After the closing parenthesis of a table. */
  readonly end: RawBuilder<unknown>;
  /** The same for a table of small rows that is only ever looked up by its key. */
  readonly keyedEnd: RawBuilder<unknown>;
};
