import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import manifest from "../../collector/package.json" with { type: "json" };
import { SETTINGS } from "../../collector/settings.ts";
import { startCollector } from "../support/collector-process.ts";
import { eventually } from "../support/eventually.ts";

/** The command, as a person types it. */

const main = fileURLToPath(new URL("../../collector/main.ts", import.meta.url));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-main-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs the command to its end. */
function vigie(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], LANG: "C.UTF-8", VIGIE_DATA: folder, ...environment },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

test("--help names every command and every setting with its default", async () => {
  const { code, out, err } = await vigie(["--help"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  for (const { name, default: value } of SETTINGS) {
    expect(out).toContain(name);
    expect(out).toContain(value);
  }
  for (const command of ["run", "try"]) expect(out).toMatch(new RegExp(`^ {2}${command} `, "m"));
  expect((await vigie([])).out).toBe(out);
});

test("--version says the package's version and nothing else", async () => {
  expect(await vigie(["--version"])).toEqual({ code: 0, out: `${manifest.version}\n`, err: "" });
});

describe("a wrong call ends with code 2 and one line that says what to do", () => {
  test.for<[string, readonly string[], Record<string, string>, string]>([
    ["a command that is none", ["fly"], {}, "There is no command fly. Try --help."],
    ["a word too many", ["run", "fast"], {}, "There is no command fast. Try --help."],
    [
      "an unknown setting",
      ["run"],
      { VIGIE_HTPP_PORT: "1" },
      "There is no setting VIGIE_HTPP_PORT. The settings are listed in README.md.",
    ],
    [
      "a bad value, in French",
      ["run"],
      { VIGIE_HTTP_PORT: "x", LANG: "fr_FR.UTF-8" },
      'Le réglage VIGIE_HTTP_PORT est incorrect : "x" is not a whole number from 0 to 65535.',
    ],
  ])("%s", async ([, words, environment, line]) => {
    expect(await vigie(words, environment)).toEqual({ code: 2, out: "", err: `vigie: ${line}\n` });
  });
});

describe("what is met on the way ends with code 1 and one line", () => {
  test("a data folder that is a file", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "");
    const { code, out, err } = await vigie(["run"], { VIGIE_DATA: path });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^vigie: The data folder \S+ cannot be used: .+\n$/);
  });

  test("a second collector on one folder, and a port that is taken", async () => {
    const collector = await startCollector({ folder });
    try {
      const ports = { VIGIE_HTTP_PORT: "0", VIGIE_MQTT_PORT: "0" };
      const second = await vigie(["run"], { ...ports, VIGIE_DATA: folder });
      expect(second).toMatchObject({ code: 1, out: "" });
      expect(second.err).toBe(
        `vigie: Another Vigie uses the data folder ${folder}. Stop it or set VIGIE_DATA to another folder.\n`,
      );

      const { port } = new URL(collector.httpUrl);
      const own = { VIGIE_DATA: join(folder, "other"), VIGIE_LOG_LEVEL: "silent" };
      const third = await vigie(["run"], { ...ports, ...own, VIGIE_HTTP_PORT: port });
      expect(third).toMatchObject({ code: 1, out: "" });
      expect(third.err).toContain(`Port ${port} on 127.0.0.1 is in use.`);
      expect(third.err).toContain("VIGIE_HTTP_PORT");
    } finally {
      await collector.stop();
    }
  });

  test("a registry of a newer version or none at all", async () => {
    writeFileSync(join(folder, "registry.sqlite"), "this is not a database".repeat(400));
    const { code, err } = await vigie(["run"], { VIGIE_LOG_LEVEL: "silent" });
    expect(code).toBe(1);
    expect(err).toMatch(/^vigie: The registry is damaged: .+\n$/);
  });
});

describe("run", () => {
  test.for(["SIGTERM", "SIGINT"] as const)("%s ends it in order, with code 0", async (signal) => {
    const collector = await startCollector({ folder });
    const answer = await fetch(`${collector.httpUrl}/api/health`);
    expect(answer.status).toBe(200);
    const ended = new Promise((resolve) => collector.child.once("exit", resolve));
    collector.child.kill(signal);
    expect(await ended).toBe(0);
    // The folder is free again, and nothing of it is broken.
    expect(await (await startCollector({ folder })).stop()).toBe(0);
  });

  test("its log shows no character that does not show", async () => {
    const child = spawn(process.execPath, [main, "run"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { VIGIE_DATA: folder, VIGIE_HTTP_PORT: "0", VIGIE_MQTT_PORT: "0", LANG: "C.UTF-8" },
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => (out += String(chunk)));
    child.stderr.on("data", (chunk) => (err += String(chunk)));
    await eventually("it is up", () => /page (\S+),/.test(out), 20_000);
    await fetch(`${/page (\S+),/.exec(out)?.[1]}/api/csp-reports`, {
      method: "POST",
      headers: { "content-type": "application/csp-report" },
      body: "a\u009b2J\u202eb",
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(err).toContain('"report":"a\\u009b2J\\u202eb"');
  });

  test("it makes no sample data", async () => {
    const collector = await startCollector({ folder });
    try {
      const machines = await (await fetch(`${collector.httpUrl}/api/machines`)).json();
      expect(machines).toMatchObject({ items: [] });
    } finally {
      await collector.stop();
    }
  });
});
