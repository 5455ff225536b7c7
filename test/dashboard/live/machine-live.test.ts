import { describe, expect, test } from "vitest";
import {
  NOTHING_LIVE,
  POINTS_MAX,
  withAlert,
  withLatest,
  withReadAlerts,
  withReadTickets,
  withReport,
  withSnapshot,
  withTickets,
} from "../../../dashboard/live/machine-live.ts";
import { alert, instant, snapshotOf, summary, ticket, value } from "./samples.ts";

describe("values", () => {
  test("a newer one replaces an older, and an older changes nothing", () => {
    const live = withLatest(NOTHING_LIVE, [value("cpu_busy_percent", 40, 10)]);
    const later = withLatest(live, [value("cpu_busy_percent", 50, 20)]);
    const late = withLatest(later, [value("cpu_busy_percent", 99, 5)]);
    expect(late.latest.get("cpu_busy_percent")?.value).toBe(50);
    expect(late.points.get("cpu_busy_percent")?.values).toEqual([40, 50]);
  });

  test("objects of the same metric are apart", () => {
    const live = withLatest(NOTHING_LIVE, [
      value("volume_used_percent", 71, 10, "/"),
      value("volume_used_percent", 86, 10, "/srv"),
    ]);
    expect([...live.latest.values()].map(({ value: share }) => share)).toEqual([71, 86]);
  });

  test("points are bounded: the oldest go", () => {
    let live = NOTHING_LIVE;
    for (let second = 1; second <= POINTS_MAX + 5; second += 1) {
      live = withLatest(live, [value("load_1m", second, second)]);
    }
    const values = live.points.get("load_1m")?.values ?? [];
    expect(values).toHaveLength(POINTS_MAX);
    expect(values.at(0)).toBe(6);
  });

  test("a report shows that the machine was heard of; one from the past does not", () => {
    const live = { ...NOTHING_LIVE, summary: summary({ lastReportAt: instant(50) }) };
    expect(withReport(live, { at: instant(60), latest: [] }).summary?.lastReportAt).toBe(
      instant(60),
    );
    expect(withReport(live, { at: instant(40), latest: [] }).summary?.lastReportAt).toBe(
      instant(50),
    );
  });
});

describe("a snapshot knows best", () => {
  test("alerts that it does not name are over", () => {
    const live = withAlert(NOTHING_LIVE, alert({ id: "alr_1" }));
    expect(withSnapshot(live, snapshotOf({}), 0).alerts.size).toBe(0);
  });

  test("open tickets that it does not name are gone; resolved ones stay as history", () => {
    const before = [
      ticket({ id: "tic_1" }),
      ticket({ id: "tic_2", state: "resolved", resolvedAt: instant(5) }),
    ];
    const live = withTickets(NOTHING_LIVE, before, 0);
    const after = withSnapshot(live, snapshotOf({ tickets: [ticket({ id: "tic_3" })] }), 0);
    expect([...after.tickets.keys()]).toEqual(["tic_2", "tic_3"]);
  });

  test("points outlive it, so that a chart keeps what it drew", () => {
    const live = withLatest(NOTHING_LIVE, [value("load_1m", 1, 10)]);
    const after = withSnapshot(live, snapshotOf({ latest: [value("load_1m", 2, 20)] }), 0);
    expect(after.points.get("load_1m")?.values).toEqual([1, 2]);
  });

  test("alerts that a page read count only before the first one", () => {
    const read = [alert({ id: "alr_1" })];
    expect(withReadAlerts(NOTHING_LIVE, read).alerts.size).toBe(1);
    const fed = withSnapshot(NOTHING_LIVE, snapshotOf({}), 0);
    expect(withReadAlerts(fed, read).alerts.size).toBe(0);
  });
});

describe("tickets", () => {
  test("an older version never replaces a newer one", () => {
    const live = withTickets(NOTHING_LIVE, [ticket({ id: "tic_1", version: 3 })], 1);
    const after = withTickets(live, [ticket({ id: "tic_1", version: 2, state: "resolved" })], 2);
    expect(after.tickets.get("tic_1")?.ticket.version).toBe(3);
  });

  test("the same version read again has newer clocks", () => {
    const live = withTickets(NOTHING_LIVE, [ticket({ id: "tic_1" })], 1);
    const after = withTickets(live, [ticket({ id: "tic_1" })], 2);
    expect(after.tickets.get("tic_1")?.readAtMs).toBe(2);
  });

  test("the same version that was read earlier sets no clock back", () => {
    const live = withTickets(NOTHING_LIVE, [ticket({ id: "tic_1" })], 2);
    const after = withReadTickets(live, [ticket({ id: "tic_1" })], 1);
    expect(after.tickets.get("tic_1")?.readAtMs).toBe(2);
  });
});
