import fc from "fast-check";
import { validate } from "node-cron";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  hourlyExpression,
  msToNextStep,
  phaseOf,
  startCadence,
  toPossibleCadence,
} from "../../agent/cadence.ts";
import { createLog } from "../../agent/log.ts";

const HOUR_MS = 3_600_000;

describe("the cadence that is kept", () => {
  test.for([
    [10, 10, "it divides the hour"],
    [60, 60, "it divides the hour"],
    [1, 1, "the shortest"],
    [3_600, 3_600, "the longest"],
    [7, 6, "the steps of one hour would not join those of the next"],
    [59, 50, "never less often than asked"],
    [90, 90, "it divides the hour though not the minute"],
    [3_599, 1_800, "the longest that divides the hour"],
    [0, 1, "never is no cadence"],
    [99_999, 3_600, "at least once an hour"],
    [12.7, 12, "whole seconds"],
  ] as const)("for %s s is %s s", ([wanted, kept, reason]) => {
    expect(toPossibleCadence(wanted), reason).toBe(kept);
  });
});

describe("the machine's place in the hour", () => {
  test("is spread over a fleet", () => {
    const quarters = [0, 0, 0, 0];
    for (let index = 0; index < 4_000; index += 1) {
      const quarter = Math.floor(phaseOf(`agt_${index}`) / 900);
      quarters[quarter] = (quarters[quarter] ?? 0) + 1;
    }
    for (const count of quarters) expect(count).toBeGreaterThan(800);
  });

  test("is a cron expression that node-cron takes", () => {
    expect(hourlyExpression(3_599)).toBe("59 59 * * * *");
    fc.assert(
      fc.property(fc.nat(3_599), (phase) => {
        expect(validate(hourlyExpression(phase))).toBe(true);
      }),
    );
  });
});

test("the next step is within one cadence, and at the machine's own place", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
      fc.nat(3_599),
      fc.constantFrom(1, 10, 60, 90, 3_600),
      (wallMs, phaseSeconds, cadenceSeconds) => {
        const ms = msToNextStep(wallMs, { phaseSeconds, cadenceSeconds });
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThanOrEqual(cadenceSeconds * 1_000);
        expect(Math.abs((wallMs + ms - phaseSeconds * 1_000) % (cadenceSeconds * 1_000))).toBe(0);
      },
    ),
  );
});

describe("a day in the life of an agent", () => {
  const agentId = "agt_01JDN3Q5A0000000000000000A";
  let cadence: ReturnType<typeof startCadence> | undefined;
  let reports: number[];
  let hours: number;

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 9, 0, 1) });
    reports = [];
    hours = 0;
  });
  afterEach(() => {
    cadence?.stop();
    vi.useRealTimers();
  });

  function start(cadenceSeconds: number): void {
    cadence = startCadence({
      cadenceSeconds,
      agentId,
      onReportDue: async () => void reports.push(Date.now()),
      onHour: async () => {
        hours += 1;
      },
      log: createLog("error", () => {}),
    });
  }

  test("has a report every ten seconds, each at its place, and a beat every hour", async () => {
    start(10);
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(reports).toHaveLength(1_080);
    const places = new Set(reports.map((at) => (at / 1_000) % 10));
    expect([...places]).toEqual([phaseOf(agentId) % 10]);
    expect(hours).toBe(3);
  });

  test.for([
    [600_000, "a few minutes before its beat"],
    [HOUR_MS - 10_000, "just after its beat"],
  ] as const)(
    "%#. at an hour's cadence, has the beat's reports alone",
    async ([beforeMs, reason]) => {
      vi.setSystemTime(Date.UTC(2026, 10, 23, 9) + phaseOf(agentId) * 1_000 + HOUR_MS - beforeMs);
      start(3_600);
      await vi.advanceTimersByTimeAsync(5 * HOUR_MS);
      expect(reports, reason).toHaveLength(5);
    },
  );

  test("follows the collector's settings at once", async () => {
    start(60);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(reports).toHaveLength(2);
    cadence?.set(10);
    expect(cadence?.seconds).toBe(10);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reports).toHaveLength(8);
  });

  test.for([
    [-HOUR_MS, "set back an hour: nobody waits for the clock to come back"],
    [HOUR_MS, "set forward an hour"],
    [20 * 365 * 24 * HOUR_MS, "set forward from 2006: no slot of those years is visited"],
  ] as const)("%#. goes on when its clock is set", async ([byMs, reason]) => {
    start(10);
    await vi.advanceTimersByTimeAsync(60_000);
    reports.length = 0;
    vi.setSystemTime(Date.now() + byMs);
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(Math.abs(reports.length - 720), reason).toBeLessThanOrEqual(1);
    expect(Math.abs(hours - 2), reason).toBeLessThanOrEqual(1);
  });

  test("ends with nothing left to run", async () => {
    start(10);
    cadence?.stop();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect([reports.length, hours]).toEqual([0, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a report that fails does not end the cadence", async () => {
    const lines: string[] = [];
    cadence = startCadence({
      cadenceSeconds: 10,
      agentId,
      onReportDue: () => Promise.reject(new Error("the disk is on fire")),
      onHour: async () => {},
      log: createLog("error", (line) => void lines.push(line)),
    });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain("the disk is on fire");
  });
});
