/**
 * Builds the dashboard and the agent's bundle into build/, which is all that is built: everything
 * else runs as it is. With `--if-changed`, only when a source has changed since the last time.
 */
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildAgent } from "./build-agent.ts";
import { buildDashboard } from "./build-dashboard.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const isOnlyIfChanged = process.argv.includes("--if-changed");

const PARTS = [
  { name: "dashboard", sources: "{dashboard,shared}/**/*", build: buildDashboard },
  { name: "agent", sources: "{agent,shared}/**/*", build: buildAgent },
];

mkdirSync(`${root}build`, { recursive: true });
for (const { name, sources, build } of PARTS) {
  const stamp = `${root}build/.${name}`;
  const wanted = fingerprint(sources);
  if (isOnlyIfChanged && readIfThere(stamp) === wanted) continue;
  process.stderr.write(`vigie: building the ${name}\n`);
  await build();
  writeFileSync(stamp, wanted);
}

/** Changes with any source, with what is installed and with this script. */
function fingerprint(pattern: string): string {
  const hash = createHash("sha256");
  const sources = globSync([pattern, "scripts/build*.ts", "package-lock.json"], {
    cwd: root,
    withFileTypes: true,
  });
  const files = sources
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
