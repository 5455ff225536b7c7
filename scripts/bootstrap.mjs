// Installs the locked dependencies when they are missing or older than the lock file.
// Plain JavaScript without dependencies: it runs on any Node from 18 on, before anything is installed.
import { spawn } from "node:child_process";
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

process.stderr.write("vigie: installing the locked dependencies (npm ci), once; about 750 MB\n");
const code = await install();
if (code !== 0) {
  process.stderr.write("vigie: npm ci failed; see above, then run the same command again\n");
  process.exit(code);
}
writeFileSync(stamp, wanted);

/** Runs npm and resolves with its exit code. Whoever stops this stops npm too. */
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
  const words = ["ci", "--include=dev", "--include=optional"];
  const child = npm
    ? spawn(process.execPath, [npm, ...words], options)
    : spawn(process.platform === "win32" ? "npm.cmd" : "npm", words, options);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill("SIGTERM"));
  }
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`vigie: npm could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.once("exit", (status, signal) => resolve(status ?? (signal === null ? 1 : 130)));
  });
}
