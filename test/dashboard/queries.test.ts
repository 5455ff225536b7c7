import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { createQueryClient, onFrame } from "../../dashboard/queries.ts";
import { snapshotOf } from "./live/samples.ts";

/** When what was read is asked for, and what makes it old. */

/** The browser's own word on its network comes as events of the window. */
vi.hoisted(() => vi.stubGlobal("window", new EventTarget()));

let client: ReturnType<typeof createQueryClient>;

beforeEach(() => {
  client = createQueryClient();
  client.mount();
  return () => {
    window.dispatchEvent(new Event("online"));
    client.unmount();
  };
});

afterAll(() => {
  vi.unstubAllGlobals();
});

test("a browser without a network asks all the same: the collector may be on this machine", async () => {
  window.dispatchEvent(new Event("offline"));
  let asked = 0;
  const queryFn = () => {
    asked += 1;
    return Promise.resolve("read");
  };
  // A query that were held back would answer once there is a network again.
  await Promise.race([client.fetchQuery({ queryKey: ["health"], queryFn }), soon()]);
  expect(asked).toBe(1);
});

test("an act is done now or refused, and never kept back for later", async () => {
  window.dispatchEvent(new Event("offline"));
  let acted = 0;
  const mutationFn = () => {
    acted += 1;
    return Promise.resolve();
  };
  const acting = client.getMutationCache().build(client, { mutationFn });
  await Promise.race([acting.execute(undefined), soon()]);
  expect(acted).toBe(1);
});

test.for([
  ["rules", "may have been changed"],
  ["series", "has a hole"],
  ["ticket", "may have gone on"],
  ["tickets", "may have been resolved: the snapshot names only open ones"],
] as const)("after a snapshot what was read of %s is old: it %s", ([key]) => {
  client.setQueryData([key, "mac_1"], { items: [] });
  onFrame(client, { type: "snapshot", feed: "a", id: 1, machines: [snapshotOf({})] });
  expect(client.getQueryState([key, "mac_1"])?.isInvalidated).toBe(true);
});

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 200));
}
