import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnvelope, type Report } from "@vigie/shared/envelope.ts";
import { parseHello } from "@vigie/shared/hello.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { credentialPath, writeCredential } from "../../agent/identity.ts";
import type { Broker } from "../../collector/broker/broker.ts";
import { openEmbeddedBroker } from "../../collector/broker/embedded.ts";
import { partitionOf } from "../../collector/broker/partition.ts";
import { eventually } from "../support/eventually.ts";

/** The agent as people and services start it: a process, its words, its exit code. */

const MAIN = fileURLToPath(new URL("../../agent/main.ts", import.meta.url));
const agentId = "agt_01JDN3Q5A0000000000000000A";
const partition = partitionOf(agentId);
const secret = "a secret";

let folder: string;
const running = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-agent-"));
});
afterEach(async () => {
  for (const child of running) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  rmSync(folder, { recursive: true });
});

function start(words: readonly string[], settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...process.env, VIGIE_AGENT_DATA: folder, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    said.out += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    said.err += String(chunk);
  });
  const ended = once(child, "close").then(([code]) => {
    running.delete(child);
    return { code: Number(code), ...said };
  });
  return { child, said, ended };
}

function enroll(broker: string): void {
  writeCredential(folder, { agentId, secret, partition, broker });
}

describe("what it cannot do is said, with a code", () => {
  test.for<
    readonly [words: string[], settings: Record<string, string>, code: number, says: RegExp]
  >([
    [["fly"], {}, 2, /no command fly/],
    [["run", "fast"], {}, 2, /no command fast/],
    [["--fly"], {}, 2, /no command --fly/],
    [["status", "--table"], {}, 2, /no command status --table/],
    [["run"], { VIGIE_AGENT_COLOUR: "red" }, 2, /no setting VIGIE_AGENT_COLOUR/],
    [
      ["report"],
      { VIGIE_AGENT_CADENCE_SECONDS: "often" },
      2,
      /VIGIE_AGENT_CADENCE_SECONDS is wrong/,
    ],
    [["run"], {}, 1, /no usable credential/],
    [["status"], {}, 1, /no usable credential/],
  ])("%j %j", async ([words, settings, code, says]) => {
    const ended = await start(words, settings).ended;
    expect(ended.err).toMatch(says);
    expect(ended).toMatchObject({ code, out: "" });
  });

  test("a data folder that is a file", async () => {
    writeFileSync(join(folder, "file"), "");
    const settings = { VIGIE_AGENT_DATA: join(folder, "file") };
    expect((await start(["run"], settings).ended).code).toBe(1);
  });

  test("an outbox that cannot be opened", async () => {
    enroll("mqtt://127.0.0.1:1");
    mkdirSync(join(folder, "outbox.sqlite"));
    const { code, err } = await start(["run"]).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/outbox .* cannot be used/);
  });
});

test.for([
  [[], /vigie-agent run/],
  [["--help"], /vigie-agent run/],
  [["--version"], /^\d+\.\d+\.\d+\n$/],
] as const)("%j tells what it is", async ([words, says]) => {
  const { code, out } = await start(words).ended;
  expect(code).toBe(0);
  expect(out).toMatch(says);
});

describe("a report for people and programs", () => {
  test("is whole: rates, inventory and all", async () => {
    const { code, out } = await start(["report"]).ended;
    expect(code).toBe(0);
    const report: Report = JSON.parse(out);
    expect(Object.keys(report.samples)).toContain("cpu_busy_percent");
    expect(report.facts?.["inventory"]?.document).toMatchObject({ os: expect.any(Object) });
  });

  test("is a table when asked for", async () => {
    const { code, out } = await start(["report", "--table"]).ended;
    expect(code).toBe(0);
    expect(out).toMatch(/^Processor +\d+\.\d %$/m);
    expect(out).toMatch(/^Memory +\d+\.\d [MG]iB$/m);
  });
});

describe("a running agent", () => {
  type Heard = { readonly topic: string; readonly payload: Uint8Array };
  let broker: Broker;
  let heard: Heard[];

  beforeEach(async () => {
    heard = [];
    broker = await openEmbeddedBroker({
      host: "127.0.0.1",
      port: 0,
      credentials: { isSecretOf: (id, told) => id === agentId && told === secret },
      // The payload is the broker's again once this returns.
      listener: { receive: (topic, payload) => heard.push({ topic, payload: payload.slice() }) },
      log: () => {},
    });
    enroll(broker.url);
  });
  afterEach(() => broker.close());

  function reports(): Report[] {
    return heard
      .filter(({ topic }) => topic === `vigie/v1/up/${partition}/${agentId}/report`)
      .flatMap(({ payload }) => {
        const parsed = parseEnvelope(payload);
        return "envelope" in parsed ? parsed.envelope.reports : [];
      });
  }

  function greetings(): string[] {
    return heard
      .filter(({ topic }) => topic === `vigie/v1/up/${partition}/${agentId}/hello`)
      .map(({ payload }) => {
        const parsed = parseHello(payload);
        return "hello" in parsed ? parsed.hello.state : parsed.problem;
      });
  }

  function settle(seqs: readonly number[], settings: object | undefined): void {
    const [first] = heard.filter(({ topic }) => topic.endsWith("/report"));
    const { epoch } = JSON.parse(Buffer.from(first?.payload ?? []).toString());
    const received = seqs.map((seq) => [seq, seq]);
    send("receipt", { epoch, received, rejected: [], generation: 1 });
    if (settings !== undefined) send("settings", settings);
  }

  function send(kind: string, payload: object): void {
    broker.publish(`vigie/v1/down/${agentId}/${kind}`, JSON.stringify(payload));
  }

  test("greets, reports at once and again with rates, and says when it goes", async () => {
    const { child, ended } = start(["run"], { VIGIE_AGENT_CADENCE_SECONDS: "3600" });
    await eventually("two reports", () => reports().length >= 2, 15_000);
    expect(greetings()[0]).toBe("up");
    const [first, second] = reports().sort((a, b) => a.seq - b.seq);
    expect(Object.keys(first?.samples ?? {})).toContain("memory_used_percent");
    expect(Object.keys(second?.samples ?? {})).toContain("cpu_busy_percent");

    const stoppedMs = performance.now();
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
    expect(performance.now() - stoppedMs).toBeLessThan(10_000);
    expect(greetings().at(-1)).toBe("going-down");
  });

  test("works as the collector's settings say, and brings a fact's document again", async () => {
    const { child, ended } = start(["run"], { VIGIE_AGENT_CADENCE_SECONDS: "3600" });
    await eventually("two reports", () => reports().length >= 2, 15_000);
    send("settings", {
      v: 1,
      cadenceSeconds: 1,
      disabledProbes: ["load"],
      wantedFacts: [],
      reconnectSpreadSeconds: 0,
    });
    const hasInventory = ({ facts }: Report): boolean =>
      facts?.["inventory"]?.document !== undefined;
    await eventually("the inventory", () => reports().some(hasInventory), 15_000);
    const seqs = reports().map(({ seq }) => seq);
    settle(seqs, {
      v: 1,
      cadenceSeconds: 1,
      disabledProbes: ["load"],
      wantedFacts: ["inventory"],
      reconnectSpreadSeconds: 0,
    });
    const later = (): Report[] => reports().filter(({ seq }) => !seqs.includes(seq));
    await eventually("the inventory again", () => later().some(hasInventory), 15_000);
    expect(Object.keys(later().at(-1)?.samples ?? {})).not.toContain("load_1m");
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
  });

  test("is seen by status beside it: what waits, and the last receipt", async () => {
    const { child, ended } = start(["run"], { VIGIE_AGENT_CADENCE_SECONDS: "3600" });
    await eventually("two reports", () => reports().length >= 2, 15_000);
    const waiting = await start(["status"]).ended;
    expect(waiting.code).toBe(0);
    expect(waiting.out).toContain(agentId);
    expect(waiting.out).toMatch(/^Reports waiting: +[1-9]\d* \(/m);
    expect(waiting.out).toMatch(/^Last receipt: +none/m);
    expect(waiting.out).not.toContain("a secret");

    settle(
      reports().map(({ seq }) => seq),
      undefined,
    );
    let text = "";
    for (let asked = 0; asked < 20 && !/^Reports waiting: +0 /m.test(text); asked += 1) {
      text = (await start(["status"]).ended).out;
    }
    expect(text).toMatch(/^Last receipt: +\d+ s ago/m);
    child.kill("SIGTERM");
    await ended;
  });

  test("keeps its reports while there is no broker, and its log is JSON without secrets", async () => {
    const path = credentialPath(folder);
    writeFileSync(path, readFileSync(path, "utf8").replace(/:\d+"/, ':1"'));
    const { child, said, ended } = start(["run"], { VIGIE_AGENT_CADENCE_SECONDS: "1" });
    await eventually("a failed try", () => said.err.includes("no connection"), 15_000);
    child.kill("SIGTERM");
    const { code, err } = await ended;
    expect(code).toBe(0);
    const lines = err.trimEnd().split("\n");
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ message: expect.any(String) });
    expect(err).not.toContain("a secret");
    expect((await start(["status"]).ended).out).toMatch(/^Reports waiting: +[1-9]/m);
  });
});
