import { once } from "node:events";
import { Agent, request } from "node:http";
import { LIVE_BUFFER_BYTES_MAX, LIVE_FRAME_BYTES_MAX } from "@vigie/shared/limits.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type ApiServer,
  type LivePage,
  openLive,
  startApiServer,
} from "../../support/api-server.ts";
import { eventually } from "../../support/eventually.ts";
import { MACHINE, OPENED_MS } from "../../support/office.ts";

/** What the live feed does when something is too much, or fails. */

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const until = async ({ frames }: LivePage, count: number) =>
  eventually(`${count} frames`, () => frames.length >= count);

test("a page that stops reading is cut; the others miss nothing and do not wait", async () => {
  const names = Array.from({ length: 400 }, (_, n) => `/srv/data/${String(n).padStart(40, "0")}`);
  const columns = names.map((object) => ({ metric: "volume_used_percent", object }));
  const values = names.map((_, n) => n);
  const frames = 200;

  const [slow, fast] = await Promise.all([openLive(server), openLive(server)]);
  for (const page of [slow, fast]) page.watch([MACHINE]);
  await Promise.all([until(slow, 1), until(fast, 1)]);
  slow.socket.pause();

  let slowestMs = 0;
  for (let n = 1; n <= frames; n += 1) {
    const sentMs = performance.now();
    server.live.publish([{ machineId: MACHINE, report: { atMs: OPENED_MS + n, columns, values } }]);
    await eventually(`frame ${n}`, () => fast.frames.at(-1)?.id === n);
    slowestMs = Math.max(slowestMs, performance.now() - sentMs);
  }

  expect(server.live.connections()).toBe(1);
  expect(fast.frames.map(({ id }) => id)).toEqual(Array.from({ length: frames + 1 }, (_, n) => n));
  expect(slowestMs).toBeLessThan(1_000);
  slow.socket.resume();
  expect([1006, 1013]).toContain(await slow.closed);
  expect(JSON.stringify(fast.frames[1]).length).toBeLessThanOrEqual(LIVE_FRAME_BYTES_MAX);
  const sent = frames * JSON.stringify(fast.frames[1]).length;
  expect(sent).toBeGreaterThan(4 * LIVE_BUFFER_BYTES_MAX);
});

test("a machine with more than a frame holds comes in several, and nothing of it is lost", async () => {
  const columns = Array.from({ length: 2_000 }, (_, n) => ({
    metric: "volume_used_percent",
    object: `/é${"x".repeat(60)}${n}`,
  }));
  const page = await openLive(server);
  page.watch([MACHINE]);
  await until(page, 1);
  const values = columns.map((_, n) => n);
  server.live.publish([{ machineId: MACHINE, report: { atMs: OPENED_MS, columns, values } }]);
  const arrived = () =>
    page.frames.slice(1).flatMap(({ latest }) => (Array.isArray(latest) ? latest : []));
  await eventually("all values", () => arrived().length >= columns.length);
  expect(arrived().map(({ object, value }) => ({ object, value }))).toEqual(
    columns.map(({ object }, value) => ({ object, value })),
  );
  expect(page.sizes.length).toBeGreaterThan(4);
  expect(Math.max(...page.sizes)).toBeLessThanOrEqual(LIVE_FRAME_BYTES_MAX);
});

test("when documents cannot be read, every page is cut rather than left unaware", async () => {
  const page = await openLive(server);
  page.watch([MACHINE]);
  await until(page, 1);
  await server.registry.close();
  server.live.publish([{ machineId: MACHINE, machine: true }]);
  expect(await page.closed).toBe(1011);
  expect(server.logged.some((line) => line.includes("the live feed failed"))).toBe(true);
  expect(server.live.connections()).toBe(0);
});

test("a refused upgrade leaves no connection behind", async () => {
  const headers = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const agent = new Agent({ keepAlive: true });
  const asked = request({
    port: server.port,
    host: "127.0.0.1",
    path: "/api/live",
    headers,
    agent,
  });
  asked.end();
  const [response] = await once(asked, "response");
  expect(response.statusCode).toBe(403);
  response.resume();
  await once(response.socket, "close");
  agent.destroy();
});
