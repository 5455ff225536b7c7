import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ProblemError } from "@vigie/shared/problems.ts";
import { startAgent, takeReport } from "./app.ts";
import { createLog, errorText, type Log } from "./log.ts";
import packageFile from "./package.json" with { type: "json" };
import { readSettings, type Settings } from "./settings.ts";
import { readStatus } from "./status.ts";
import { toTable } from "./table.ts";

/** `vigie-agent`: what its words do, and the code it ends with. */

const HELP = `vigie-agent measures this machine and reports to its collector.

  vigie-agent run               reports until it is told to stop
  vigie-agent report            takes one report and prints it as JSON
  vigie-agent report --table    the same for people
  vigie-agent status            the credential, what waits for the collector, the last receipt
  vigie-agent --help            this text
  vigie-agent --version         the version

The settings are VIGIE_AGENT_... in the environment; README.md lists them.
`;

const OK = 0;
const FAILED = 1;
const WRONG_USE = 2;

/** What the one who started it can mend. */
const WRONG_USE_CODES: ReadonlySet<string> = new Set([
  "setting_unknown",
  "setting_invalid",
  "command_unknown",
]);

/** After a signal, going down in order takes no longer. */
const STOP_MS_MAX = 10_000;

/** Beside this file as source and in the bundle alike. */
const isSource = import.meta.url.endsWith(".ts");
const inventoryProgram = fileURLToPath(
  new URL(isSource ? "./inventory.ts" : "./inventory.mjs", import.meta.url),
);

const writeError = (line: string): void => void process.stderr.write(line);

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  try {
    return await obey(words);
  } catch (error) {
    if (!(error instanceof ProblemError)) {
      writeError(`vigie-agent: ${error instanceof Error ? error.stack : String(error)}\n`);
      return FAILED;
    }
    writeError(`vigie-agent: ${error.message}\n`);
    return WRONG_USE_CODES.has(error.code) ? WRONG_USE : FAILED;
  }
}

async function obey(words: readonly string[]): Promise<number> {
  const { command, isTable } = parseWords(words);
  switch (command) {
    case "help":
      process.stdout.write(HELP);
      return OK;
    case "version":
      process.stdout.write(`${packageFile.version}\n`);
      return OK;
    case "run":
      return run(readSettings());
    case "report":
      return report(logOf(readSettings()), isTable);
    case "status":
      process.stdout.write(readStatus(readSettings(), Date.now()));
      return OK;
    default:
      throw new ProblemError("command_unknown", { name: command });
  }
}

function parseWords(words: readonly string[]): { command: string; isTable: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
        table: { type: "boolean" },
      },
    });
    const [command = "help", ...rest] = positionals;
    const isTable = values.table === true;
    if (values.help === true) return { command: "help", isTable };
    if (values.version === true) return { command: "version", isTable };
    if (rest[0] !== undefined) throw new ProblemError("command_unknown", { name: rest[0] });
    if (isTable && command !== "report") {
      throw new ProblemError("command_unknown", { name: `${command} --table` });
    }
    return { command, isTable };
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError("command_unknown", { name: words.join(" ") }, { cause: error });
  }
}

async function run(settings: Settings): Promise<number> {
  const log = logOf(settings);
  const { version } = packageFile;
  const stopping = firstSignal();
  const agent = startAgent({ settings, version, inventoryProgram, log });
  log.info("stopping", { signal: await stopping });
  // What hangs must not keep the machine from shutting down.
  setTimeout(() => process.exit(FAILED), STOP_MS_MAX).unref();
  try {
    await agent.stop();
    log.info("stopped");
    return OK;
  } catch (error) {
    log.error("it did not stop in order", { error: errorText(error) });
    return FAILED;
  }
}

async function report(log: Log, isTable: boolean): Promise<number> {
  const body = await takeReport({ inventoryProgram, log });
  process.stdout.write(isTable ? toTable(body) : `${JSON.stringify(body, undefined, 2)}\n`);
  return OK;
}

function logOf({ logLevel }: Settings): Log {
  return createLog(logLevel, writeError);
}

/** A second signal of the same kind ends the process at once, as it would without us. */
function firstSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"]) process.once(name, resolve);
  });
}
