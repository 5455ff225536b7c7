import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { PostgresqlSettings } from "./registry/postgresql-connection.ts";

/** Where the registry's PostgreSQL is, and how sure one must be that it is the right one. */
export const POSTGRESQL_SETTINGS = [
  {
    name: "VIGIE_POSTGRESQL_URL",
    default: "",
    about: "Such as postgresql://vigie@host:5432/vigie; sslmode may follow.",
  },
  {
    name: "VIGIE_POSTGRESQL_SECRET",
    default: "",
    about: "Password of its user.",
    secret: true,
  },
  {
    name: "VIGIE_POSTGRESQL_CA",
    default: "",
    about: "Path of the certificate (PEM) that vouches for the server.",
  },
] as const;

const PORT = 5_432;

/** What the address may say beside where the database is. */
const PARAMETERS = ["host", "user", "sslmode"];

/** Reads them. Throws `setting_invalid`, which never repeats the address: a password may be in it. */
export function readPostgresqlSettings(text: (name: string) => string): PostgresqlSettings {
  const url = toUrl(text("VIGIE_POSTGRESQL_URL"));
  const stranger = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (stranger !== undefined) {
    throw invalidUrl(`"${stranger}" is none of ${PARAMETERS.join(", ")}`);
  }
  const host = url.searchParams.get("host") ?? decoded(url.hostname.replaceAll(/^\[|\]$/g, ""));
  const user = url.searchParams.get("user") ?? decoded(url.username);
  const database = decoded(url.pathname.slice(1));
  if (host === "" || user === "" || database === "") {
    throw invalidUrl("it must name a host, a user and a database: postgresql://user@host/database");
  }
  return {
    host,
    user,
    database,
    port: url.port === "" ? PORT : Number(url.port),
    secret: text("VIGIE_POSTGRESQL_SECRET"),
    tls: toTls({ host, mode: url.searchParams.get("sslmode"), ca: text("VIGIE_POSTGRESQL_CA") }),
  };
}

function toUrl(text: string): URL {
  const url = /^postgres(ql)?:\/\//.test(text) ? URL.parse(text) : null;
  if (url === null) throw invalidUrl("it is no address such as postgresql://user@host/database");
  if (url.password === "" && !url.searchParams.has("password")) return url;
  throw invalidUrl("it holds a password; give that as VIGIE_POSTGRESQL_SECRET or its _FILE");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalidUrl("a % in it is not followed by two hexadecimal digits");
  }
}

type Tls = { readonly host: string; readonly mode: string | null; readonly ca: string };

/**
 * The words are libpq's. Without one, a server elsewhere must prove its name, and one on this machine
 * is spoken to as it is.
 */
function toTls({ host, mode, ca: path }: Tls): PostgresqlSettings["tls"] {
  const ca = path === "" ? undefined : readCertificate(path);
  const trust = ca === undefined ? {} : { ca };
  switch (mode ?? usualMode(host, ca)) {
    case "disable":
      if (ca === undefined) return false;
      throw invalidUrl("sslmode=disable leaves nothing to VIGIE_POSTGRESQL_CA");
    case "require":
      return ca === undefined ? { rejectUnauthorized: false } : withoutName(trust);
    case "verify-ca":
      return withoutName(trust);
    case "verify-full":
      return trust;
    default:
      throw invalidUrl(`sslmode "${mode}" is none of disable, require, verify-ca, verify-full`);
  }
}

function usualMode(host: string, ca: string | undefined): "disable" | "verify-full" {
  const isHere = host.startsWith("/") || ["localhost", "127.0.0.1", "::1"].includes(host);
  return isHere && ca === undefined ? "disable" : "verify-full";
}

/** Whoever the certificate names: who has one of this authority is trusted. */
function withoutName(trust: ConnectionOptions): ConnectionOptions {
  return { ...trust, checkServerIdentity: () => undefined };
}

function readCertificate(path: string): string {
  const name = "VIGIE_POSTGRESQL_CA";
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const detail = `${path} cannot be read: ${cause instanceof Error ? cause.message : ""}`;
    throw new ProblemError("setting_invalid", { name, detail }, { cause });
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new ProblemError("setting_invalid", { name, detail: `${path} holds no PEM certificate` });
}

function invalidUrl(detail: string): ProblemError {
  return new ProblemError("setting_invalid", { name: "VIGIE_POSTGRESQL_URL", detail });
}
