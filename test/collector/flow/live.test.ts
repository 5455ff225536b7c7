import { LIVE_BUFFER_BYTES_MAX, LIVE_FRAME_BYTES_MAX } from "@vigie/shared/limits.ts";
import { describe, expect, test } from "vitest";
import { createLiveFeed, LIVE_CONNECTIONS_MAX } from "../../../collector/flow/live.ts";
import { toSnapshotFrames } from "../../../collector/flow/live-frames.ts";
import { createInterest } from "../../../collector/flow/live-interest.ts";
import type { ChangedKeys, LiveReader } from "../../../collector/flow/live-reader.ts";
import { createRecordings, HOLD_MS } from "../../../collector/flow/live-recordings.ts";
import { createRing, RING_FRAMES_MAX } from "../../../collector/flow/live-ring.ts";
import { createSubscriber, type LiveConnection } from "../../../collector/flow/live-subscriber.ts";
import { eventually } from "../../support/eventually.ts";
import { idOf, OPENED_MS } from "../../support/office.ts";

const MACHINE = idOf("mac", 1);
const OTHER = idOf("mac", 2);

/** A page in memory that reads only when the test lets it. */
function createPage({ isReading = true } = {}) {
  const sent: Uint8Array[] = [];
  const unread: (() => void)[] = [];
  let buffered = 0;
  let closedWith: number | undefined;
  const connection: LiveConnection = {
    send: (bytes) =>
      new Promise((resolve) => {
        sent.push(bytes);
        if (isReading) resolve();
        else {
          buffered += bytes.byteLength;
          unread.push(() => {
            buffered -= bytes.byteLength;
            resolve();
          });
        }
      }),
    bufferedBytes: () => buffered,
    close: (code) => {
      closedWith = code;
    },
  };
  return {
    connection,
    sent,
    frames: () => sent.map((bytes) => JSON.parse(new TextDecoder().decode(bytes))),
    readOne: () => unread.shift()?.(),
    closedWith: () => closedWith,
  };
}

/** A registry of machines that have nothing but a name, which notes what it was asked. */
function createReader(whileReading: () => void) {
  const asked: string[] = [];
  const summary = (id: string) => ({
    id,
    name: id,
    class: "server" as const,
    customer: { id: "cus", name: "Customer" },
    site: null,
    presence: "online" as const,
    lastReportAt: null,
    cadenceSeconds: null,
    openTickets: 0,
    firingAlerts: 0,
    covered: false,
  });
  const reader: LiveReader = {
    async snapshot(ids) {
      asked.push(`snapshot ${ids.length}`);
      whileReading();
      return ids.map((id) => ({ machine: summary(id), latest: [], alerts: [], tickets: [] }));
    },
    async changed({ machines, alerts, tickets, rules }: ChangedKeys) {
      asked.push(`changed ${[...machines, ...alerts, ...tickets, ...rules].join(" ")}`);
      return [...machines].map((id) => [id, { type: "machine", machine: summary(id) }] as const);
    },
  };
  return { reader, asked };
}

function createFeed({ whileReading = () => {} }: { whileReading?: () => void } = {}) {
  const { reader, asked } = createReader(whileReading);
  const changes: string[] = [];
  const feed = createLiveFeed({
    reader,
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

describe("a page that reads slowly", () => {
  const frame = new Uint8Array(LIVE_FRAME_BYTES_MAX);
  const fits = LIVE_BUFFER_BYTES_MAX / LIVE_FRAME_BYTES_MAX;

  test("is cut at the first frame that is too much, and not before", () => {
    const page = createPage({ isReading: false });
    let cuts = 0;
    const subscriber = createSubscriber(page.connection, () => {
      cuts += 1;
    });
    for (let n = 0; n < fits; n += 1) subscriber.push(frame);
    expect(page.closedWith()).toBeUndefined();
    subscriber.push(frame);
    subscriber.push(frame);
    expect(page.closedWith()).toBe(1013);
    expect(cuts).toBe(1);
    expect(page.sent).toHaveLength(fits);
  });

  test("gets a snapshot of any size at its own pace, one part after the other", async () => {
    const page = createPage({ isReading: false });
    const subscriber = createSubscriber(page.connection, () => {});
    subscriber.hold();
    const parts = Array.from({ length: 3 * fits }, () => frame);
    const answered = subscriber.answer(parts);
    for (let n = 1; n <= parts.length; n += 1) {
      expect(page.sent).toHaveLength(n);
      page.readOne();
      await Promise.resolve();
    }
    await answered;
    expect(page.closedWith()).toBeUndefined();
  });

  test("is cut when too much comes while it still reads its snapshot", () => {
    const page = createPage({ isReading: false });
    const subscriber = createSubscriber(page.connection, () => {});
    subscriber.hold();
    void subscriber.answer([frame]);
    for (let n = 0; n < fits; n += 1) subscriber.push(frame);
    expect(page.closedWith()).toBeUndefined();
    subscriber.push(frame);
    expect(page.closedWith()).toBe(1013);
  });

  test("gets what came meanwhile after its snapshot, in order", async () => {
    const page = createPage();
    const subscriber = createSubscriber(page.connection, () => {});
    subscriber.hold();
    const answered = subscriber.answer([Uint8Array.of(1), Uint8Array.of(2)]);
    subscriber.push(Uint8Array.of(3));
    subscriber.push(Uint8Array.of(4));
    await answered;
    subscriber.push(Uint8Array.of(5));
    expect(page.sent.map(([first]) => first)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("the ring", () => {
  const push = (ring: ReturnType<typeof createRing>, count: number) => {
    for (let n = 0; n < count; n += 1) {
      ring.push(MACHINE, { type: "report", machineId: MACHINE, at: "", latest: [] });
    }
  };

  test.for([
    [0, 0, [], "nothing was sent"],
    [3, 3, [], "nothing was missed"],
    [3, 1, [2, 3], "two were missed"],
    [3, 0, [1, 2, 3], "all were missed"],
    [3, 4, undefined, "an id of the future"],
    [3, -1, undefined, "an id that never was"],
  ] as const)("after %i frames, those since %i are %j: %s", ([count, id, expected]) => {
    const ring = createRing();
    push(ring, count);
    expect(ring.after(id)?.map((frame) => frame.id)).toEqual(expected);
  });

  test("keeps the newest and says when what is asked for is gone", () => {
    const ring = createRing();
    push(ring, RING_FRAMES_MAX + 5);
    expect(ring.after(5)).toHaveLength(RING_FRAMES_MAX);
    expect(ring.after(4)).toBeUndefined();
  });

  test("is another feed once it has forgotten", () => {
    const ring = createRing();
    push(ring, 1);
    const before = ring.feed();
    ring.forget();
    expect(ring.feed()).not.toBe(before);
    expect(ring.lastId()).toBe(0);
  });
});

describe("what is recorded", () => {
  test("goes on for a while after the last page left, and is then not there at all", () => {
    let nowMs = 0;
    const recordings = createRecordings(() => nowMs);
    recordings.begin(MACHINE, 7);
    expect(recordings.since(MACHINE)).toBe(7);
    nowMs = HOLD_MS * 10;
    expect(recordings.has(MACHINE)).toBe(true);

    recordings.hold(MACHINE);
    nowMs += HOLD_MS - 1;
    expect(recordings.has(MACHINE)).toBe(true);
    recordings.begin(MACHINE, 9);
    expect(recordings.since(MACHINE)).toBe(7);

    recordings.hold(MACHINE);
    nowMs += HOLD_MS;
    expect(recordings.has(MACHINE)).toBe(false);
    recordings.begin(MACHINE, 11);
    expect(recordings.since(MACHINE)).toBe(11);
  });
});

describe("who looks at what", () => {
  test("changes only with the first who comes and the last who goes", () => {
    const changes: string[] = [];
    const interest = createInterest<string>((id, isWatched) =>
      changes.push(`${isWatched ? "+" : "-"}${id}`),
    );
    interest.watch("ana", new Set(["a", "b"]));
    interest.watch("léo", new Set(["b", "c"]));
    interest.watch("ana", new Set(["c"]));
    interest.watch("léo", new Set());
    expect(changes).toEqual(["+a", "+b", "+c", "-a", "-b"]);
    expect([...interest.watched]).toEqual(["c"]);
    expect([...interest.watchersOf("c")]).toEqual(["ana"]);
    expect([...interest.watchersOf("b")]).toEqual([]);
  });
});

describe("a snapshot", () => {
  const machineOf = (n: number, values: number) => ({
    machine: {
      id: idOf("mac", n),
      name: `Machine ${n}`,
      class: "server" as const,
      customer: { id: "cus", name: "Customer" },
      site: null,
      presence: "online" as const,
      lastReportAt: null,
      cadenceSeconds: null,
      openTickets: 0,
      firingAlerts: 0,
      covered: false,
    },
    latest: Array.from({ length: values }, (_, value) => ({
      metric: "volume_used_percent",
      object: `/${"é".repeat(100)}${value}`,
      value,
      at: "2026-11-23T09:00:00.000Z",
    })),
    alerts: [],
    tickets: [],
  });
  const at = { feed: "feed", id: 5 };
  const read = (frames: Uint8Array[]) =>
    frames.map((bytes) => JSON.parse(new TextDecoder().decode(bytes)));

  test.for([
    [[], ["snapshot"], "nothing is an answer too"],
    [[10, 10], ["snapshot"], "what is small comes together"],
    [[90, 90, 90], ["snapshot", "snapshot"], "what does not fit goes with the next"],
    [
      [10, 500, 10],
      ["snapshot", "snapshot", "report", "report", "report", "snapshot"],
      "one by itself too large",
    ],
  ] as const)("of machines with %j values is %j: %s", ([sizes, types]) => {
    const frames = toSnapshotFrames(
      sizes.map((values, n) => machineOf(n, values)),
      at,
    );
    expect(read(frames).map(({ type }) => type)).toEqual(types);
    expect(read(frames).every(({ id }) => id === at.id)).toBe(true);
    for (const { byteLength } of frames)
      expect(byteLength).toBeLessThanOrEqual(LIVE_FRAME_BYTES_MAX);
    const values = read(frames).flatMap(({ latest, machines }) =>
      latest === undefined
        ? machines.flatMap((machine: { latest: unknown[] }) => machine.latest)
        : latest,
    );
    expect(values).toHaveLength(sizes.reduce<number>((sum, size) => sum + size, 0));
  });
});
