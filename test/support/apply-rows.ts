/** Applies row after row to a metric store, and prints each row's id once it is kept, until killed. */
import { type MetricSettings, openMetricStore } from "../../collector/metrics/open.ts";
import { SPOOL_OWNER, SPOOL_SHAPE, spoolRow } from "./spool-rows.ts";

const settings: MetricSettings = JSON.parse(process.argv[2] ?? "");
const store = await openMetricStore(settings, SPOOL_OWNER, {
  log: (line) => process.stderr.write(`${line}\n`),
});
for (let id = 1; ; id += 1) {
  await store.apply([spoolRow(id)], [SPOOL_SHAPE]);
  process.stdout.write(`${id}\n`);
}
