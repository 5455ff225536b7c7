import { LIVE_FRAME_BYTES_MAX } from "@vigie/shared/limits.ts";
import { LiveFrame } from "@vigie/shared/live.ts";
import { Compile } from "typebox/compile";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type ApiServer,
  type LivePage,
  openLive,
  startApiServer,
} from "../../support/api-server.ts";
import { eventually } from "../../support/eventually.ts";
import { COLUMNS, idOf, MACHINE, OPENED_MS, RULE, TICKET } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

const OTHER = idOf("mac", 2);
const frameForm = Compile(LiveFrame);

function report(machineId: string, value: number) {
  server.live.publish([
    { machineId, report: { atMs: OPENED_MS, columns: COLUMNS, values: [value, 90] } },
  ]);
}

const until = async ({ frames }: LivePage, count: number) =>
  eventually(`${count} frames`, () => frames.length >= count);
const typesOf = ({ frames }: LivePage) => frames.map(({ type }) => type);

describe("a page that looks at a machine", () => {
  test("is sent all there is, then what changes, each frame as it is described", async () => {
    const page = await openLive(server);
    page.watch([MACHINE]);
    await until(page, 1);
    expect(page.frames[0]).toMatchObject({
      type: "snapshot",
      id: 0,
      machines: [
        {
          machine: { id: MACHINE, name: "Caisse", firingAlerts: 1 },
          latest: [
            { metric: "cpu_busy_percent", object: null, value: 12.5 },
            { metric: "volume_used_percent", object: "/", value: 93.5 },
          ],
          alerts: [{ state: "firing", object: "/" }],
          tickets: [{ number: 1, targets: [{ state: "running", remainingSeconds: 14_400 }] }],
        },
      ],
    });

    report(MACHINE, 50);
    const { text } = await ask(server.port, {
      method: "POST",
      path: `/api/tickets/${TICKET}/acknowledge`,
      headers: { "content-type": "application/json", "if-match": '"v1"' },
      body: '{"by":"Ana"}',
    });
    expect(JSON.parse(text)).toMatchObject({ state: "acknowledged" });
    await until(page, 4);
    expect(page.frames[1]).toMatchObject({
      type: "report",
      machineId: MACHINE,
      at: "2026-11-23T09:00:00.000Z",
      latest: [{ value: 50 }, { value: 90 }],
    });
    expect(typesOf(page).toSorted()).toEqual(["machine", "report", "snapshot", "ticket"]);
    expect(page.frames.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    for (const frame of page.frames) expect(frameForm.Errors(frame)).toEqual([]);
  });

  test("hears nothing of machines that it does not look at, and of rules always", async () => {
    const page = await openLive(server);
    page.watch([MACHINE]);
    await until(page, 1);
    report(OTHER, 1);
    server.live.publish([{ machineId: OTHER, machine: true }, { ruleId: RULE }]);
    await until(page, 2);
    expect(typesOf(page)).toEqual(["snapshot", "rule"]);
    expect(page.frames[1]).toMatchObject({ id: 1, rule: { id: RULE } });
  });

  test("looks at others instead when it says so", async () => {
    const page = await openLive(server);
    page.watch([MACHINE]);
    await until(page, 1);
    page.watch([OTHER]);
    await until(page, 2);
    report(MACHINE, 1);
    report(OTHER, 2);
    await until(page, 3);
    expect(page.frames[2]).toMatchObject({ type: "report", machineId: OTHER });
    expect(server.watchedChanges).toEqual([`+${MACHINE}`, `+${OTHER}`, `-${MACHINE}`]);
  });

  test("is sent no machine that is not there", async () => {
    const page = await openLive(server);
    page.watch([idOf("mac", 999)]);
    await until(page, 1);
    expect(page.frames[0]).toMatchObject({ type: "snapshot", machines: [] });
  });
});

describe("who looks", () => {
  test("is known from the first page to the last", async () => {
    const [first, second] = await Promise.all([openLive(server), openLive(server)]);
    first.watch([MACHINE]);
    second.watch([MACHINE, OTHER]);
    await until(second, 1);
    await until(first, 1);
    expect(server.live.connections()).toBe(2);
    expect([...server.live.watchedMachines()].sort()).toEqual([MACHINE, OTHER]);

    second.socket.terminate();
    await eventually("one left", () => server.live.connections() === 1);
    expect([...server.live.watchedMachines()]).toEqual([MACHINE]);
    first.socket.close();
    await eventually("none left", () => server.live.connections() === 0);
    expect(server.watchedChanges.filter((change) => change.endsWith(MACHINE))).toEqual([
      `+${MACHINE}`,
      `-${MACHINE}`,
    ]);
  });
});

describe("a page that comes back", () => {
  async function away(frames: number, comesBackTo: readonly string[] = [MACHINE]) {
    const before = await openLive(server);
    before.watch([MACHINE]);
    await until(before, 1);
    report(MACHINE, 0);
    await until(before, 2);
    before.socket.terminate();
    await eventually("it is gone", () => server.live.connections() === 0);
    for (let n = 1; n <= frames; n += 1) report(MACHINE, n);

    const feed = String(before.frames[0]?.["feed"]);
    const after = await openLive(server);
    after.watch(comesBackTo, { feed, id: Number(before.frames.at(-1)?.id) });
    await until(after, 1);
    return after;
  }

  test("is sent exactly what it missed, and goes on from there", async () => {
    const page = await away(7);
    report(MACHINE, 8);
    await until(page, 9);
    expect(typesOf(page)).toEqual(["resumed", ...Array<string>(8).fill("report")]);
    expect(page.frames.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("that missed nothing is told so", async () => {
    const page = await away(0);
    expect(page.frames).toMatchObject([{ type: "resumed", id: 1 }]);
  });

  test("after more than is kept gets a snapshot", async () => {
    const page = await away(1_001);
    expect(page.frames[0]).toMatchObject({ type: "snapshot", id: 1_002 });
  });

  test("to another machine gets a snapshot: nobody made frames of that one", async () => {
    const page = await away(2, [MACHINE, OTHER]);
    expect(page.frames[0]).toMatchObject({ type: "snapshot", id: 3 });
  });

  test("after so long that nobody kept frames for it gets a snapshot", async () => {
    const before = await openLive(server);
    before.watch([MACHINE]);
    await until(before, 1);
    before.socket.terminate();
    await eventually("it is gone", () => server.live.connections() === 0);
    server.clock.now = server.clock.now.add({ minutes: 3 });
    report(MACHINE, 1);
    const after = await openLive(server);
    after.watch([MACHINE], { feed: String(before.frames[0]?.["feed"]), id: 0 });
    await until(after, 1);
    expect(after.frames[0]).toMatchObject({ type: "snapshot", id: 0 });
  });

  test.for([
    [{ feed: "another run", id: 0 }, "the collector started again meanwhile"],
    [{ feed: "", id: 99 }, "an id that was never given"],
  ] as const)("with %j gets a snapshot: %s", async ([after]) => {
    const page = await openLive(server);
    page.watch([MACHINE], after);
    await until(page, 1);
    expect(page.frames[0]).toMatchObject({ type: "snapshot" });
  });
});

describe("a page that says what is no watch", () => {
  test.for([
    ["no JSON", "not json"],
    ["nothing", "{}"],
    ["an id that cannot be", '{"type":"watch","machines":["mac_1"]}'],
    ["an unknown field", '{"type":"watch","machines":[],"all":true}'],
    ["too many", JSON.stringify({ type: "watch", machines: Array(201).fill(MACHINE) })],
  ] as const)("is cut: %s", async ([, text]) => {
    const page = await openLive(server);
    page.socket.send(text);
    expect(await page.closed).toBe(1008);
  });

  test("or too much at once is cut", async () => {
    const page = await openLive(server);
    page.socket.send(" ".repeat(LIVE_FRAME_BYTES_MAX + 1));
    expect(await page.closed).toBe(1009);
  });

  test("or asks again and again is cut", async () => {
    const page = await openLive(server);
    for (let n = 0; n < 200; n += 1) page.watch([MACHINE]);
    expect(await page.closed).toBe(1008);
  });
});
