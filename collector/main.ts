import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type Language,
  type ProblemCode,
  ProblemError,
  problemText,
} from "@vigie/shared/problems.ts";
import { type Logger, pino } from "pino";
import { type App, startApp } from "./app.ts";
import { startLocalAgent } from "./local-agent.ts";
import { escapeUnseen } from "./log-escape.ts";
import { testMail } from "./mail-command.ts";
import { nextFreePorts } from "./ports.ts";
import { readSettings, SETTINGS, type Settings } from "./settings.ts";

/** `vigie`: the collector's command. */

const USAGE = `Usage: vigie <command>

  run    Run the collector: broker, stores, page and API.
  try    Run it with a sample customer and an agent on this very machine.
  mail test --to <address>
         Send one mail through the server that is set, and say how it went.

  --help, --version

Settings come from the environment, or from the TOML file that VIGIE_CONFIG names:

${SETTINGS.map(({ name, default: value, about }) => `  ${name.padEnd(34)}${about}${value === "" ? "" : ` [${value}]`}`).join("\n")}
`;

/** Reports of a machine that somebody tries Vigie on, seconds. */
const TRY_CADENCE_SECONDS = 10;

/** How long a stop may take; agents keep what is not receipted. */
const STOP_MS_MAX = 10_000;

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Problems of how Vigie was called, as opposed to what it met. */
const USAGE_PROBLEMS: ReadonlySet<ProblemCode> = new Set([
  "setting_unknown",
  "setting_invalid",
  "command_unknown",
]);

const language: Language = new Intl.DateTimeFormat().resolvedOptions().locale.startsWith("fr")
  ? "fr"
  : "en";

try {
  await command(process.argv.slice(2));
} catch (error) {
  fail(error);
}

async function command([name = "--help", ...rest]: readonly string[]): Promise<void> {
  if (name === "mail") {
    say(await testMail(rest, language));
    return;
  }
  if (rest.length > 0) throw new ProblemError("command_unknown", { name: rest[0] ?? "" });
  switch (name) {
    case "run":
      await run(readSettings(process.env));
      return;
    case "try":
      await tryHere(readSettings(process.env));
      return;
    case "--help":
    case "help":
      say(USAGE);
      return;
    case "--version":
      say(`${readVersion()}\n`);
      return;
    default:
      throw new ProblemError("command_unknown", { name });
  }
}

async function run(settings: Settings): Promise<void> {
  const told = toldToStop();
  const app = await start(settings, settings.logLevel);
  say(
    `vigie ${readVersion()}: page ${app.httpUrl}, agents ${app.mqttUrl}, data ${app.dataFolder}\n`,
  );
  await told;
  await stopInTime(() => app.close());
}

async function tryHere(given: Settings): Promise<void> {
  const told = toldToStop();
  const settings = await nextFreePorts({
    ...given,
    cadenceSeconds: given.isSet("VIGIE_CADENCE_SECONDS")
      ? given.cadenceSeconds
      : TRY_CADENCE_SECONDS,
  });
  const app = await start(settings, given.isSet("VIGIE_LOG_LEVEL") ? given.logLevel : "warn");
  const agent = await startLocalAgent(app, say).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  say(welcome(app, agent.machineName));
  await told;
  await stopInTime(async () => {
    await agent.close();
    await app.close();
  });
}

function start(settings: Settings, level: string): Promise<App> {
  const stderr = pino.destination({ dest: 2, sync: true });
  const log = pino({ name: "vigie", level }, { write: (line) => stderr.write(escapeUnseen(line)) });
  watchForMistakes(log);
  const build = fileURLToPath(new URL("../build/dashboard/", import.meta.url));
  const publicFolder = existsSync(build) ? build : undefined;
  return startApp({ settings, log, version: readVersion(), publicFolder });
}

/** What nobody caught is a mistake of ours: it is logged, and the process ends to be started anew. */
function watchForMistakes(log: Logger): void {
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "a mistake in Vigie ended it; what was receipted is kept");
    process.exit(EXIT_FAILED);
  });
}

/** Resolves with the first signal to stop, from now on: none is missed while Vigie starts. */
async function toldToStop(): Promise<void> {
  await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
}

async function stopInTime(stop: () => Promise<void>): Promise<void> {
  const late = setTimeout(() => process.exit(EXIT_FAILED), STOP_MS_MAX);
  late.unref();
  await stop();
  process.exit(0);
}

function welcome({ httpUrl, mqttUrl, dataFolder }: App, machineName: string): string {
  const words =
    language === "fr"
      ? {
          page: "Page",
          agents: "Agents",
          data: "Données",
          note: `${machineName} envoie ses mesures toutes les 10 s. Ctrl+C arrête tout.`,
        }
      : {
          page: "Page",
          agents: "Agents",
          data: "Data",
          note: `${machineName} reports every 10 s. Ctrl+C stops everything.`,
        };
  return [
    "",
    `  Vigie ${readVersion()}`,
    "",
    `  ${words.page.padEnd(9)}${httpUrl}`,
    `  ${words.agents.padEnd(9)}${mqttUrl}`,
    `  ${words.data.padEnd(9)}${dataFolder}`,
    "",
    `  ${words.note}`,
    "",
    "",
  ].join("\n");
}

function readVersion(): string {
  const manifest = readFileSync(new URL("./package.json", import.meta.url), "utf8");
  return String(JSON.parse(manifest).version);
}

function say(text: string): void {
  process.stdout.write(text);
}

function fail(error: unknown): never {
  if (!(error instanceof ProblemError)) throw error;
  process.stderr.write(`vigie: ${problemText(error.code, error.parameters, language)}\n`);
  process.exit(USAGE_PROBLEMS.has(error.code) ? EXIT_USAGE : EXIT_FAILED);
}
