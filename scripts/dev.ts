/**
 * `npm run dev`: `vigie try`, started again whenever the collector changes, and the dashboard built
 * again whenever it changes, which starts the collector again too. Then reload the page.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What the collector is started again for; it lists the page's files when it starts. */
const WATCHED = ["collector", "shared", "build/dashboard"];

const root = fileURLToPath(new URL("..", import.meta.url));
const vite = fileURLToPath(new URL("../node_modules/vite/bin/vite.js", import.meta.url));

const children = [
  start(["scripts/build.ts", "--if-changed"], () => {
    const watched = WATCHED.map((folder) => `--watch-path=${folder}`);
    children.push(start(["--watch-preserve-output", ...watched, "collector/main.ts", "try"]));
    children.push(start([vite, "build", "--watch", "--config", "dashboard/vite.config.ts"]));
  }),
];
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}

function start(arguments_: readonly string[], onDone?: () => void): ChildProcess {
  const child = spawn(process.execPath, arguments_, { cwd: root, stdio: "inherit" });
  child.on("exit", (code) => {
    if (code === 0) onDone?.();
    else process.exitCode = code ?? 1;
  });
  return child;
}
