import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packReports } from "../../../collector/domain/samples.ts";
import { POINTS_MAX, stepFor, withGaps } from "../../../collector/http/series.ts";
import { type ApiServer, startApiServer } from "../../support/api-server.ts";
import { COLUMNS, MACHINE, OPENED_MS } from "../../support/office.ts";
import { ask } from "../../support/raw-http.ts";

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

describe("the step", () => {
  test.for([
    [HOUR, 10, 10, "one hour of a machine that somebody looks at"],
    [HOUR, 60, 60, "no finer than the machine reports"],
    [6 * HOUR, 60, 60, "six hours: 360 points"],
    [10 * HOUR, 60, 60, "just 600 points"],
    [10 * HOUR + 1, 60, 120, "a second more is too many"],
    [DAY, 60, 300, "one day: 288 points"],
    [7 * DAY, 60, 1_800, "one week: 336 points"],
    [400 * DAY, 60, DAY, "as much as can be asked for"],
    [HOUR, 3_600, 3_600, "a machine that reports hourly"],
    [HOUR, 45, 60, "a cadence between two steps"],
    [HOUR, 2 * DAY, DAY, "a cadence beyond the ladder"],
  ] as const)("of %i s at %i s is %i s: %s", ([span, cadence, step]) => {
    expect(stepFor(span, cadence)).toBe(step);
  });

  test("never gives more points than a chart takes", () => {
    for (let span = MINUTE; span <= 400 * DAY; span += 7 * HOUR) {
      expect(span / stepFor(span, 10)).toBeLessThanOrEqual(POINTS_MAX);
    }
  });
});

describe("gaps", () => {
  const columns = (atMs: readonly number[]) => ({
    atMs,
    mean: atMs.map((_, place) => place),
    min: atMs.map((_, place) => place - 1),
    max: atMs.map((_, place) => place + 1),
  });

  test.for([
    [[0, 10, 20], [0, 10, 20], "without a break"],
    [[0, 20], [0, 20], "one report came a little late"],
    [[0, 25], [0, 25], "just within the limit"],
    [[0, 26], [0, 10, 26], "one empty place breaks the line"],
    [[0, 500, 1_000], [0, 10, 500, 510, 1_000], "each gap is one place, however long"],
    [[], [], "nothing was measured"],
  ] as const)("%j becomes %j: %s", ([given, expected]) => {
    const { at, mean, min, max } = withGaps(columns(given), { stepMs: 10, gapMs: 25 });
    expect(at).toEqual(expected);
    const measured = new Set<number>(given);
    const isEmpty = at.map((start) => !measured.has(start));
    expect(mean.map((value) => value === null)).toEqual(isEmpty);
    expect(min.map((value) => value === null)).toEqual(isEmpty);
    expect(max.map((value) => value === null)).toEqual(isEmpty);
  });
});

describe("a series of a machine", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await startApiServer();
    const reports = [0, 1, 2, 30, 31].map((minute) => ({
      shapeId: 1,
      atMs: OPENED_MS + minute * 60_000,
      values: new Float64Array([minute, 90 + minute / 10]),
    }));
    const shape = { id: 1, machineId: MACHINE, columns: [...COLUMNS] };
    await server.metrics.apply([{ id: 1, samples: packReports(reports) }], [shape]);
  });
  afterAll(() => server.close());

  async function seriesOf(query: string) {
    const path = `/api/machines/${MACHINE}/series?from=2026-11-23T09:00:00Z&to=2026-11-23T10:00:00Z&${query}`;
    return JSON.parse((await ask(server.port, { path })).text);
  }

  test("has a column of instants, and a hole where nothing came", async () => {
    const minutes = [0, 1, 2, 3, 30, 31];
    expect(await seriesOf("metric=cpu_busy_percent")).toEqual({
      metric: "cpu_busy_percent",
      object: null,
      from: "2026-11-23T09:00:00.000Z",
      to: "2026-11-23T10:00:00.000Z",
      stepSeconds: 60,
      at: minutes.map((minute) => OPENED_MS + minute * 60_000),
      mean: [0, 1, 2, null, 30, 31],
      min: [0, 1, 2, null, 30, 31],
      max: [0, 1, 2, null, 30, 31],
    });
  });

  test("of a volume is of that volume", async () => {
    expect(await seriesOf("metric=volume_used_percent&object=/")).toMatchObject({
      object: "/",
      mean: [90, 90.1, 90.2, null, 93, 93.1],
    });
    expect(await seriesOf("metric=volume_used_percent&object=/home")).toMatchObject({ at: [] });
  });
});
