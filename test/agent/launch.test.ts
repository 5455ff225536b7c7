import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeCredential } from "../../agent/identity.ts";
import { type Launch, toLaunch } from "../../agent/launch.mjs";
import { eventually } from "../support/eventually.ts";

const BIN = fileURLToPath(new URL("../../agent/bin.mjs", import.meta.url));

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-launch-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function launch(...words: readonly string[]): Launch {
  const found = toLaunch(words);
  if ("problem" in found) throw new Error(found.problem);
  return found;
}

describe("how the agent is launched", () => {
  test("to run, with little memory and few threads", () => {
    const { args, environment } = launch("run");
    expect(args).toContain("--max-semi-space-size=1");
    expect(args).toContain("--single-threaded");
    expect(environment).toEqual({ UV_THREADPOOL_SIZE: "1", MALLOC_ARENA_MAX: "1" });
    expect(args.at(-1)).toBe("run");
  });

  test("for one report, without those limits", () => {
    const { args, environment } = launch("report", "--table");
    expect(args.filter((arg) => arg.startsWith("--max"))).toEqual([]);
    expect(environment).toEqual({});
    expect(args.slice(-2)).toEqual(["report", "--table"]);
  });

  test("on a program and a Node that are there", () => {
    const { file, args } = launch("run");
    expect(existsSync(file)).toBe(true);
    expect(existsSync(args.at(-2) ?? "")).toBe(true);
  });
});

/** Node from 22.15 on can become another program; the older ones and Windows start and wait. */
describe.for([
  ["becomes the agent", []],
  ["waits for the agent", ["--import", "data:text/javascript,delete process.execve"]],
] as const)("the command %s", ([_how, flags]) => {
  function start(...words: readonly string[]) {
    const child = spawn(process.execPath, [...flags, BIN, ...words], {
      env: { ...process.env, VIGIE_AGENT_DATA: folder },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      said.out += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      said.err += String(chunk);
    });
    return { child, said, ended: once(child, "close").then(([code]) => Number(code)) };
  }

  test("and hands on what it says, with its code", async () => {
    const version = start("--version");
    expect(await version.ended).toBe(0);
    expect(version.said).toEqual({ out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: "" });

    const wrong = start("fly");
    expect(await wrong.ended).toBe(2);
    expect(wrong.said).toEqual({ out: "", err: expect.stringMatching(/^vigie-agent: .*fly/) });
  });

  test("and stops it by the signal that it gets", async () => {
    const agentId = "agt_01JDN3Q5A0000000000000000A";
    writeCredential(folder, {
      agentId,
      secret: "s",
      partition: "00",
      broker: "mqtt://127.0.0.1:1",
    });
    const { child, said, ended } = start("run");
    await eventually("it runs", () => said.err.includes('"started"'), 15_000);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(said.err).toContain('"stopped"');
  });
});
