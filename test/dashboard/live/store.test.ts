import { expect, test } from "vitest";
import { createLiveStore } from "../../../dashboard/live/store.ts";
import { instant, snapshotOf, summary, value } from "./samples.ts";

const ID = summary().id;

test("who listens is told once a frame of the screen, however many frames came", () => {
  const { store, draw } = createStore();
  let told = 0;
  store.subscribe(ID, () => {
    told += 1;
  });
  for (const second of [1, 2, 3]) store.apply(report(second));
  expect(told).toBe(0);
  draw();
  expect(told).toBe(1);
  expect(store.machine(ID).latest.get("load_1m")?.value).toBe(3);
});

test("what is shown stays as it is until the screen is drawn", () => {
  const { store, draw } = createStore();
  store.apply(report(1));
  draw();
  const shown = store.machine(ID);
  store.apply(report(2));
  expect(store.machine(ID)).toBe(shown);
});

test("a listener hears nothing of another machine", () => {
  const { store, draw } = createStore();
  let told = 0;
  store.subscribe("mac_other", () => {
    told += 1;
  });
  store.apply(report(1));
  draw();
  expect(told).toBe(0);
});

test("machines that left the screen are forgotten, unless somebody listens", () => {
  const { store, draw } = createStore();
  store.apply({ type: "snapshot", feed: "a", id: 1, machines: [snapshotOf({})] });
  draw();
  const stop = store.subscribe(ID, () => {});
  store.keepOnly(new Set());
  expect(store.machine(ID).summary?.name).toBe("SRV-01");
  stop();
  store.keepOnly(new Set());
  expect(store.machine(ID).summary).toBeUndefined();
});

function createStore() {
  let pending: (() => void) | undefined;
  const store = createLiveStore({
    now: () => 0,
    beforeDraw: (flush) => {
      pending = flush;
    },
  });
  return { store, draw: () => pending?.() };
}

function report(second: number) {
  const latest = [value("load_1m", second, second)];
  return { type: "report", id: second, machineId: ID, at: instant(second), latest } as const;
}
