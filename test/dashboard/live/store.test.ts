import type { MachineDetail } from "@vigie/shared/machine.ts";
import { expect, test } from "vitest";
import type { MachineLive } from "../../../dashboard/live/machine-live.ts";
import { createLiveStore } from "../../../dashboard/live/store.ts";
import { instant, snapshotOf, summary, ticket, value } from "./samples.ts";

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

test("what a page reads counts until the feed speaks, the newest reading first", () => {
  const { store, draw } = createStore();
  for (const presence of ["online", "offline"] as const) store.seed(detail({ presence }));
  draw();
  expect(store.machine(ID).summary?.presence).toBe("offline");
  store.apply({ type: "snapshot", feed: "a", id: 1, machines: [snapshotOf({})] });
  store.seed(detail({ presence: "offline" }));
  draw();
  expect(store.machine(ID).summary?.presence).toBe("online");
});

test("tickets that a page kept for a while count from when they were read", () => {
  const { store, draw } = createStore();
  store.seedTickets(ID, [ticket()], -300_000);
  draw();
  expect(store.machine(ID).tickets.get(ticket().id)?.readAtMs).toBe(-300_000);
});

test("nothing is known before alerts and tickets were both read, or the feed spoke", () => {
  const known = (live: MachineLive) => [live.knowsAlerts, live.knowsTickets];
  const { store, draw } = createStore();
  expect(known(store.machine(ID))).toEqual([false, false]);
  store.apply({ type: "ticket", id: 1, ticket: ticket() });
  store.seedAlerts(ID, []);
  draw();
  expect(known(store.machine(ID))).toEqual([true, false]);
  store.seedTickets(ID, [], 0);
  draw();
  expect(known(store.machine(ID))).toEqual([true, true]);

  const fed = createStore();
  fed.store.apply({ type: "snapshot", feed: "a", id: 1, machines: [snapshotOf({})] });
  fed.draw();
  expect(known(fed.store.machine(ID))).toEqual([true, true]);
});

function detail(over: Partial<MachineDetail>): MachineDetail {
  return {
    ...summary(),
    latest: [],
    facts: {},
    probes: [],
    clockSkewSeconds: null,
    contract: null,
    agent: null,
    timeZone: "Europe/Paris",
    version: 1,
    reference: null,
    tags: [],
    classChosen: false,
    mergedInto: null,
    ...over,
  };
}

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
