import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSettings } from "../../collector/settings.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-settings-"));
  writeFileSync(join(folder, "ca.pem"), PEM);
  writeFileSync(join(folder, "key.pem"), "-----BEGIN PRIVATE KEY-----");
  writeFileSync(join(folder, "secret"), "from a file\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

const registryOf = (environment: Record<string, string>) =>
  readSettings({ VIGIE_REGISTRY: "postgresql", ...environment }).registry;

/** Names of certificates are checked by a function; what it is about is whether there is one. */
function tlsOf(url: string, ca?: string) {
  const registry = registryOf({
    VIGIE_POSTGRESQL_URL: url,
    ...(ca !== undefined && { VIGIE_POSTGRESQL_CA: join(folder, ca) }),
  });
  if (registry.engine !== "postgresql" || registry.tls === false) return false;
  const { checkServerIdentity, ...tls } = registry.tls;
  return { ...tls, ...(checkServerIdentity && { anyName: true }) };
}

test("where nothing is said, the registry is a file", () => {
  expect(readSettings({}).registry).toEqual({ engine: "embedded", path: "registry.sqlite" });
});

test.for([
  [
    "postgresql://vigie@db.example.org/estate",
    { host: "db.example.org", port: 5432, user: "vigie", database: "estate" },
    "the usual port",
  ],
  ["postgres://vigie@db:5433/estate", { host: "db", port: 5433 }, "another port"],
  ["postgresql://l%C3%A9a@db/my%20estate", { user: "léa", database: "my estate" }, "odd names"],
  ["postgresql://vigie@[::1]:5433/estate", { host: "::1", port: 5433 }, "an address of IPv6"],
  [
    "postgresql:///estate?host=/run/postgresql&user=vigie",
    { host: "/run/postgresql", user: "vigie", database: "estate", tls: false },
    "a socket of this machine",
  ],
] as const)("%s: %o, %s", ([url, wanted]) => {
  expect(registryOf({ VIGIE_POSTGRESQL_URL: url })).toMatchObject({ secret: "", ...wanted });
});

test("the password comes from its setting, or from the file that it names", () => {
  const url = { VIGIE_POSTGRESQL_URL: "postgresql://vigie@localhost/estate" };
  expect(registryOf({ ...url, VIGIE_POSTGRESQL_SECRET: "s" })).toMatchObject({ secret: "s" });
  const file = { VIGIE_POSTGRESQL_SECRET_FILE: join(folder, "secret") };
  expect(registryOf({ ...url, ...file })).toMatchObject({ secret: "from a file" });
});

describe("how the server proves itself", () => {
  test.for([
    ["postgresql://v@localhost/e", undefined, false, "this machine needs no proof"],
    ["postgresql://v@127.0.0.1/e", undefined, false, "nor by its address"],
    ["postgresql://v@db/e", undefined, {}, "another machine does, fully"],
    ["postgresql://v@db/e", "ca.pem", { ca: PEM }, "by an authority of one's own"],
    ["postgresql://v@localhost/e", "ca.pem", { ca: PEM }, "here, too, once there is one"],
    ["postgresql://v@db/e?sslmode=verify-full", undefined, {}, "said in full"],
    ["postgresql://v@db/e?sslmode=verify-ca", "ca.pem", { ca: PEM, anyName: true }, "any name"],
    ["postgresql://v@db/e?sslmode=require", undefined, { rejectUnauthorized: false }, "no proof"],
    ["postgresql://v@db/e?sslmode=require", "ca.pem", { ca: PEM, anyName: true }, "as libpq does"],
    ["postgresql://v@db/e?sslmode=disable", undefined, false, "somebody wants it so"],
  ] as const)("%s, %s: %o, %s", ([url, ca, wanted]) => {
    expect(tlsOf(url, ca)).toEqual(wanted);
  });
});

describe("what cannot be is refused by the name of its setting", () => {
  const refusal = (environment: Record<string, string>): ProblemError => {
    try {
      registryOf(environment);
    } catch (error) {
      if (error instanceof ProblemError) return error;
      throw error;
    }
    throw new Error("accepted");
  };

  test.for([
    ["", "no address at all"],
    ["mysql://vigie@db/estate", "another program's"],
    ["postgresql://vigie@db", "no database"],
    ["postgresql://db/estate", "no user"],
    ["postgresql:///estate?user=vigie", "no host"],
    ["postgresql://vigie@db/estate?sslmode=prefer", "encrypted if it happens to work"],
    ["postgresql://vigie@db/estate?options=-c", "what Vigie says itself"],
    ["postgresql://vigie@db/%zz", "half a letter"],
    ["postgresql://vigie@db:port/estate", "a port in letters"],
  ] as const)("%j: %s", ([url]) => {
    expect(refusal({ VIGIE_POSTGRESQL_URL: url })).toMatchObject({
      code: "setting_invalid",
      parameters: { name: "VIGIE_POSTGRESQL_URL" },
    });
  });

  test.for([
    ["postgresql://vigie:hunter2@db/estate"],
    ["postgresql://vigie@db/estate?password=hunter2"],
    ["postgresql://vigie:hunter2@db:port/estate"],
  ] as const)("a password in the address is not repeated: %s", ([url]) => {
    const error = refusal({ VIGIE_POSTGRESQL_URL: url });
    expect(error.parameters).toMatchObject({ name: "VIGIE_POSTGRESQL_URL" });
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain("hunter2");
  });

  test("it says where a password belongs", () => {
    const error = refusal({ VIGIE_POSTGRESQL_URL: "postgresql://vigie:hunter2@db/estate" });
    expect(error.message).toContain("VIGIE_POSTGRESQL_SECRET");
  });

  test.for([
    ["nowhere.pem", "cannot be read"],
    ["key.pem", "holds no PEM certificate"],
  ] as const)("a certificate in %s %s", ([file, words]) => {
    const error = refusal({
      VIGIE_POSTGRESQL_URL: "postgresql://vigie@db/estate",
      VIGIE_POSTGRESQL_CA: join(folder, file),
    });
    expect(error.parameters).toMatchObject({ name: "VIGIE_POSTGRESQL_CA" });
    expect(error.message).toContain(words);
  });

  test("a certificate for a connection that is not encrypted", () => {
    const error = refusal({
      VIGIE_POSTGRESQL_URL: "postgresql://vigie@db/estate?sslmode=disable",
      VIGIE_POSTGRESQL_CA: join(folder, "ca.pem"),
    });
    expect(error.parameters).toMatchObject({ name: "VIGIE_POSTGRESQL_URL" });
  });
});
