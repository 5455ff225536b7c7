import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { isFoundOut, type KillOutcome, runKill } from "./kill.ts";
import { MUTANTS } from "./mutants.ts";

/** `npm run fault -- <experiment>`: faults on purpose, and whether the promises hold. */

const USAGE = `Usage: npm run fault -- <experiment> [options]

  kill      50 agents report while they and the collector are killed; nothing is lost or doubled.
  mutants   The same with each mistake that it must find; passes when each is found.

  --mutant <name>    kill with this mistake built in: ${Object.keys(MUTANTS).join(", ")}
  --minutes <n>      how long to kill [1]
  --seed <n>         repeats the kills of a run [a new one]
`;

/** What is printed of what was found; all of it is in the stores that are kept. */
const FINDINGS_SHOWN = 20;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    mutant: { type: "string" },
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: `${Math.floor(Math.random() * 2 ** 31)}` },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
const isUnderstood =
  minutes > 0 &&
  Number.isSafeInteger(seed) &&
  (values.mutant === undefined || Object.hasOwn(MUTANTS, values.mutant));

if (!isUnderstood || positionals.length !== 1) usage();
else if (positionals[0] === "kill") process.exitCode = (await holds(values.mutant)) ? 0 : 1;
else if (positionals[0] === "mutants") process.exitCode = (await allFound()) ? 0 : 1;
else usage();

/** Whether the promises hold in one run. */
async function holds(mutant: string | undefined): Promise<boolean> {
  const outcome = await run(mutant);
  say(outcome.findings.length === 0 ? "1 passed, 0 failed" : "0 passed, 1 failed");
  return outcome.findings.length === 0;
}

async function allFound(): Promise<boolean> {
  const names = Object.keys(MUTANTS);
  let found = 0;
  for (const name of names) {
    const outcome = await run(name);
    const isFound = isFoundOut(name, outcome);
    if (isFound) rmSync(outcome.folder, { recursive: true });
    say(`${name}: ${isFound ? "found out" : "NOT FOUND"} (${MUTANTS[name]?.about})`);
    if (isFound) found += 1;
  }
  say(`${found} passed, ${names.length - found} failed`);
  return found === names.length;
}

async function run(mutant: string | undefined): Promise<KillOutcome> {
  say(`kill, seed ${seed}, ${minutes} min${mutant === undefined ? "" : `, mutant ${mutant}`}`);
  const outcome = await runKill({ seed, minutes, mutant, say });
  const { findings, reports, tickets, kills, folder, repeatedFirings } = outcome;
  say(
    `${reports} reports, ${kills} kills, ${tickets} tickets, ${repeatedFirings} alerts fired again, ` +
      `${findings.length} findings`,
  );
  for (const { kind, detail } of findings.slice(0, FINDINGS_SHOWN)) say(`  ${kind}: ${detail}`);
  if (findings.length > FINDINGS_SHOWN) say(`  and ${findings.length - FINDINGS_SHOWN} more`);
  if (findings.length > 0) say(`  kept in ${folder}`);
  return outcome;
}

function usage(): void {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
