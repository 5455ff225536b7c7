import { DatabaseSync } from "node:sqlite";
import type { MetricStore } from "../../collector/metrics/metric-store.ts";
import { openMetricStore } from "../../collector/metrics/open.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { Registry } from "../../collector/registry/registry.ts";
import { calledFor } from "./evaluator.ts";
import { filesOf, readPlan } from "./plan.ts";
import { type Finding, findInReports, type MachineStore } from "./reckoning.ts";
import { readTruth } from "./truth.ts";

/**
 * The checker: a program of its own that reads the agents' truth logs and the collector's stores once
 * everything has stopped, and prints what does not agree as JSON. It knows nothing of how the collector
 * decides: what should be there it works out from the truth logs alone.
 *
 *   node test/fault/check.ts <folder of the run> <start of the run, epoch milliseconds>
 */

/** Steps of a millisecond that the store answers at once. */
const WINDOW_MS = 10_000;

/** Around the run, for clocks that are not the agents'. */
const MARGIN_MS = 60_000;

const [folder = "", startText = "0"] = process.argv.slice(2);
const files = filesOf(folder);
const members = readPlan(folder).herds.flat();

await applySpool();
const database = new DatabaseSync(files.registry, { readOnly: true });
const checked = await checkAll();
database.close();
process.stdout.write(`${JSON.stringify(checked)}\n`);

export type Checked = {
  readonly findings: readonly Finding[];
  readonly reports: number;
  readonly tickets: number;
  readonly repeatedFirings: number;
};

async function checkAll(): Promise<Checked> {
  const values = await readCounters();
  const perMember = members.map((member) => {
    const truth = readTruth(files.truth(member.credential.agentId));
    const store: MachineStore = {
      counters: values.get(member.machineId) ?? [],
      streams: streamsOf(member.credential.agentId),
    };
    return { member, truth, findings: findInReports(truth, store), reports: truth.kept.length };
  });
  const called = perMember.map(({ member, truth }) => calledFor(member.machineId, truth));
  const must = new Set(called.flatMap((tickets) => tickets.must));
  const may = new Set(called.flatMap((tickets) => tickets.may));
  return {
    findings: [
      ...perMember.flatMap(({ findings }) => findings),
      ...checkTickets(must, must.union(may)),
      ...checkStores(),
    ],
    reports: perMember.reduce((sum, { reports }) => sum + reports, 0),
    tickets: must.size,
    repeatedFirings: Number(
      one(
        "select count(*) - count(distinct alert_id) as n from alert_transition where to_state = 'firing'",
      ),
    ),
  };
}

/** What the spool still holds goes where the next start would bring it. */
async function applySpool(): Promise<void> {
  const registry = await openRegistry({ path: files.registry, log: () => {} });
  const metrics = await openMetrics(registry);
  const shapes = await registry.read.estate.shapes();
  let afterId = 0;
  for (;;) {
    const rows = await registry.read.deliveries.spool(afterId, 64);
    const last = rows.at(-1);
    if (last === undefined) break;
    await metrics.apply(rows, shapes);
    afterId = last.id;
  }
  await metrics.close();
  await registry.close();
}

async function openMetrics(registry: Registry): Promise<MetricStore> {
  const settings = { engine: "embedded", path: files.metrics } as const;
  const owner = { registryId: registry.id, lastSpoolId: await registry.lastSpoolId() };
  return openMetricStore(settings, owner, { log: () => {} });
}

/** Every counter that the metric store holds, by machine; a counter that is there twice is listed twice. */
async function readCounters(): Promise<ReadonlyMap<string, readonly number[]>> {
  const registry = await openRegistry({ path: files.registry, log: () => {} });
  const metrics = await openMetrics(registry);
  await registry.close();
  const counters = new Map<string, number[]>();
  for (const { machineId } of members) {
    const found: number[] = [];
    for (
      let fromMs = Number(startText) - MARGIN_MS;
      fromMs < Date.now() + MARGIN_MS;
      fromMs += WINDOW_MS
    ) {
      const span = { fromMs, toMs: fromMs + WINDOW_MS, stepMs: 1 };
      const query = { machineId, metric: "uptime_seconds", object: null, ...span };
      const { min, max } = await metrics.series(query);
      // Two reports may share a millisecond: then they are its least and its greatest value.
      for (const [step, least] of min.entries()) {
        const greatest = max[step] ?? least;
        found.push(least, ...(greatest === least ? [] : [greatest]));
      }
    }
    counters.set(machineId, found);
  }
  await metrics.close();
  return counters;
}

function streamsOf(agentId: string): MachineStore["streams"] {
  const rows = database
    .prepare("select epoch, ranges, reports from stream where agent_id = ?")
    .all(agentId);
  return rows.map(({ epoch, ranges, reports }) => ({
    epoch: String(epoch),
    ranges: JSON.parse(String(ranges)),
    reports: Number(reports),
  }));
}

/** Every ticket that must be is open, once; and there is none that may not be. */
function checkTickets(must: ReadonlySet<string>, allowed: ReadonlySet<string>): Finding[] {
  const key = "machine_id || ' ' || rule.key || ' ' || object";
  const tickets = texts(`select ${key} as text from ticket join rule on rule.id = ticket.rule_id`);
  const open = texts(`select ${key} as text from ticket join rule on rule.id = ticket.rule_id
                      where state = 'new'`);
  const firing = texts(`select ${key} as text from alert join rule on rule.id = alert.rule_id
                        where state = 'firing'`);
  const targets = texts(`select 'ticket ' || ticket.number as text from ticket
    left join ticket_target on ticket_target.ticket_id = ticket.id
    group by ticket.id having count(*) <> 2`);
  const openings = texts(`select 'ticket ' || ticket.number as text from ticket
    left join ticket_transition on ticket_id = ticket.id and ticket_transition.kind = 'opened'
    group by ticket.id having count(ticket_transition.id) <> 1`);
  return [
    ...missing(must, new Set(open)).map((text) => finding("lost", `no open ticket: ${text}`)),
    ...missing(new Set(tickets), allowed).map((text) => finding("ticket", `uncalled for: ${text}`)),
    ...repeated(tickets).map((text) => finding("twice", `two tickets: ${text}`)),
    ...missing(must, new Set(firing)).map((text) => finding("ticket", `not firing: ${text}`)),
    ...targets.map((text) => finding("ticket", `${text} has not its two targets`)),
    ...openings.map((text) => finding("ticket", `${text} was not opened once`)),
  ];
}

/** The stores themselves, and what should have no row in a run where nothing is full or malformed. */
function checkStores(): Finding[] {
  const health = String(one("pragma integrity_check"));
  const strays = Number(one("select count(*) from pragma_foreign_key_check"));
  const letters = texts("select code || ': ' || detail as text from dead_letter");
  const gaps = Number(one("select count(*) from gap"));
  return [
    ...(health === "ok" ? [] : [finding("store", `integrity_check: ${health}`)]),
    ...(strays === 0 ? [] : [finding("store", `${strays} rows name nothing`)]),
    ...letters.map((text) => finding("store", `dead letter: ${text}`)),
    ...(gaps === 0 ? [] : [finding("store", `${gaps} gaps`)]),
  ];
}

function finding(kind: Finding["kind"], detail: string): Finding {
  return { kind, detail };
}

function missing(wanted: ReadonlySet<string>, there: ReadonlySet<string>): string[] {
  return [...wanted.difference(there)];
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, place) => values.indexOf(value) !== place))];
}

function texts(query: string): string[] {
  return database
    .prepare(query)
    .all()
    .map((row) => String(row["text"]));
}

function one(query: string): unknown {
  const row = database.prepare(query).get() ?? {};
  return Object.values(row)[0];
}
