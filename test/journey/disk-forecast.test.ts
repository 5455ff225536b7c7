import { beforeEach, describe, expect, test } from "vitest";
import { useJourney } from "../support/journey.ts";
import { linesOf, volume } from "../support/journey-reading.ts";
import { useTrends } from "../support/journey-trends.ts";

/** A disk that will be full: the ticket comes while there is still time to act by day. */

const story = useJourney({ m1: {}, outside: { covered: false } });
const trends = useTrends(story);

// In these stories machines report once an hour, which is no silence.
beforeEach(() => story.changeRule("machine_offline", { enabled: false }));

/** Used share from a value on, by so much an hour; always with a lot of room in bytes. */
function filling(first: number, anHour: number) {
  return (hour: number) => volume(first + anHour * hour, 500);
}

/** What its history says of the cause; promises break meanwhile, as nobody acts in these stories. */
function told(ticket: Parameters<typeof linesOf>[0]): string[] {
  return linesOf(ticket).filter((kind) => kind !== "breached");
}

async function alertsOf(name = "m1") {
  return (await story.alerts(name)).filter(({ ruleKey }) => ruleKey === "volume_full_soon");
}

function daysFromNow(ms: number | undefined): number {
  return Math.round(((ms ?? Number.NaN) - story.now().epochMilliseconds) / 864_000) / 100;
}

describe("a disk fills, is cleaned up, and is well", () => {
  test("one ticket with its dates, which resolves itself after the clean-up", async () => {
    // 40 % and a quarter of a per cent an hour: full after ten days, within seven after three.
    await trends.hours(70, "m1", filling(40, 0.25));
    expect(await story.tickets("m1")).toEqual([]);

    await trends.hours(6, "m1", filling(57.5, 0.25));
    const [ticket, ...others] = await story.tickets("m1");
    expect(others).toEqual([]);
    expect(ticket).toMatchObject({
      state: "new",
      rule: { key: "volume_full_soon" },
      object: "/",
      metric: "volume_used_percent",
      threshold: 100,
      contract: { name: "Maintenance" },
    });
    expect(ticket?.value).toBeCloseTo(58, 0);
    const { earliestAt, latestAt } = ticket?.transitions[0]?.parameters ?? {};
    // 42 % are left at 6 % a day.
    expect(String(earliestAt).slice(0, 10)).toBe("2026-12-03");
    expect(String(latestAt).slice(0, 10)).toBe("2026-12-03");

    await trends.hours(44, "m1", filling(59, 0.25));
    const [alert] = await alertsOf();
    expect(alert).toMatchObject({ state: "firing", ticketId: ticket?.id });
    // It says the newest dates, and its ticket hears nothing of that.
    expect(daysFromNow(alert?.forecast?.latestMs)).toBeCloseTo(5, 0);
    expect(alert?.value).toBeCloseTo(69.75, 0);
    expect((await story.tickets("m1")).map(told)).toEqual([["opened"]]);

    await trends.hours(4, "m1", filling(30, 0.25));
    const [cleaned] = await story.tickets("m1");
    expect(told(cleaned)).toEqual(["opened", "recovered", "resolved"]);
    expect(await alertsOf()).toMatchObject([{ state: "quiet", forecast: null }]);

    await trends.hours(72, "m1", filling(31, 0.01));
    expect(await story.tickets("m1")).toHaveLength(1);
    expect(await alertsOf()).toMatchObject([{ state: "quiet" }]);
    expect(story.failures).toEqual([]);
  });

  test("a restart while it fires changes nothing, and its end is found all the same", async () => {
    await trends.hours(60, "m1", filling(70, 0.25));
    expect(await story.tickets("m1")).toMatchObject([{ state: "new" }]);
    await story.collectorRestarts();
    trends.startAnew();
    await trends.hours(3, "m1", filling(85, 0.25));
    expect((await story.tickets("m1")).map(told)).toEqual([["opened"]]);
    await trends.hours(4, "m1", filling(20, 0.25));
    expect((await story.tickets("m1")).map(told)).toEqual([["opened", "recovered", "resolved"]]);
  });
});

describe("nobody is woken for what is not sure", () => {
  test("a day of filling fast says nothing yet: it may be a copy that ends", async () => {
    await trends.hours(30, "m1", filling(40, 1));
    expect(await alertsOf()).toEqual([]);
  });

  test("up and down around one level is no course", async () => {
    await trends.hours(80, "m1", (hour) => volume(70 + ((hour * 7) % 13), 500));
    expect(await alertsOf()).toEqual([]);
  });

  test("a store that is away says nothing, and what fires goes on; back, it is asked again", async () => {
    await trends.hours(60, "m1", filling(70, 0.25));
    trends.storeIsAway(true);
    await trends.hours(4, "m1", filling(20, 0.25));
    expect(story.failures).not.toEqual([]);
    expect((await story.tickets("m1")).map(told)).toEqual([["opened"]]);
    trends.storeIsAway(false);
    await trends.hours(2, "m1", filling(21, 0.25));
    expect((await story.tickets("m1")).map(told)).toEqual([["opened", "recovered", "resolved"]]);
  });

  test("a machine that is away says nothing new, and nothing ends by that", async () => {
    await trends.hours(60, "m1", filling(70, 0.25));
    await trends.looksFor(100);
    expect(await alertsOf()).toMatchObject([{ state: "firing" }]);
    expect((await story.tickets("m1")).map(told)).toEqual([["opened"]]);
  });
});

test("a machine outside every contract shows its forecast and opens no ticket", async () => {
  await trends.hours(60, "outside", filling(70, 0.25));
  expect(await alertsOf("outside")).toMatchObject([
    { state: "firing", noTicket: "not_covered", forecast: { latestMs: expect.any(Number) } },
  ]);
});

test("a rule on how fast something changes: it fires by the window, and clears by it", async () => {
  const condition = {
    kind: "rate",
    metric: "volume_used_percent",
    direction: "above",
    fireAt: 2,
    clearAt: 1,
    windowSeconds: 8 * 3_600,
  } as const;
  const created = await story.rules().create({
    key: "volume_fills_fast",
    label: { en: "Fills fast", fr: "Se remplit vite" },
    reason: { en: "Something runs away.", fr: "Quelque chose s'emballe." },
    condition,
    holdForSeconds: 0,
    severity: "warning",
    opensTicket: true,
    resolvesTicket: true,
  });
  expect(created).toMatchObject({ id: expect.stringMatching(/^rul_/) });
  await trends.hours(10, "m1", filling(20, 0.1));
  expect(await story.tickets("m1")).toEqual([]);
  await trends.hours(8, "m1", filling(21, 3));
  expect(await story.tickets("m1")).toMatchObject([
    { rule: { key: "volume_fills_fast" }, threshold: 2, state: "new" },
  ]);
  await trends.hours(9, "m1", filling(42, 0));
  expect(await story.tickets("m1")).toMatchObject([{ state: "resolved" }]);
});
