import { describe, expect, test } from "vitest";
import { createStatementNames } from "../../../collector/registry/postgresql-statements.ts";

const listOf = (length: number) => Array.from({ length }, (_, place) => `$${place + 1}`).join(", ");

describe("the statements that a connection keeps prepared", () => {
  test("have a name each, and the same one every time", () => {
    const names = createStatementNames();
    const first = names("select id from site where id = $1");
    expect(first).toBeTypeOf("string");
    expect(names("select id from contact where id = $1")).not.toBe(first);
    expect(names("select id from site where id = $1")).toBe(first);
  });

  test.for([
    ["a list of ids", `select id from site where "id" in (${listOf(2)})`],
    ["a list of many ids", `select id from site where "id" in (${listOf(1_000)}) and name = $1001`],
    ["rows at once", "insert into tag (id, tag) values ($1, $2), ($3, $4)"],
    [
      "rows at once that ask for their customer",
      "insert into tag (id, customer_id) values ($1, (select customer_id from site where id = $2)), ($3, $4)",
    ],
  ] as const)("do not include %s, which has a text for every length", ([, text]) => {
    expect(createStatementNames()(text)).toBeUndefined();
  });

  test.for([
    ["a list of one id", "select id from site where id in ($1)"],
    ["words that never change", "select id from ticket where state in ('new', 'open') and id = $1"],
    ["one row", "insert into site (id, name) values ($1, $2)"],
    ["a place in an order", "select id from site where (name_folded, id) > ($1, $2)"],
  ] as const)("include %s", ([, text]) => {
    expect(createStatementNames()(text)).toBeTypeOf("string");
  });

  test("still have a place after lists of every length", () => {
    const names = createStatementNames();
    for (let length = 2; length <= 1_000; length += 1)
      names(`select 1 where id in (${listOf(length)})`);
    expect(names("select id from site where id = $1")).toBeTypeOf("string");
  });

  test("are bounded, whatever is asked", () => {
    const names = createStatementNames();
    const named = Array.from({ length: 2_000 }, (_, place) =>
      names(`select ${place} where id = $1`),
    );
    expect(named.filter((name) => name !== undefined)).toHaveLength(512);
  });
});
