import { describe, expect, test } from "vitest";
import { createLiveFeed, LIVE_CONNECTIONS_MAX } from "../../../collector/flow/live.ts";
import type { ChangedKeys, LiveReader } from "../../../collector/flow/live-reader.ts";
import { eventually } from "../../support/eventually.ts";
import { createPage, summaryOf } from "../../support/live-page.ts";
import { idOf, OPENED_MS } from "../../support/office.ts";

const MACHINE = idOf("mac", 1);
const OTHER = idOf("mac", 2);
const MACHINES: ReadonlySet<string> = new Set([MACHINE, OTHER]);

/** A registry of machines that have nothing but a name, which notes what it was asked. */
function createReader(whileReading: () => void) {
  const asked: string[] = [];
  const reader: LiveReader = {
    async snapshot(ids) {
      asked.push(`snapshot ${ids.length}`);
      whileReading();
      return ids.map((id) => ({ machine: summaryOf(id), latest: [], alerts: [], tickets: [] }));
    },
    async changed({ machines, alerts, tickets, rules }: ChangedKeys) {
      asked.push(`changed ${[...machines, ...alerts, ...tickets, ...rules].join(" ")}`);
      return [...machines].map((id) => [id, { type: "machine", machine: summaryOf(id) }] as const);
    },
  };
  return { reader, asked };
}

function createFeed({ whileReading = () => {} }: { whileReading?: () => void } = {}) {
  const { reader, asked } = createReader(whileReading);
  const changes: string[] = [];
  const feed = createLiveFeed({
    reader,
    isMachine: (id) => MACHINES.has(id),
    nowMs: () => OPENED_MS,
    onWatchedChange: (id, isWatched) => changes.push(`${isWatched ? "+" : "-"}${id}`),
    onFailure: (cause) => {
      throw cause;
    },
  });
  const open = (machines: readonly string[]) => {
    const page = createPage();
    const subscription = feed.subscribe(page.connection);
    if (subscription === undefined) throw new Error("the feed is full");
    subscription.watch({ type: "watch", machines: [...machines] });
    return { ...page, ...subscription };
  };
  return { feed, asked, changes, open };
}

const report = {
  atMs: OPENED_MS,
  columns: [{ metric: "cpu_busy_percent", object: null }],
  values: [1],
};

describe("the feed", () => {
  test("does nothing for machines at which nobody looks", async () => {
    const { feed, asked } = createFeed();
    const columns = [
      {
        get metric(): string {
          throw new Error("a report was read for nobody");
        },
        object: null,
      },
    ];
    feed.publish([
      { machineId: MACHINE, report: { ...report, columns }, machine: true, tickets: ["tic_1"] },
    ]);
    await feed.close();
    expect(asked).toEqual([]);
  });

  test("keeps nothing of machines that do not exist, whatever a page asks for", async () => {
    const { feed, asked, changes, open } = createFeed();
    const unknown = Array.from({ length: 200 }, (_, n) => idOf("mac", 1_000 + n));
    const page = open([...unknown, MACHINE]);
    await eventually("the snapshot", () => page.sent.length === 1);
    expect([...feed.watchedMachines()]).toEqual([MACHINE]);
    page.watch({ type: "watch", machines: unknown });
    await eventually("nothing is an answer too", () => page.sent.length === 2);
    feed.publish(unknown.map((machineId) => ({ machineId, report, machine: true as const })));
    await feed.close();
    expect(page.frames().map(({ type, id }) => `${type} ${id}`)).toEqual([
      "snapshot 0",
      "snapshot 0",
    ]);
    expect(asked).toEqual(["snapshot 1", "snapshot 0"]);
    expect(changes).toEqual([`+${MACHINE}`, `-${MACHINE}`]);
  });

  test("reads what changed once, however often it changed before that", async () => {
    const { feed, asked, open } = createFeed();
    const page = open([MACHINE]);
    await eventually("the snapshot", () => page.sent.length === 1);
    for (let n = 0; n < 50; n += 1) {
      feed.publish([{ machineId: MACHINE, machine: true, alerts: ["alr_1"], tickets: ["tic_1"] }]);
    }
    await eventually("the machine", () => page.sent.length === 2);
    await feed.close();
    expect(asked).toEqual(["snapshot 1", `changed ${MACHINE} alr_1 tic_1`]);
  });

  test("answers only the newest of several requests", async () => {
    const { feed, asked, open } = createFeed();
    const page = open([MACHINE]);
    page.watch({ type: "watch", machines: [OTHER] });
    page.watch({ type: "watch", machines: [MACHINE, OTHER] });
    await eventually("both answers", () => page.sent.length === 2);
    await feed.close();
    expect(asked).toEqual(["snapshot 1", "snapshot 2"]);
  });

  test("sends what comes while a snapshot is read after it, and what came before not again", async () => {
    const { feed, open } = createFeed({
      whileReading: () => feed.publish([{ machineId: MACHINE, report }]),
    });
    const page = open([MACHINE]);
    feed.publish([{ machineId: MACHINE, report }]);
    await eventually("the report", () => page.sent.length === 2);
    feed.publish([{ machineId: MACHINE, report }]);
    const ids = page.frames().map(({ type, id }) => `${type} ${id}`);
    expect(ids).toEqual(["snapshot 1", "report 2", "report 3"]);
    await feed.close();
  });

  test("takes no more pages than it can serve, and takes one when one left", async () => {
    const { feed } = createFeed();
    const pages = Array.from({ length: LIVE_CONNECTIONS_MAX }, () =>
      feed.subscribe(createPage().connection),
    );
    expect(feed.subscribe(createPage().connection)).toBeUndefined();
    pages[0]?.end();
    expect(feed.subscribe(createPage().connection)).toBeDefined();
    await feed.close();
    expect(feed.connections()).toBe(0);
  });

  test("tells everybody that it goes away, and that nobody looks any more", async () => {
    const { feed, changes, open } = createFeed();
    const page = open([MACHINE]);
    await eventually("the snapshot", () => page.sent.length === 1);
    await feed.close();
    expect(page.closedWith()).toBe(1001);
    expect(changes).toEqual([`+${MACHINE}`, `-${MACHINE}`]);
  });
});
