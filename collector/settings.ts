import { readFileSync } from "node:fs";
import { ProblemError } from "@vigie/shared/problems.ts";
import { parse as parseToml } from "smol-toml";
import { isLoopback } from "./loopback.ts";
import { MAIL_SETTINGS, type NoticeSettings, readNoticeSettings } from "./mail-settings.ts";
import { MAILBOX_SETTINGS, readMailboxSettings, type SupportMail } from "./mailbox-settings.ts";
import type { MetricSettings } from "./metrics/open.ts";
import { POSTGRESQL_SETTINGS, readPostgresqlSettings } from "./postgresql-settings.ts";
import type { RegistrySettings } from "./registry/open.ts";

/**
 * The one place where the environment is read. A setting comes from the environment, else from the
 * TOML file that VIGIE_CONFIG names, else from its default. A name that is not in the catalogue, or a
 * value that cannot be, ends the start and names itself.
 */
export type SettingEntry = {
  readonly name: string;
  readonly default: string;
  /** What it sets, its unit and its values. */
  readonly about: string;
  /** May also be given as a file's path, in `<name>_FILE`, and is never printed. */
  readonly secret?: true;
};

export const SETTINGS: readonly SettingEntry[] = [
  { name: "VIGIE_CONFIG", default: "", about: "Path of a TOML file with settings by these names." },
  { name: "VIGIE_DATA", default: "vigie-data", about: "Folder of everything that is kept." },
  {
    name: "VIGIE_HTTP_HOST",
    default: "127.0.0.1",
    about: "Address of the page and API; loopback.",
  },
  {
    name: "VIGIE_HTTP_PORT",
    default: "8470",
    about: "Port of the page and API; 0 = any free one.",
  },
  { name: "VIGIE_MQTT_HOST", default: "127.0.0.1", about: "Address of the broker; loopback." },
  { name: "VIGIE_MQTT_PORT", default: "1883", about: "Port of the broker; 0 = any free one." },
  {
    name: "VIGIE_MQTT_RATE",
    default: "2",
    about: "Messages a second that one agent may send; above, it is slowed down.",
  },
  {
    name: "VIGIE_MQTT_BURST",
    default: "120",
    about: "Messages that one agent may send at once before it is slowed down.",
  },
  { name: "VIGIE_LOG_LEVEL", default: "info", about: "debug, info, warn, error or silent." },
  {
    name: "VIGIE_CADENCE_SECONDS",
    default: "60",
    about: "Seconds between two reports of a machine that nobody looks at; 1 to 3600.",
  },
  {
    name: "VIGIE_LIVE_CADENCE_SECONDS",
    default: "10",
    about: "Seconds between two reports while somebody looks at the machine; 1 to 3600.",
  },
  {
    name: "VIGIE_REGISTRY",
    default: "embedded",
    about: "Where everything that acts is kept: embedded or postgresql.",
  },
  ...POSTGRESQL_SETTINGS,
  { name: "VIGIE_METRICS", default: "embedded", about: "Where samples go: embedded or influxdb." },
  {
    name: "VIGIE_METRICS_RETENTION_DAYS",
    default: "35",
    about: "Days for which the embedded store keeps samples; 1 to 3650.",
  },
  {
    name: "VIGIE_INFLUXDB_URL",
    default: "",
    about: "Address of InfluxDB, such as http://host:8086.",
  },
  { name: "VIGIE_INFLUXDB_DATABASE", default: "vigie", about: "Its database." },
  { name: "VIGIE_INFLUXDB_RETENTION_POLICY", default: "raw", about: "Its retention policy." },
  {
    name: "VIGIE_INFLUXDB_USER",
    default: "vigie",
    about: "Its user; any word where a token is used.",
  },
  {
    name: "VIGIE_INFLUXDB_SECRET",
    default: "",
    about: "Password (1.x) or token (2.x, 3.x).",
    secret: true,
  },
  { name: "VIGIE_INFLUXDB_API", default: "v1", about: "Write API: v1 (all versions) or v2." },
  { name: "VIGIE_INFLUXDB_ORG", default: "", about: "Organisation, for the v2 write API." },
  ...MAIL_SETTINGS,
  ...MAILBOX_SETTINGS,
];

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";
const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error", "silent"];

export type Settings = {
  readonly dataFolder: string;
  readonly http: { readonly host: string; readonly port: number };
  readonly mqtt: {
    readonly host: string;
    readonly port: number;
    readonly rate: number;
    readonly burst: number;
  };
  readonly logLevel: LogLevel;
  readonly cadenceSeconds: number;
  readonly liveCadenceSeconds: number;
  readonly registry: RegistrySettings;
  readonly metrics: MetricSettings;
  readonly metricsRetentionDays: number;
  readonly notices: NoticeSettings;
  readonly supportMail: SupportMail;
  /** Which of them were set by a person, so that `vigie try` may choose where nobody did. */
  readonly isSet: (name: string) => boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Prefixes of names that belong to other programs of Vigie. */
const FOREIGN_PREFIXES = ["VIGIE_AGENT_", "VIGIE_TEST_"];

/** Reads all settings. Throws a ProblemError `setting_unknown` or `setting_invalid`. */
export function readSettings(environment: Environment): Settings {
  const file = readFile(environment["VIGIE_CONFIG"]);
  refuseUnknown(Object.keys(environment).filter(isOurs));
  refuseUnknown(Object.keys(file));

  const text = (name: string): string => valueOf(name, environment, file);
  const whole = (name: string, min: number, max: number): number =>
    toWhole(name, text(name), { min, max });
  return {
    dataFolder: text("VIGIE_DATA"),
    http: { host: loopback("VIGIE_HTTP_HOST", text), port: whole("VIGIE_HTTP_PORT", 0, 65_535) },
    mqtt: {
      host: loopback("VIGIE_MQTT_HOST", text),
      port: whole("VIGIE_MQTT_PORT", 0, 65_535),
      rate: whole("VIGIE_MQTT_RATE", 1, 100_000),
      burst: whole("VIGIE_MQTT_BURST", 1, 1_000_000),
    },
    logLevel: oneOf("VIGIE_LOG_LEVEL", text("VIGIE_LOG_LEVEL"), LOG_LEVELS),
    cadenceSeconds: whole("VIGIE_CADENCE_SECONDS", 1, 3_600),
    liveCadenceSeconds: whole("VIGIE_LIVE_CADENCE_SECONDS", 1, 3_600),
    registry: registrySettings(text),
    metrics: metricSettings(text),
    metricsRetentionDays: whole("VIGIE_METRICS_RETENTION_DAYS", 1, 3_650),
    notices: readNoticeSettings(text, whole),
    supportMail: readMailboxSettings(text, whole),
    isSet: (name) => (environment[name] ?? file[name]) !== undefined,
  };
}

function isOurs(name: string): boolean {
  return name.startsWith("VIGIE_") && !FOREIGN_PREFIXES.some((prefix) => name.startsWith(prefix));
}

function refuseUnknown(names: readonly string[]): void {
  const known = new Set(
    SETTINGS.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])),
  );
  const stranger = names.find((name) => !known.has(name));
  if (stranger !== undefined) throw new ProblemError("setting_unknown", { name: stranger });
}

function readFile(path: string | undefined): Readonly<Record<string, string>> {
  if (path === undefined || path === "") return {};
  try {
    const table = parseToml(readFileSync(path, "utf8"));
    return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, toText(value)]));
  } catch (cause) {
    throw invalid("VIGIE_CONFIG", `${path} cannot be read: ${firstLine(cause)}`, cause);
  }
}

/** Numbers and words as a person wrote them; what else TOML can say is told by the setting's check. */
function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function valueOf(name: string, environment: Environment, file: Environment): string {
  const entry = SETTINGS.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`${name} is not in the catalogue of settings`);
  const source = [environment, file].find((one) => isIn(one, entry)) ?? {};
  const path = entry.secret ? source[`${name}_FILE`] : undefined;
  if (path === undefined) return source[name] ?? entry.default;
  if (source[name] !== undefined) throw invalid(`${name}_FILE`, `${name} is set too`);
  try {
    return readFileSync(path, "utf8").trimEnd();
  } catch (cause) {
    throw invalid(`${name}_FILE`, `${path} cannot be read: ${firstLine(cause)}`, cause);
  }
}

/** Whether the environment or the file says it, as it is or as a file's path. */
function isIn(source: Environment, { name, secret }: SettingEntry): boolean {
  return source[name] !== undefined || (secret === true && source[`${name}_FILE`] !== undefined);
}

function toWhole(
  name: string,
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw invalid(name, `"${text}" is not a whole number from ${min} to ${max}`);
}

function oneOf<T extends string>(name: string, text: string, values: readonly T[]): T {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw invalid(name, `"${text}" is none of ${values.join(", ")}`);
}

/** Nobody signs in yet and nothing is encrypted: Vigie answers to this machine only. */
function loopback(name: string, text: (name: string) => string): string {
  const host = text(name);
  if (isLoopback(host)) return host;
  throw invalid(name, `"${host}" is not a loopback address, such as 127.0.0.1`);
}

function registrySettings(text: (name: string) => string): RegistrySettings {
  const engine = oneOf("VIGIE_REGISTRY", text("VIGIE_REGISTRY"), ["embedded", "postgresql"]);
  if (engine === "embedded") return { engine, path: "registry.sqlite" };
  return { engine, ...readPostgresqlSettings(text) };
}

function metricSettings(text: (name: string) => string): MetricSettings {
  const engine = oneOf("VIGIE_METRICS", text("VIGIE_METRICS"), ["embedded", "influxdb"]);
  if (engine === "embedded") return { engine, path: "metrics.sqlite" };
  const url = text("VIGIE_INFLUXDB_URL");
  if (!/^https?:\/\/[^/]/.test(url)) {
    throw invalid("VIGIE_INFLUXDB_URL", `"${url}" is not an address such as http://host:8086`);
  }
  return {
    engine,
    url,
    database: text("VIGIE_INFLUXDB_DATABASE"),
    retentionPolicy: text("VIGIE_INFLUXDB_RETENTION_POLICY"),
    user: text("VIGIE_INFLUXDB_USER"),
    secret: text("VIGIE_INFLUXDB_SECRET"),
    api: oneOf("VIGIE_INFLUXDB_API", text("VIGIE_INFLUXDB_API"), ["v1", "v2"]),
    org: text("VIGIE_INFLUXDB_ORG"),
  };
}

function invalid(name: string, detail: string, cause?: unknown): ProblemError {
  return new ProblemError("setting_invalid", { name, detail }, { cause });
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0] ?? "";
}
