import { DatabaseSync } from "node:sqlite";
import { CamelCasePlugin, Kysely } from "kysely";
import { expect, test } from "vitest";
import type { Schema } from "../../../collector/registry/database.ts";
import { changed, prepared, type Slots } from "../../../collector/registry/prepared.ts";
import { toDialect } from "../../../collector/registry/sqlite-connection.ts";

type Tag = Schema["ticketTag"];

/** A connection that has one table, and counts how often a statement is built. */
function createTags() {
  const database = new DatabaseSync(":memory:");
  database.exec("create table ticket_tag (ticket_id text, customer_id text, tag text)");
  const dialect = toDialect(database, { onlyInTransaction: false });
  const db = new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin()] });
  const built: string[] = [];
  const insert = prepared(db, (at: Slots<Tag>) => db.insertInto("ticketTag").values(at));
  const change = prepared<Partial<Tag> & Pick<Tag, "tag">, unknown>(db, ({ tag, ...set }) => {
    built.push(Object.keys(set).join());
    return db.updateTable("ticketTag").set(set).where("tag", "=", tag);
  });
  const rows = () => db.selectFrom("ticketTag").selectAll().orderBy("ticketId").execute();
  return { insert, change, built, rows };
}

const tag = { ticketId: "tic_1", customerId: "cus_1", tag: "vpn" };

test("each time its own values are bound, in whatever order they come", async () => {
  const { insert, rows } = createTags();
  await insert(tag);
  await insert({ tag: "mail", customerId: "cus_2", ticketId: "tic_2" });
  expect(await rows()).toEqual([tag, { ticketId: "tic_2", customerId: "cus_2", tag: "mail" }]);
});

test("each set of names has a statement of its own, which is built once", async () => {
  const { insert, change, built, rows } = createTags();
  await insert(tag);
  for (const customerId of ["cus_2", "cus_3"]) await change({ tag: "vpn", customerId });
  const { numAffectedRows } = await change({ tag: "vpn", ticketId: "tic_9" });
  expect(numAffectedRows).toBe(1n);
  expect(built).toEqual(["customerId", "ticketId"]);
  expect(await rows()).toEqual([{ ticketId: "tic_9", customerId: "cus_3", tag: "vpn" }]);
});

test("what changed of a row is what is other than before, null too", () => {
  const before = { id: "a", count: 1, name: null, at: 5 };
  expect(changed({ id: "a", count: 2, name: null, at: null }, { ...before })).toEqual({
    count: 2,
    at: null,
  });
  expect(changed(before, { ...before })).toEqual({});
});
