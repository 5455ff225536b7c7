#!/usr/bin/env node
// `vigie-agent`: starts the agent on the right Node with the right flags. Where the system can, this
// process becomes the agent; elsewhere it waits for it, hands on signals and ends as it ends.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { toLaunch } from "./launch.mjs";

const launch = toLaunch(process.argv.slice(2));
if ("problem" in launch) {
  process.stderr.write(`vigie-agent: ${launch.problem}\n`);
  process.exitCode = 1;
} else if (typeof process.execve === "function" && process.platform !== "win32") {
  become(launch);
} else {
  waitFor(launch);
}

function become({ file, args, environment }) {
  // Node warns that this call is experimental; people who start an agent need not read it.
  process.removeAllListeners("warning");
  process.execve(file, [file, ...args], { ...process.env, ...environment });
}

function waitFor({ file, args, environment }) {
  const child = spawn(file, args, {
    stdio: "inherit",
    env: { ...process.env, ...environment },
    windowsHide: true,
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.once("error", (error) => {
    process.stderr.write(`vigie-agent: cannot start ${file}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
