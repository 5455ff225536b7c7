import {
  type Compilable,
  type CompiledQuery,
  type QueryResult,
  type RawBuilder,
  sql,
} from "kysely";
import type { Database } from "./database.ts";

/**
 * Statements that a storm of alerts asks again and again. Building one costs more than what an engine
 * does with it: so each is built once, with slots where its values go, and then only bound.
 *
 * A limit of theirs is a literal: one that is bound makes SQLite plan the statement anew each time.
 */

/** What stands in a statement for the values: one slot a name. */
export type Slots<Values> = {
  readonly [Name in keyof Values]: RawBuilder<Exclude<Values[Name], undefined>>;
};

/** Asks with these values. Which names come may differ: each set of them has a statement of its own. */
export type Prepared<Values, Row> = (values: Values) => Promise<QueryResult<Row>>;

/** Sets of names whose statement is kept: of changes of a row there are as many as ways to change it. */
const STATEMENTS_KEPT = 64;

class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export function prepared<Values extends object, Row>(
  db: Database,
  build: (at: Slots<Values>) => Compilable<Row>,
): Prepared<Values, Row> {
  const statements = new Map<string, CompiledQuery<Row>>();

  function statementFor(values: Values): CompiledQuery<Row> {
    const names = Object.keys(values).join();
    const known = statements.get(names);
    if (known !== undefined) return known;
    const statement = build(toSlots(values)).compile();
    if (statements.size < STATEMENTS_KEPT) statements.set(names, statement);
    return statement;
  }

  return (values) => {
    const statement = statementFor(values);
    const parameters = statement.parameters.map((parameter) =>
      parameter instanceof Slot ? Reflect.get(values, parameter.name) : parameter,
    );
    return db.executeQuery({ ...statement, parameters });
  };
}

function toSlots<Values extends object>(values: Values): Slots<Values>;
function toSlots(values: object) {
  const slots = Object.keys(values).map((name) => [name, sql.val(new Slot(name))]);
  return Object.fromEntries(slots);
}

/** The values of a row that are others than before. */
export function changed<Row extends object>(row: Row, before: Row): Partial<Row>;
export function changed(row: object, before: object): object {
  const values = Object.entries(row);
  return Object.fromEntries(
    values.filter(([name, value]) => !Object.is(value, Reflect.get(before, name))),
  );
}
