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
  /**
   * Lets a column be null that could not. `definition` is what it is from then on; no index may name
   * it meanwhile.
   */
  readonly loosen: (
    table: string,
    column: string,
    definition: RawBuilder<unknown>,
  ) => readonly RawBuilder<unknown>[];
  /**
   * Judges what was put off to the end of the transaction: a table of which a row still waits for that
   * cannot be altered.
   */
  readonly settle: readonly RawBuilder<unknown>[];
  /** Makes a table of words: the whole number of what they are about as `rowid`, and `words`. */
  readonly wordTable: (table: string) => readonly RawBuilder<unknown>[];
};
