import { LIVE_FRAME_BYTES_MAX } from "@vigie/shared/limits.ts";
import { describe, expect, test } from "vitest";
import { toSnapshotFrames } from "../../../collector/flow/live-frames.ts";
import { summaryOf } from "../../support/live-page.ts";
import { idOf } from "../../support/office.ts";

describe("a snapshot", () => {
  const machineOf = (n: number, values: number) => ({
    machine: summaryOf(idOf("mac", n)),
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
