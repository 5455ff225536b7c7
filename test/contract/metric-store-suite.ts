import { afterEach, beforeEach, describe, expect } from "vitest";
import type { MetricStore } from "../../collector/metrics/metric-store.ts";
import { type MetricSettings, openMetricStore } from "../../collector/metrics/open.ts";
import { SPOOL_OWNER } from "../support/spool-rows.ts";
import { describeKeeping } from "./metric-store-keeping.ts";
import { describeSeries } from "./metric-store-series.ts";
import type { Tested } from "./metric-store-tested.ts";

/** Where nothing was written before. */
export type Place = { readonly settings: MetricSettings; remove(): Promise<void> };

/** What every metric store promises, whatever engine it is. */
export function metricStoreSuite(engine: string, makePlace: () => Promise<Place>): void {
  describe(`metric store: ${engine}`, () => {
    let place: Place;
    let store: MetricStore;
    let refused: string[];
    const open = async () => {
      store = await openMetricStore(place.settings, SPOOL_OWNER, {
        log: fail,
        onRefused: (lines) => refused.push(...lines),
      });
    };

    beforeEach(async () => {
      refused = [];
      place = await makePlace();
      await open();
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
      expect(refused).toEqual([]);
    });

    const tested: Tested = {
      settings: () => place.settings,
      store: () => store,
      takeRefused: () => refused.splice(0),
      open,
    };
    describeKeeping(tested);
    describeSeries(tested);
  });
}

function fail(...words: unknown[]): never {
  throw new Error(`nothing should be said here: ${JSON.stringify(words)}`);
}
