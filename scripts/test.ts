/**
 * `npm test`: the domain under four zones of the host, then everything else that needs npm only.
 * Names of test files may follow: `npm test -- test/collector/flow`.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const HOST_ZONES = ["UTC", "Europe/Paris", "America/New_York", "Pacific/Auckland"];
const PROJECTS = ["unit", "contract", "architecture", "journey", "browser"];

const root = fileURLToPath(new URL("..", import.meta.url));
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const wanted = process.argv.slice(2);

function run(projects: readonly string[], zone: string | undefined): boolean {
  const { status } = spawnSync(
    process.execPath,
    [
      vitest,
      "run",
      "--config",
      "test/vitest.config.ts",
      "--passWithNoTests",
      ...projects.flatMap((name) => ["--project", name]),
      ...wanted,
    ],
    { cwd: root, stdio: "inherit", env: { ...process.env, ...(zone && { TZ: zone }) } },
  );
  return status === 0;
}

const builds = spawnSync(process.execPath, ["scripts/build.ts", "--if-changed"], {
  cwd: root,
  stdio: "inherit",
});
const outcomes = [
  builds.status === 0,
  ...HOST_ZONES.map((zone) => run(["domain"], zone)),
  run(PROJECTS, undefined),
];
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
