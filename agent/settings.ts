import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { ProblemError } from "@vigie/shared/problems.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";

/** The agent's settings: one catalogue, read from the environment, checked as a whole. */

export type Settings = {
  /** Holds the credential and the outbox. */
  readonly folder: string;
  /** Replaces the credential's broker address. */
  readonly broker: string | undefined;
  readonly logLevel: LogLevel;
  /** Seconds between two reports until the collector says otherwise. */
  readonly cadenceSeconds: number;
  readonly outboxBytes: number;
};

export type SettingEntry = {
  readonly name: string;
  /** As documentation writes it. */
  readonly default: string;
  readonly about: string;
};

const PREFIX = "VIGIE_AGENT_";

/** Every setting of the agent. */
export const AGENT_SETTINGS = [
  {
    name: "VIGIE_AGENT_DATA",
    default: "the user's state folder",
    about: "Folder of the credential and of the outbox, as an absolute path.",
  },
  {
    name: "VIGIE_AGENT_BROKER",
    default: "the credential's",
    about: "Address of the broker, such as mqtt://127.0.0.1:1883.",
  },
  {
    name: "VIGIE_AGENT_LOG_LEVEL",
    default: "info",
    about: "What the log holds: debug, info, warn or error.",
  },
  {
    name: "VIGIE_AGENT_CADENCE_SECONDS",
    default: "60",
    about: "Seconds between two reports, 1 to 3600, until the collector says otherwise.",
  },
  {
    name: "VIGIE_AGENT_OUTBOX_BYTES",
    default: "268435456",
    about: "What reports that wait for their receipt may take on disk, at least 1048576.",
  },
] as const satisfies readonly SettingEntry[];

type SettingName = (typeof AGENT_SETTINGS)[number]["name"];
type Environment = Readonly<Record<string, string | undefined>>;

/** One week of reports at a 10 s cadence takes less. */
const OUTBOX_BYTES_DEFAULT = 256 * 1024 * 1024;
const OUTBOX_BYTES_MIN = 1024 * 1024;

/** 64 GiB: what is larger is a mistake of units. */
const OUTBOX_BYTES_MAX = 64 * 1024 * 1024 * 1024;

const CADENCE_SECONDS_DEFAULT = 60;
const CADENCE_SECONDS_MAX = 3_600;

/** Throws a ProblemError `setting_unknown` or `setting_invalid` that names the setting. */
export function readSettings(environment: Environment = process.env): Settings {
  for (const name of Object.keys(environment)) {
    if (name.startsWith(PREFIX) && !AGENT_SETTINGS.some((setting) => setting.name === name)) {
      throw new ProblemError("setting_unknown", { name });
    }
  }
  return {
    folder: readFolder(environment),
    broker: readBroker(environment),
    logLevel: readLogLevel(environment),
    cadenceSeconds:
      readWhole(environment, "VIGIE_AGENT_CADENCE_SECONDS", [1, CADENCE_SECONDS_MAX]) ??
      CADENCE_SECONDS_DEFAULT,
    outboxBytes:
      readWhole(environment, "VIGIE_AGENT_OUTBOX_BYTES", [OUTBOX_BYTES_MIN, OUTBOX_BYTES_MAX]) ??
      OUTBOX_BYTES_DEFAULT,
  };
}

/** The outbox of a data folder. */
export function outboxPath(folder: string): string {
  return join(folder, "outbox.sqlite");
}

/** Whether this is an address that the agent can use: mqtt, a host and a port, nothing else. */
export function isBrokerAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.protocol !== "mqtt:" || url.hostname === "") return false;
  const rest = [url.username, url.password, url.search, url.hash].join("");
  return rest === "" && (url.pathname === "" || url.pathname === "/");
}

function readFolder(environment: Environment): string {
  const folder = valueOf(environment, "VIGIE_AGENT_DATA");
  if (folder === undefined) return join(stateFolder(environment), "vigie-agent");
  if (!isAbsolute(folder)) throw invalid("VIGIE_AGENT_DATA", "it needs an absolute path");
  return folder;
}

/** Where programs of this user keep what is not theirs to lose and not worth a backup. */
function stateFolder(environment: Environment): string {
  const home = homedir();
  if (process.platform === "win32") {
    return environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local");
  }
  if (process.platform === "darwin") return join(home, "Library", "Application Support");
  const wanted = environment["XDG_STATE_HOME"];
  // The XDG rules have relative paths ignored.
  return wanted !== undefined && isAbsolute(wanted) ? wanted : join(home, ".local", "state");
}

function readBroker(environment: Environment): string | undefined {
  const broker = valueOf(environment, "VIGIE_AGENT_BROKER");
  if (broker === undefined || isBrokerAddress(broker)) return broker;
  throw invalid("VIGIE_AGENT_BROKER", "it needs the form mqtt://host:port");
}

function readLogLevel(environment: Environment): LogLevel {
  const text = valueOf(environment, "VIGIE_AGENT_LOG_LEVEL") ?? "info";
  const level = LOG_LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  throw invalid("VIGIE_AGENT_LOG_LEVEL", `it is one of ${LOG_LEVELS.join(", ")}`);
}

function readWhole(
  environment: Environment,
  name: SettingName,
  [from, to]: readonly [number, number],
): number | undefined {
  const text = valueOf(environment, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= from && value <= to) return value;
  throw invalid(name, `it needs a whole number from ${from} to ${to}`);
}

/** An empty value counts as none, as in a service's environment file. */
function valueOf(environment: Environment, name: SettingName): string | undefined {
  const text = environment[name];
  return text === undefined || text === "" ? undefined : text;
}

function invalid(name: SettingName, detail: string): ProblemError {
  return new ProblemError("setting_invalid", { name, detail });
}
