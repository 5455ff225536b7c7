import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openPostgresqlRegistry } from "../../collector/registry/postgresql.ts";
import {
  openReaders,
  openSession,
  type PostgresqlSettings,
} from "../../collector/registry/postgresql-connection.ts";
import type { Registry } from "../../collector/registry/registry.ts";
import { customer } from "../contract/registry/rows.ts";
import { administrator, makeDatabase, runSql } from "../support/postgresql.ts";

/** The one connection that writes: what it holds, how it is lost, and what is true afterwards. */

let database: PostgresqlSettings;
let registry: Registry;
let said: string[];
const open = () =>
  openPostgresqlRegistry({ settings: database, log: (line) => void said.push(line) });
const names = async () => (await registry.read.estate.customers()).map(({ name }) => name);
const add = (id: string, name: string) =>
  registry.commit(({ estate }) => estate.addCustomer(customer({ id, name })));

beforeEach(async () => {
  said = [];
  database = await makeDatabase();
  registry = await open();
});
afterEach(() => registry.close());

/** Ends Vigie's connections, as an administrator or a restart does. */
async function cutOff(): Promise<void> {
  await runSql(
    administrator(),
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database.database}'`,
  );
  await expect.poll(() => said.some((line) => line.startsWith("lost"))).toBe(true);
}

const LOST = { code: "storage_failed", retryable: true };

describe("a connection that is lost", () => {
  test("between two units fails the next one, for memory must be read again, and no further one", async () => {
    await add("cus_1", "Alpha");
    await cutOff();
    await expect(add("cus_2", "Beta")).rejects.toMatchObject(LOST);
    await add("cus_3", "Gamma");
    expect(await names()).toEqual(["Alpha", "Gamma"]);
  });

  test("inside a unit undoes the unit, and nothing of it is written on another connection", async () => {
    const cut = registry.commit(async ({ estate }) => {
      await estate.addCustomer(customer({ id: "cus_1", name: "Alpha" }));
      await cutOff();
      await expect(
        estate.addCustomer(customer({ id: "cus_2", name: "Beta" })),
      ).rejects.toMatchObject(LOST);
    });
    await expect(cut).rejects.toMatchObject(LOST);
    await expect(add("cus_3", "Gamma")).rejects.toMatchObject(LOST);
    await add("cus_4", "Delta");
    expect(await names()).toEqual(["Delta"]);
  });

  test("does not stop reading", async () => {
    await add("cus_1", "Alpha");
    expect(await names()).toEqual(["Alpha"]);
    await cutOff();
    await expect.poll(() => names().catch(() => [])).toEqual(["Alpha"]);
  });

  test("is said once, without the password", async () => {
    await cutOff();
    await expect(add("cus_1", "Alpha")).rejects.toMatchObject(LOST);
    expect(said.filter((line) => line.includes("lost the connection"))).toHaveLength(1);
    expect(said.join()).not.toContain(database.secret);
  });
});

describe("one collector for a database", () => {
  const inUse = { code: "registry_in_use" };

  test("a second one is refused, and gets its turn when the first one ends", async () => {
    await expect(open()).rejects.toMatchObject(inUse);
    await add("cus_1", "Alpha");
    await registry.close();
    registry = await open();
    expect(await names()).toEqual(["Alpha"]);
  });

  test("one that was cut off and replaced writes nothing until the other has ended", async () => {
    await cutOff();
    const other = await open();
    await expect(add("cus_1", "Alpha")).rejects.toMatchObject(inUse);
    await other.commit(({ estate }) => estate.addCustomer(customer({ id: "cus_2", name: "Beta" })));
    await expect(add("cus_1", "Alpha")).rejects.toMatchObject(inUse);
    await other.close();
    await expect(add("cus_1", "Alpha")).rejects.toMatchObject(LOST);
    await add("cus_1", "Alpha");
    expect(await names()).toEqual(["Alpha", "Beta"]);
  });

  test("one in whose place another registry was put does not write into it", async () => {
    await cutOff();
    await runSql(database, "update vigie.installation set generation = generation + 1");
    for (const id of ["cus_1", "cus_2"]) {
      await expect(add(id, "Alpha")).rejects.toThrow("start Vigie again");
    }
    expect(await names()).toEqual([]);
  });
});

describe("a statement that takes too long", () => {
  test("is stopped by the server, and the connection serves on", async () => {
    const session = await openSession(database, () => {});
    await session.limit({ statementMs: 100, answerMs: 10_000 });
    await expect(session.ask("select pg_sleep(5)")).rejects.toMatchObject(LOST);
    expect((await session.ask("select 1 as one")).rows).toEqual([{ one: 1 }]);
    expect(session.isLost()).toBe(false);
    await session.end();
  });

  test("on a server that says nothing any more gives the connection up", async () => {
    const reasons: string[] = [];
    const session = await openSession(database, (reason) => void reasons.push(reason));
    const { rows } = await session.ask("select pg_backend_pid() as pid");
    await session.limit({ statementMs: 10_000, answerMs: 300 });
    process.kill(rows[0].pid, "SIGSTOP");
    await expect(session.ask("select 1")).rejects.toMatchObject(LOST);
    expect(session.isLost()).toBe(true);
    await expect(session.ask("select 1")).rejects.toMatchObject(LOST);
    expect(reasons).toEqual(["the server does not answer"]);
    process.kill(rows[0].pid, "SIGCONT");
    await session.end();
  });
});

test("a unit that goes on after a statement failed keeps nothing, and says what failed", async () => {
  await add("cus_1", "Alpha");
  const stubborn = registry.commit(async ({ estate }) => {
    await estate.addCustomer(customer({ id: "cus_2", name: "Beta" }));
    await estate.addCustomer(customer({ id: "cus_1", name: "Again" })).catch(() => {});
  });
  await expect(stubborn).rejects.toMatchObject({ code: "23505" });
  expect(await names()).toEqual(["Alpha"]);
});

test("questions of a unit that are asked at once are answered one after the other", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `cus_${index}`);
  await registry.commit(async ({ estate }) => {
    await Promise.all(ids.map((id) => estate.addCustomer(customer({ id, name: id }))));
  });
  expect(await names()).toHaveLength(20);
});

test("whatever the database is set to, a session is as Vigie needs it", async () => {
  const settings = {
    synchronous_commit: "off",
    search_path: "public",
    bytea_output: "escape",
    standard_conforming_strings: "off",
    default_transaction_isolation: "serializable",
    client_encoding: "LATIN1",
    extra_float_digits: "-15",
    statement_timeout: "7",
    jit: "on",
  };
  const changes = Object.entries(settings).map(
    ([name, value]) => `alter database "${database.database}" set ${name} = ${value}`,
  );
  await registry.close();
  for (const change of changes) await runSql(administrator(), change);
  registry = await open();
  await add("cus_1", "Éœ𝒳 \\'");
  expect(await names()).toEqual(["Éœ𝒳 \\'"]);

  const writer = await openSession(database, () => {});
  const readers = openReaders(database);
  const shown = async (ask: typeof writer.ask, name: string) =>
    Object.values((await ask(`show ${name}`)).rows[0])[0];
  expect(await shown(writer.ask, "synchronous_commit")).toBe("on");
  expect(await shown(writer.ask, "search_path")).toBe("vigie,pg_temp");
  expect(await shown(writer.ask, "default_transaction_read_only")).toBe("off");
  expect(await shown(readers.ask, "default_transaction_read_only")).toBe("on");
  await Promise.all([writer.end(), readers.end()]);
});
