import { expect, test } from "vitest";
import { isStale } from "../../../dashboard/tiles/freshness.ts";
import { toPath } from "../../../dashboard/tiles/sparkline.tsx";

test.for([
  ["cpu_busy_percent", 10, 20, false, "two cadences are allowed"],
  ["cpu_busy_percent", 10, 21, true, "more are not"],
  ["cpu_busy_percent", null, 100, false, "an agent that said nothing reports each minute"],
  ["volume_used_percent", 10, 90, false, "volumes are measured once a minute"],
  ["volume_used_percent", 10, 121, true, "and not less often"],
  ["volume_used_percent", 300, 500, false, "a slower agent is slower in this too"],
] as const)("%s each %d s, %d s old: %s, as %s", ([metric, cadence, age, stale]) => {
  expect(isStale({ metric, atMs: 0 }, cadence, age * 1_000)).toBe(stale);
});

test("a trail is cut at a gap, and lies flat where nothing moved", () => {
  const cut = { at: [0, 1, 2, 3], mean: [1, null, 2, 2], min: [], max: [] };
  expect(toPath(cut, 0, 4).match(/M/g)).toHaveLength(2);
  expect(toPath({ at: [0, 4], mean: [0, 0], min: [], max: [] }, 0, 4)).toBe("M0 23H200");
});
