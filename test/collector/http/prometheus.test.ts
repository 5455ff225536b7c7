import { ProblemError } from "@vigie/shared/problems.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toExposition } from "../../../collector/http/exposition.ts";
import { notice } from "../../contract/registry/notice-rows.ts";
import { type ApiServer, quietFigures, startApiServer, VERSION } from "../../support/api-server.ts";
import { idOf } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

describe("the text format", () => {
  test("writes help, type and value, and escapes what is not plain", () => {
    const help = "Back\\slash and\nnew line.";
    const labels = { name: 'a "quoted" \\ name\nof two lines' };
    expect(toExposition([{ name: "vigie_test", kind: "gauge", help, value: 1.5, labels }])).toBe(
      [
        "# HELP vigie_test Back\\\\slash and\\nnew line.",
        "# TYPE vigie_test gauge",
        'vigie_test{name="a \\"quoted\\" \\\\ name\\nof two lines"} 1.5',
        "",
      ].join("\n"),
    );
  });

  test.for([
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
    [0, "0"],
    [1e21, "1e+21"],
  ] as const)("writes %d as %s", ([value, text]) => {
    const metric = { name: "vigie_test", kind: "gauge", help: "Test.", value } as const;
    expect(toExposition([metric])).toMatch(new RegExp(`vigie_test ${text.replace("+", "\\+")}\n$`));
  });
});

describe("the collector's metrics", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await startApiServer();
  });
  afterAll(() => server.close());

  const read = async () => ask(server.port, { path: "/metrics" });

  test("are Prometheus text: each metric with its help and type, once", async () => {
    const { headers, text } = await read();
    expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    const lines = text.trimEnd().split("\n");
    expect(lines.length % 3).toBe(0);
    const names = new Set<string>();
    for (let place = 0; place < lines.length; place += 3) {
      const [help = "", type = "", value = ""] = lines.slice(place, place + 3);
      const name = help.split(" ")[2] ?? "";
      expect(name).toMatch(/^(vigie|process)_[a-z0-9_]+$/);
      expect(help).toMatch(/^# HELP \S+ [A-Z].*\.$/);
      expect(type).toMatch(new RegExp(`^# TYPE ${name} (counter|gauge)$`));
      expect(type.endsWith("counter")).toBe(name.endsWith("_total"));
      expect(value).toMatch(new RegExp(`^${name}(\\{[^}]*\\})? -?[0-9.e+]+$`));
      expect(names).not.toContain(name);
      names.add(name);
    }
  });

  test("tell what the parts count, in base units", async () => {
    const { text } = await read();
    for (const line of [
      `vigie_build_info{version="${VERSION}",node="${process.version}"} 1`,
      "vigie_batches_total 3",
      "vigie_messages_total 7",
      "vigie_commit_seconds_total 1.5",
      "vigie_event_loop_delay_p99_seconds 0.01",
      "vigie_reports_total 5",
      "vigie_broker_connections 12",
      "vigie_live_connections 0",
    ]) {
      expect(text).toContain(`\n${line}\n`);
    }
  });
});

describe("health", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await startApiServer();
  });
  afterAll(() => server.close());

  async function health() {
    const headers = { "accept-language": "fr" };
    return JSON.parse((await ask(server.port, { path: "/api/health", headers })).text);
  }

  test("says while batches are not kept, and why", async () => {
    const figures = quietFigures();
    const problem = new ProblemError("storage_full", {}, { retryable: true });
    server.figures.now = { ...figures, recorder: { ...figures.recorder, problem } };
    const said = await health();
    expect(said.status).toBe("degraded");
    expect(said.problems).toMatchObject([{ code: "storage_full" }]);
    expect(said.problems[0].title).toContain("plein");
    server.figures.now = figures;
  });

  test("is ok while nothing needs a person", async () => {
    expect(await health()).toEqual({
      status: "ok",
      version: VERSION,
      sample: true,
      mail: "ok",
      problems: [],
      jobs: [],
    });
  });

  test("says while mails do not leave, and that notices were given up", async () => {
    const mailProblem = { code: "mail_login_refused", detail: "535 no" } as const;
    const figures = quietFigures();
    server.figures.now = { ...figures, notices: { ...figures.notices, mailProblem } };
    const dead = notice({ id: idOf("ntc", 9), state: "dead", nextAtMs: null });
    await server.registry.commit(({ notices }) => notices.add([dead]));
    const said = await health();
    expect(said).toMatchObject({ status: "degraded", mail: "failing" });
    expect(said.problems).toMatchObject([
      { code: "mail_login_refused", parameters: { detail: "535 no" } },
      { code: "notices_given_up", parameters: { count: 1 } },
    ]);
    await server.registry.commit(({ notices }) => notices.drop(dead.id));
    server.figures.now = figures;
  });

  test("says that no mail server is set, which is no fault", async () => {
    const figures = quietFigures();
    server.figures.now = { ...figures, notices: { ...figures.notices, isMailSet: false } };
    expect(await health()).toMatchObject({ status: "ok", mail: "not_set" });
    server.figures.now = figures;
  });

  test("is degraded, and says why, when samples wait or a job failed", async () => {
    const jobs = [
      { name: "retention", schedule: "0 3 * * *", lastRunAt: null, lastOutcome: null },
      { name: "backup", schedule: "0 4 * * *", lastRunAt: null, lastOutcome: "failed" },
    ] as const;
    const spooler = { rows: 3, failed: 1, isBehind: true };
    server.figures.now = { ...quietFigures(), jobs, spooler };
    expect(await health()).toMatchObject({
      status: "degraded",
      problems: [
        { code: "metrics_unavailable" },
        {
          code: "job_failed",
          title: "La tâche backup a échoué à sa dernière exécution. Voyez le journal.",
        },
      ],
      jobs,
    });
  });
});
