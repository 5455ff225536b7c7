import { describe, expect, test } from "vitest";
import { createInterest } from "../../../collector/flow/live-interest.ts";
import { createRecordings, HELD_MAX, HOLD_MS } from "../../../collector/flow/live-recordings.ts";
import { createRing, RING_FRAMES_MAX } from "../../../collector/flow/live-ring.ts";
import { idOf } from "../../support/office.ts";

const MACHINE = idOf("mac", 1);

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

describe("pages that look at ever other machines", () => {
  const WATCHES = 2_000;
  const SHOWN = 200;

  test("cost little for each, and leave no more behind than may be held", () => {
    let asked = 0;
    const recordings = createRecordings(() => {
      asked += 1;
      return 0;
    });
    for (let watch = 0; watch < WATCHES; watch += 1) {
      const shown = Array.from({ length: SHOWN }, (_, n) => `${watch} ${n}`);
      for (const id of shown) recordings.begin(id, 0);
      for (const id of shown) recordings.hold(id);
      expect(recordings.size()).toBeLessThanOrEqual(HELD_MAX);
    }
    expect(asked, "each look at a recording asks for the time").toBeLessThanOrEqual(
      2 * WATCHES * SHOWN,
    );
  });

  test("leave nothing behind when their time is over", () => {
    let nowMs = 0;
    const recordings = createRecordings(() => nowMs);
    const look = (id: string) => {
      recordings.begin(id, 0);
      recordings.hold(id);
    };
    for (let n = 0; n < HELD_MAX; n += 1) look(`${n}`);
    nowMs = HOLD_MS;
    look("last");
    expect(recordings.size()).toBe(1);
  });

  test("push out who looked away first, and nobody who still looks", () => {
    const recordings = createRecordings(() => 0);
    recordings.begin(MACHINE, 3);
    for (let n = 0; n <= HELD_MAX; n += 1) {
      recordings.begin(`${n}`, 4);
      recordings.hold(`${n}`);
    }
    expect(recordings.since(MACHINE)).toBe(3);
    expect(recordings.has("0")).toBe(false);
    expect(recordings.has("1")).toBe(true);
    expect(recordings.size()).toBe(HELD_MAX + 1);
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
