import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { shapeIdsIn } from "../../collector/domain/samples.ts";
import { createTrendWatch, type TrendWatch } from "../../collector/flow/trends.ts";
import type { MetricStore } from "../../collector/metrics/metric-store.ts";
import { openMetricStore } from "../../collector/metrics/open.ts";
import type { Story } from "./journey.ts";
import type { StoryAgent } from "./journey-agent.ts";

/**
 * A story whose samples come to a real metric store, on a real disk, and whose rules on trends are looked
 * at as often as the collector does. Days pass in hours: a machine reports once an hour.
 */
export type Trends = {
  /** The machine reports what is said of each hour, counted from 0, for so many hours. */
  readonly hours: (
    count: number,
    name: string,
    said: (hour: number) => Parameters<StoryAgent["reports"]>[0],
  ) => Promise<void>;
  /** So many hours pass, and nobody reports. */
  readonly looksFor: (hours: number) => Promise<void>;
  /** The store answers no question about middles until it is back. */
  readonly storeIsAway: (isAway: boolean) => void;
  /** Another process looks at them from now on: it knows only what is kept. */
  readonly startAnew: () => void;
};

const ROWS_AT_ONCE = 1_000;
const LOOKS_AN_HOUR = 12;

/** Call it at the top of a file, after the story. */
export function useTrends(story: Story): Trends {
  let folder = "";
  let metrics: MetricStore;
  let trends: TrendWatch;
  let appliedId = 0;
  let isAway = false;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "vigie-trends-"));
    const path = join(folder, "metrics.sqlite");
    const owner = { registryId: "story", lastSpoolId: 0 };
    metrics = await openMetricStore({ engine: "embedded", path }, owner, { log: () => {} });
    appliedId = 0;
    isAway = false;
    startAnew();
  });
  afterEach(async () => {
    await trends.close();
    await metrics.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function startAnew(): void {
    trends = createTrendWatch({
      metrics: {
        ...metrics,
        async medians(query) {
          if (isAway) throw new Error("the metric store is away");
          return metrics.medians(query);
        },
      },
      ledger: { write: story.write, memory: story.memory },
      now: () => ({ wallMs: story.now().epochMilliseconds }),
      onFailed: (error) => story.failures.push(error),
    });
  }

  /** What the spooler does: committed samples come to the store. */
  async function spool(): Promise<void> {
    const { deliveries, estate } = story.read();
    const rows = await deliveries.spool(appliedId, ROWS_AT_ONCE);
    const ids = new Set(rows.flatMap(({ samples }) => [...shapeIdsIn(samples)]));
    await metrics.apply(rows, await estate.shapes([...ids]));
    appliedId = rows.at(-1)?.id ?? appliedId;
  }

  async function looksFor(hours: number): Promise<void> {
    for (let look = 0; look < LOOKS_AN_HOUR * hours; look += 1) {
      await story.after({ minutes: 60 / LOOKS_AN_HOUR });
      const moment = { wallMs: story.now().epochMilliseconds };
      await trends.sweep(moment).catch((error: unknown) => story.failures.push(error));
    }
  }

  return {
    looksFor,
    async hours(count, name, said) {
      for (let hour = 0; hour < count; hour += 1) {
        await story.agent(name).reports(said(hour));
        await spool();
        await looksFor(1);
      }
    },
    storeIsAway(is) {
      isAway = is;
    },
    startAnew,
  };
}
