import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { metricStoreSuite } from "./metric-store-suite.ts";

metricStoreSuite("embedded", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vigie-metrics-"));
  return {
    settings: { engine: "embedded", path: join(folder, "metrics.sqlite") },
    remove: () => rm(folder, { recursive: true }),
  };
});
