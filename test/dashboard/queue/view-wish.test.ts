import { expect, test } from "vitest";
import { BREAKING_NEXT, type QueueWish } from "../../../dashboard/queue/queue-wish.ts";
import { toViewQueue, toViewWish } from "../../../dashboard/queue/view-wish.ts";

const named = { name: "À moi", owner: null } as const;

test("values are such as the collector takes them", () => {
  const filters = { state: ["open"], priority: ["1", "2"], queued: ["true"], tag: ["vip"] };
  expect(toViewWish({ ...BREAKING_NEXT, filters, search: "vm" }, named)).toEqual({
    ...named,
    filter: { q: "vm", state: "open", priority: [1, 2], queued: true, tag: "vip" },
    sort: "breaks",
    order: "asc",
  });
});

test.for([
  BREAKING_NEXT,
  { ...BREAKING_NEXT, filters: {}, search: "vm", sort: "number", order: "asc" },
  { ...BREAKING_NEXT, filters: { priority: ["1", "3"], queued: ["true"] } },
] satisfies QueueWish[])("%o is the same after it was kept", (wish) => {
  expect(toViewQueue(toViewWish(wish, named))).toEqual(wish);
});
