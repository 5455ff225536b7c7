// Installs the locked dependencies when they are missing or older than the lock file.
// Plain JavaScript without dependencies: it runs on any Node from 18 on, before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "node_modules", ".bootstrap");
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .update(`${process.platform}-${process.arch}`)
  .digest("hex");

if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) process.exit(0);

process.stderr.write("vigie: installing the locked dependencies (npm ci), once\n");
const outcome = install();
if (outcome.status !== 0) {
  process.stderr.write("vigie: npm ci failed; see above, then run the same command again\n");
  process.exit(outcome.status ?? 1);
}
writeFileSync(stamp, wanted);

function install() {
  const env = {
    ...process.env,
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_loglevel: "error",
  };
  // npm hands its own script's settings down; the nested npm must not take them for its own.
  for (const name of Object.keys(env)) {
    if (/^npm_(lifecycle|package)_/.test(name) || name === "npm_config_workspace") delete env[name];
  }
  const options = { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] };
  const npm = process.env["npm_execpath"];
  const arguments_ = ["ci", "--include=dev", "--include=optional"];
  if (npm) return spawnSync(process.execPath, [npm, ...arguments_], options);
  return spawnSync(process.platform === "win32" ? "npm.cmd" : "npm", arguments_, options);
}
