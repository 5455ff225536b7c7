import { describe, expect, test } from "vitest";
import {
  BREAKING_NEXT,
  isSameView,
  parseQueue,
  type QueueWish,
  TABS,
  toFilterQuery,
  toQueueQuery,
  toTabWish,
  withFilter,
} from "../../../dashboard/queue/queue-wish.ts";

const STAFF = "stf_01JD0000000000000000000001";

describe("an address of the queue", () => {
  test.for([
    ["", BREAKING_NEXT, "what is open, by what breaks next"],
    ["state=any", { ...BREAKING_NEXT, filters: {} }, "any state is said, for none means open"],
    [
      "q=imprimante&priority=1&priority=2",
      {
        ...BREAKING_NEXT,
        search: "imprimante",
        filters: { state: ["open"], priority: ["1", "2"] },
      },
      "two values of one filter are alternatives",
    ],
    [
      "sort=number",
      { ...BREAKING_NEXT, sort: "number", order: "desc" },
      "each order its own way round",
    ],
    [
      "sort=number&order=asc",
      { ...BREAKING_NEXT, sort: "number", order: "asc" },
      "unless it is said",
    ],
    ["sort=colour&order=up", BREAKING_NEXT, "what is not understood counts as not said"],
    [`tag=${"x".repeat(65)}`, BREAKING_NEXT, "a value that no filter can have"],
  ] as const)("?%s: %s", ([query, wish]) => {
    expect(parseQueue(new URLSearchParams(query))).toEqual(wish);
  });

  test.for([
    BREAKING_NEXT,
    { ...BREAKING_NEXT, filters: {} },
    { ...BREAKING_NEXT, filters: { state: ["new", "resolved"], assignee: ["none"] } },
    { ...BREAKING_NEXT, search: "vm", sort: "updated", order: "asc" },
  ] satisfies QueueWish[])("%o is the same after it was a link", (wish) => {
    expect(parseQueue(toQueueQuery(wish))).toEqual(wish);
  });

  test("says nothing of what is as by default", () => {
    expect(String(toQueueQuery(BREAKING_NEXT))).toBe("");
  });
});

test("the collector is told the state that the address leaves out", () => {
  expect(String(toFilterQuery(BREAKING_NEXT))).toBe("state=open");
});

test("a filter that is taken away lets all through", () => {
  const narrowed = withFilter(BREAKING_NEXT, "type", ["request"]);
  expect(narrowed.filters).toEqual({ state: ["open"], type: ["request"] });
  expect(withFilter(narrowed, "type", undefined)).toEqual(BREAKING_NEXT);
});

describe("tabs", () => {
  test("no two show the same", () => {
    const queries = TABS.map((tab) => String(toQueueQuery(toTabWish(tab, STAFF) ?? BREAKING_NEXT)));
    expect(new Set(queries).size).toBe(TABS.length);
  });

  test("whose are mine must be known", () => {
    expect(toTabWish("mine", undefined)).toBeUndefined();
    expect(toTabWish("mine", STAFF)?.filters).toMatchObject({ assignee: [STAFF] });
  });

  test("a search within a tab leaves it the same", () => {
    expect(isSameView(BREAKING_NEXT, { ...BREAKING_NEXT, search: "vm" })).toBe(true);
    expect(isSameView(BREAKING_NEXT, { ...BREAKING_NEXT, order: "desc" })).toBe(false);
  });
});
