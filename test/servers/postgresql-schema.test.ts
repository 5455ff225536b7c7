import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { openPostgresqlRegistry } from "../../collector/registry/postgresql.ts";
import type { PostgresqlSettings } from "../../collector/registry/postgresql-connection.ts";
import { SCHEMA_STEPS, type SchemaStep } from "../../collector/registry/schema/migrations.ts";
import { customer } from "../contract/registry/rows.ts";
import { administrator, FRENCH, makeDatabase, runSql } from "../support/postgresql.ts";

/** The registry's schema and the way to it: what is made, copied, brought up to date and refused. */

const BYTES = "template template0 encoding 'UTF8' locale 'C.UTF-8'";

async function openIn(settings: PostgresqlSettings, steps = SCHEMA_STEPS) {
  const lines: string[] = [];
  const registry = await openPostgresqlRegistry({
    settings,
    steps,
    log: (line) => void lines.push(line),
  });
  return { registry, lines };
}

/** A database with a registry and some rows in it. */
async function makeFilled(): Promise<PostgresqlSettings> {
  const settings = await makeDatabase();
  const { registry } = await openIn(settings);
  await registry.commit(({ estate }) => estate.addCustomer(customer()));
  await registry.commit(({ tickets }) => tickets.nextNumber());
  await registry.close();
  return settings;
}

/** What a question with one column is answered, row by row. */
async function columnOf(settings: PostgresqlSettings, question: string): Promise<unknown[]> {
  const [rows = []] = await runSql(settings, question);
  return rows.flatMap((row) => Object.values(row));
}

const tablesOf = (settings: PostgresqlSettings, schema: string) =>
  columnOf(settings, `select tablename from pg_tables where schemaname = '${schema}' order by 1`);

describe("a database without a registry", () => {
  test("gets one, in a schema of its own, and that is said", async () => {
    const settings = await makeDatabase();
    const { registry, lines } = await openIn(settings);
    await registry.close();
    expect(lines).toEqual(["made a new registry in PostgreSQL, schema vigie"]);
    expect(await tablesOf(settings, "vigie")).toContain("ticket");
    expect(await tablesOf(settings, "public")).toEqual([]);
  });

  test.for([
    ["for French", FRENCH],
    ["for bytes", BYTES],
  ] as const)(
    "that was made %s keeps text that is compared by its bytes",
    async ([, properties]) => {
      const settings = await makeDatabase(administrator(), properties);
      const { registry } = await openIn(settings);
      await registry.close();
      const collations = await columnOf(
        settings,
        `select distinct coalesce(collation_name, 'the database''s') from information_schema.columns
        where table_schema = 'vigie' and data_type in ('text', 'character varying')`,
      );
      expect(collations).toEqual(["C"]);
    },
  );

  test("that holds something of others in the schema's name is refused and left as it is", async () => {
    const settings = await makeDatabase();
    await runSql(settings, "create schema vigie; create table vigie.song (title text)");
    await expect(openIn(settings)).rejects.toMatchObject({ code: "registry_damaged" });
    expect(await tablesOf(settings, "vigie")).toEqual(["song"]);
  });

  test("may hold another program that migrates with the same tools", async () => {
    const settings = await makeDatabase();
    await runSql(
      { ...administrator(), database: settings.database },
      "create table public.kysely_migration (name text); create table public.kysely_migration_lock (id text)",
    );
    await (await openIn(settings)).registry.close();
    expect(await tablesOf(settings, "vigie")).toContain("kysely_migration");
  });
});

describe("a registry of another version", () => {
  test("of an older Vigie is brought up to date; its tables before are kept, and that is said", async () => {
    const settings = await makeFilled();
    const before = await tablesOf(settings, "vigie");
    const { registry, lines } = await openIn(settings, withNotes);
    expect(await registry.read.estate.customers()).toMatchObject([customer()]);
    await registry.close();
    expect(await tablesOf(settings, "vigie")).toContain("note");

    const copy = "vigie_before_9001-notes";
    expect(lines).toEqual([`brought the registry up to date (9001-notes); before: schema ${copy}`]);
    expect(new Set(await tablesOf(settings, copy))).toEqual(new Set([...before, "last_values"]));
    expect(await columnOf(settings, `select name from "${copy}".customer`)).toEqual([
      customer().name,
    ]);
    expect(
      await columnOf(settings, `select last_ticket_number from "${copy}".installation`),
    ).toEqual([1]);
  });

  test("is left whole by a step that fails; the next attempt makes the copy anew", async () => {
    const settings = await makeFilled();
    const steps = { ...withNotes, "9002-broken": broken };
    await expect(openIn(settings, steps)).rejects.toThrow('table "nowhere" does not exist');
    expect(await tablesOf(settings, "vigie")).not.toContain("note");
    const { registry } = await openIn(settings);
    await registry.commit(({ estate }) => estate.addCustomer(customer({ id: "cus_2" })));
    await registry.close();
    await (await openIn(settings, withNotes)).registry.close();
    const copied = 'select id from "vigie_before_9001-notes".customer order by id';
    expect(await columnOf(settings, copied)).toEqual(["cus_1", "cus_2"]);
  });

  test("of a newer Vigie is refused by the name of its step, and not changed", async () => {
    const settings = await makeFilled();
    await (await openIn(settings, withNotes)).registry.close();
    await expect(openIn(settings)).rejects.toMatchObject({
      code: "registry_newer",
      parameters: { detail: "9001-notes" },
    });
    expect(await tablesOf(settings, "vigie")).toContain("note");
  });

  test("of this version is opened without a copy", async () => {
    const settings = await makeFilled();
    const { registry, lines } = await openIn(settings);
    await registry.close();
    expect(lines).toEqual([]);
    const schemas = "select nspname from pg_namespace where nspname like 'vigie%'";
    expect(await columnOf(settings, schemas)).toEqual(["vigie"]);
  });

  test("that has lost its installation is refused", async () => {
    const settings = await makeFilled();
    await runSql(settings, "delete from vigie.installation");
    await expect(openIn(settings)).rejects.toMatchObject({ code: "registry_damaged" });
  });
});

describe("a server that is not as the settings say", () => {
  const unusable = { code: "registry_unusable" };

  test.for([
    ["a wrong password", { secret: "guessed" }],
    ["no password", { secret: "" }],
    ["an unknown user", { user: "nobody_here" }],
    ["an unknown database", { database: "nowhere" }],
  ] as const)("%s is told, and no password with it", async ([, wrong]) => {
    const settings = { ...(await makeDatabase()), ...wrong };
    const refusal = await openIn(settings).catch((error: unknown) => error);
    expect(refusal).toMatchObject(unusable);
    if (settings.secret !== "") {
      expect(inspect(refusal, { depth: 9, showHidden: true })).not.toContain(settings.secret);
    }
  });

  test("a database that keeps text in another way is refused", async () => {
    const latin = "template template0 encoding 'LATIN1' locale 'C'";
    const settings = await makeDatabase(administrator(), latin);
    const detail = expect.stringContaining("LATIN1");
    await expect(openIn(settings)).rejects.toMatchObject({ ...unusable, parameters: { detail } });
  });

  test("a user who may not make the schema is told so", async () => {
    const settings = await makeDatabase();
    const { database, user } = settings;
    await runSql(administrator(), `alter database "${database}" owner to ${administrator().user}`);
    await runSql(administrator(), `revoke all on database "${database}" from public, "${user}"`);
    await runSql(administrator(), `grant connect on database "${database}" to "${user}"`);
    await expect(openIn(settings)).rejects.toMatchObject(unusable);
  });

  test("nobody listens there", async () => {
    const settings = { ...(await makeDatabase()), port: 1 };
    const failed = { code: "storage_failed", retryable: true };
    await expect(openIn(settings)).rejects.toMatchObject(failed);
  });
});

describe("encryption", () => {
  const ca = () => readFile(process.env["VIGIE_TEST_POSTGRESQL_CA"] ?? "", "utf8");

  test("with the server's certificate, connections that write and read are encrypted", async () => {
    const settings = { ...(await makeDatabase()), tls: { ca: await ca() } };
    const { registry } = await openIn(settings);
    expect(await registry.read.estate.customers()).toEqual([]);
    const encrypted = await columnOf(
      administrator(),
      `select ssl from pg_stat_ssl join pg_stat_activity using (pid)
        where datname = '${settings.database}'`,
    );
    expect(encrypted).toEqual([true, true]);
    await registry.close();
  });

  test.for([
    ["a server that nobody vouches for", {}, "127.0.0.1"],
    ["a server of another name", { ca: "its own" }, "localhost"],
  ] as const)("%s is refused", async ([, trust, host]) => {
    const tls = "ca" in trust ? { ca: await ca() } : {};
    const settings = { ...(await makeDatabase()), host, tls };
    await expect(openIn(settings)).rejects.toMatchObject({ code: "registry_unusable" });
  });
});

const addNotes: SchemaStep = async (db) => {
  await db.schema.createTable("note").addColumn("id", "text").execute();
};
const broken: SchemaStep = async (db) => {
  await db.schema.dropTable("nowhere").execute();
};
const withNotes = { ...SCHEMA_STEPS, "9001-notes": addNotes };
