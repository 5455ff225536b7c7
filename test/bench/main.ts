/**
 * `npm run bench`: the figures of the product, each beside the number it has to reach.
 * `npm run bench -- pipeline ingest` runs only those; `agent` takes four minutes.
 */
import { benchAgent } from "./agent.ts";
import { benchAlerts } from "./alerts.ts";
import { benchDueTimes } from "./due-times.ts";
import { type Figure, printFigures } from "./figures.ts";
import { benchIngest } from "./ingest.ts";
import { benchLatency } from "./latency.ts";
import { benchPipeline } from "./pipeline.ts";
import { benchSweep } from "./sweep.ts";
import { benchTickets } from "./tickets.ts";

const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  pipeline: benchPipeline,
  ingest: benchIngest,
  latency: benchLatency,
  "due-times": benchDueTimes,
  sweep: benchSweep,
  tickets: benchTickets,
  alerts: benchAlerts,
  agent: benchAgent,
};

const wanted = process.argv.slice(2);
const stranger = wanted.find((name) => !Object.hasOwn(BENCHES, name));
if (stranger !== undefined) {
  process.stderr.write(`no bench ${stranger}; there are ${Object.keys(BENCHES).join(", ")}\n`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  printFigures(name, await bench());
}
