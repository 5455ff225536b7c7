import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createInfluxMetrics } from "../../../collector/metrics/influxdb.ts";
import type { InfluxSettings } from "../../../collector/metrics/influxdb-write.ts";
import type { MetricStore } from "../../../collector/metrics/metric-store.ts";
import { openMetricStore } from "../../../collector/metrics/open.ts";
import { rowAt, SPOOL_OWNER } from "../../support/spool-rows.ts";

/** What the engine says to a server, and what it makes of the answers that a healthy one never gives. */

const UNAVAILABLE = { code: "metrics_unavailable", retryable: true };
const NOON = Date.parse("2026-03-10T12:00:00Z");
const CPU = { metric: "cpu_busy_percent", object: null };
const shape = { id: 1, machineId: "mac_one", columns: [CPU] };
const rows = [1, 2, 3, 4, 5, 6, 7, 8].map((id) => rowAt(id, 1, [[NOON + id, id]]));
const query = { machineId: "mac_one", ...CPU, fromMs: NOON, toMs: NOON + 60_000, stepMs: 60_000 };

type Asked = { readonly path: string; readonly authorization: string; readonly body: string };

let server: Server;
let settings: InfluxSettings;
let asked: Asked[];
let refused: (readonly [lines: readonly string[], reason: string])[];
let answer: (to: Asked, response: ServerResponse) => void;
let store: MetricStore | undefined;

beforeEach(async () => {
  asked = [];
  refused = [];
  answer = (_to, response) => response.writeHead(204).end();
  server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { url: path = "", headers } = request;
      asked.push({ path, authorization: headers.authorization ?? "", body });
      answer(asked.at(-1) ?? { path, authorization: "", body }, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  settings = {
    url: `http://127.0.0.1:${port}`,
    database: "vigie",
    retentionPolicy: "raw",
    user: "writer",
    secret: "pass:word",
    api: "v1",
  };
});
afterEach(async () => {
  await store?.close();
  server.closeAllConnections();
  server.close();
});

function makeStore(more: Partial<InfluxSettings> = {}, limits = { writeMs: 500, queryMs: 500 }) {
  store = createInfluxMetrics(
    { ...settings, ...more },
    { limits, onRefused: (...words) => refused.push(words) },
  );
  return store;
}

test.for([
  [{}, "/write?db=vigie&rp=raw&precision=ms", `Basic ${btoa("writer:pass:word")}`],
  [{ retentionPolicy: "" }, "/write?db=vigie&precision=ms", `Basic ${btoa("writer:pass:word")}`],
  [{ user: "", secret: "" }, "/write?db=vigie&rp=raw&precision=ms", ""],
  [
    { api: "v2", org: "my org" },
    "/api/v2/write?org=my%20org&bucket=vigie%2Fraw&precision=ms",
    "Token pass:word",
  ],
] as const)("with %j it writes to %s as %j", async ([more, path, authorization]) => {
  await makeStore(more).apply(rows.slice(0, 1), [shape]);
  const body = `machine,machine=mac_one cpu_busy_percent=1 ${NOON + 1}\n`;
  expect(asked).toEqual([{ path, authorization, body }]);
});

test("what it asks for is text with bound parameters, never names from outside", async () => {
  answer = (_to, response) => response.end('{"results":[{}]}');
  const object = '\' OR "x" = $machine';
  await makeStore().series({ ...query, metric: "volume_used_percent", object });
  const form = new URLSearchParams(asked[0]?.body);
  expect(form.get("q")).toBe(
    'SELECT mean("volume_used_percent"), min("volume_used_percent"), max("volume_used_percent") ' +
      'FROM "raw"."volume" WHERE machine = $machine AND object = $object ' +
      `AND time >= ${NOON}ms AND time < ${NOON + 60_000}ms GROUP BY time(60000ms) fill(none)`,
  );
  expect(JSON.parse(form.get("params") ?? "")).toEqual({ machine: "mac_one", object });
});

describe("lines that the server refuses", () => {
  const isBad = (line: string) => /cpu_busy_percent=[36] /.test(line);
  const partly = '{"error":"partial write: field type conflict dropped=1"}';

  test("are found by halving and handed out; the others are kept, and apply resolves", async () => {
    const kept = new Set<string>();
    answer = ({ body }, response) => {
      const lines = body.split("\n").filter((line) => line !== "");
      for (const line of lines) if (!isBad(line)) kept.add(line);
      if (lines.some(isBad)) response.writeHead(400).end(partly);
      else response.writeHead(204).end();
    };
    await makeStore().apply(rows, [shape]);

    const line = (id: number) => `machine,machine=mac_one cpu_busy_percent=${id} ${NOON + id}`;
    const reason = expect.stringContaining("400 ");
    expect(refused).toEqual([
      [[line(3)], reason],
      [[line(6)], reason],
    ]);
    expect([...kept].sort()).toEqual([1, 2, 4, 5, 7, 8].map(line));
    expect(asked.length).toBeLessThanOrEqual(1 + 2 * 2 * Math.log2(rows.length));
  });

  test("are not looked for without end: past 200 requests the rest is handed out whole", async () => {
    answer = (_to, response) => response.writeHead(400).end(partly);
    const many = Array.from({ length: 1_000 }, (_, id) => rowAt(id + 1, 1, [[NOON + id, id]]));
    await makeStore().apply(many, [shape]);
    expect(asked.length).toBeLessThanOrEqual(1 + 200 + 2 * Math.log2(1_024));
    expect(refused.flatMap(([lines]) => lines)).toHaveLength(1_000);
  });

  test.for([
    [422, '{"message":"partial write: field type conflict"}', "2.x"],
    [
      400,
      '{"code":"invalid","message":"unable to parse \'...\': bad timestamp"}',
      "2.x, a bad line",
    ],
    [400, '{"error":"partial write of line protocol occurred"}', "3.x"],
    [413, "Request Entity Too Large", "a body that a proxy does not let through"],
  ] as const)("are told by %d %s (%s)", async ([status, body]) => {
    answer = (to, response) => {
      if (to.body.includes("\nmachine")) response.writeHead(status).end(body);
      else response.writeHead(204).end();
    };
    await makeStore().apply(rows.slice(0, 2), [shape]);
    expect([asked.length, refused.length]).toEqual([3, 0]);
  });
});

describe("what may succeed later", () => {
  test.for([
    [400, '{"error":"database is required"}', "the request is at fault, not the lines"],
    [401, '{"error":"authorization failed"}', "the password"],
    [404, '{"error":"database not found: \\"vigie\\""}', "the database may still be made"],
    [429, "", "too much at once"],
    [500, '{"error":"timeout"}', "the server is at fault"],
    [503, "", "it starts"],
  ] as const)("%d %s: %s", async ([status, body]) => {
    answer = (_to, response) => response.writeHead(status).end(body);
    const metrics = makeStore();
    await expect(metrics.apply(rows, [shape])).rejects.toMatchObject(UNAVAILABLE);
    await expect(metrics.series(query)).rejects.toMatchObject(UNAVAILABLE);
    await expect(metrics.dropBefore(NOON)).rejects.toMatchObject(UNAVAILABLE);
    expect([asked.length, refused.length], "nothing is retried or refused").toEqual([3, 0]);
  });

  test("a server that hangs is given up after the limit", async () => {
    answer = () => {};
    const metrics = makeStore();
    await expect(metrics.apply(rows, [shape])).rejects.toMatchObject(UNAVAILABLE);
    await expect(metrics.series(query)).rejects.toMatchObject(UNAVAILABLE);
  });

  test.for([
    ["no JSON", "<html>"],
    ["other JSON", '{"rows":[]}'],
    ["values that are no numbers", '{"results":[{"series":[{"values":[["x",1,2,3]]}]}]}'],
    ["an error inside", '{"results":[{"error":"shard is disabled"}]}'],
  ])("an answer of %s", async ([, body]) => {
    answer = (_to, response) => response.end(body);
    await expect(makeStore().series(query)).rejects.toMatchObject(UNAVAILABLE);
  });

  test("a server that moves us elsewhere is not followed with our password", async () => {
    answer = (_to, response) => response.writeHead(302, { location: "/elsewhere" }).end();
    await expect(makeStore().series(query)).rejects.toMatchObject(UNAVAILABLE);
    expect(asked.length).toBe(1);
  });

  test("a server that is not there does not stop the opening, and is found when it comes", async () => {
    const { port } = new URL(settings.url);
    server.close();
    const said: string[] = [];
    store = await openMetricStore({ engine: "influxdb", ...settings }, SPOOL_OWNER, {
      log: (line) => said.push(line),
    });
    expect(said.join()).toContain("ECONNREFUSED");
    await expect(store.apply(rows, [shape])).rejects.toMatchObject(UNAVAILABLE);

    server.listen(Number(port), "127.0.0.1");
    await once(server, "listening");
    await store.apply(rows, [shape]);
    expect(asked.filter(({ path }) => path.startsWith("/write"))).toHaveLength(1);
  });
});

test("calls are sent one after the other, and each is told its own outcome", async () => {
  let open = 0;
  let most = 0;
  answer = ({ body }, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.writeHead(body.includes("percent=2 ") ? 500 : 204).end();
    }, 20);
  };
  const metrics = makeStore();
  const calls = rows.slice(0, 3).map((row) => metrics.apply([row], [shape]));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(most).toBe(1);
});

test("a batch larger than one write goes in several, nothing twice and nothing left out", async () => {
  const many = Array.from({ length: 40_000 }, (_, id) => [NOON + id, id]);
  await makeStore().apply([rowAt(1, 1, many)], [shape]);
  const lines = asked.flatMap(({ body }) => body.split("\n")).filter((line) => line !== "");
  expect(asked.length).toBeGreaterThan(1);
  expect(new Set(lines).size).toBe(40_000);
  expect(lines).toHaveLength(40_000);
});

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
