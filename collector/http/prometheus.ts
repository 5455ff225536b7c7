import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import { EXPOSITION_TYPE, type Metric, toExposition } from "./exposition.ts";
import type { Figures } from "./figures.ts";

/** The collector's own metrics, for Prometheus. */

type Reading = Omit<Figures, "loopDelay"> & {
  readonly version: string;
  readonly startedAtSeconds: number;
  readonly cspReports: number;
  readonly spool: { readonly rows: number; readonly bytes: number };
  readonly pages: number;
  readonly watchedMachines: number;
  /** Nanoseconds. */
  readonly delay: { readonly p99: number; readonly max: number };
};

type OwnMetric = Pick<Metric, "name" | "kind" | "help"> & {
  readonly read: (reading: Reading) => number;
  readonly labels?: (reading: Reading) => Readonly<Record<string, string>>;
};

/** All of them, in the order in which they are told. */
export const OWN_METRICS: readonly OwnMetric[] = [
  {
    ...gauge("vigie_build_info", "What runs, in its labels.", () => 1),
    labels: ({ version }) => ({ version, node: process.version }),
  },
  gauge("vigie_start_time_seconds", "When it started, Unix time.", (now) => now.startedAtSeconds),
  counter("vigie_csp_reports_total", "Breaches of the page's policy.", (now) => now.cspReports),
  ...ofRecorder(),
  gauge(
    "vigie_broker_connections",
    "Agents connected to the broker.",
    ({ broker }) => broker.connections,
  ),
  ...ofSpool(),
  counter(
    "vigie_notices_sent_total",
    "Mails and deliveries that were taken.",
    ({ notices }) => notices.sent,
  ),
  counter(
    "vigie_notice_failures_total",
    "Mails and deliveries that were not.",
    ({ notices }) => notices.failed,
  ),
  counter(
    "vigie_notices_given_up_total",
    "Notices that were given up.",
    ({ notices }) => notices.givenUp,
  ),
  gauge("vigie_mailbox_failing", "Whether the support mailbox cannot be read, 0 or 1.", (now) =>
    now.mailboxFault === undefined ? 0 : 1,
  ),
  gauge(
    "vigie_event_loop_delay_p99_seconds",
    "Delay of the event loop since the last reading, 99th percentile.",
    ({ delay }) => delay.p99 / 1e9,
  ),
  gauge(
    "vigie_event_loop_delay_max_seconds",
    "Longest delay of the event loop since the last reading.",
    ({ delay }) => delay.max / 1e9,
  ),
  gauge("vigie_live_connections", "Pages on the live feed.", ({ pages }) => pages),
  gauge("vigie_watched_machines", "Machines looked at.", (now) => now.watchedMachines),
  counter("process_cpu_seconds_total", "Processor time of this process.", cpuSeconds),
  gauge("process_resident_memory_bytes", "Memory of this process.", () =>
    process.memoryUsage.rss(),
  ),
];

type Parts = Pick<HttpParts, "figures" | "registry" | "live" | "now">;

export function addPrometheus(
  app: Api,
  parts: Parts,
  { version, cspReports }: { readonly version: string; readonly cspReports: () => number },
): void {
  const startedAtSeconds = parts.now().epochMilliseconds / 1_000;

  app.route({
    method: "GET",
    url: "/metrics",
    config: { policy: "staff" },
    schema: {
      summary: "The collector's own metrics for Prometheus",
      tags: ["system"],
      response: {
        200: {
          description: "Prometheus text format 0.0.4",
          content: { "text/plain": { schema: Type.String() } },
        },
      },
    },
    handler: async (_request, reply) => {
      const counted = await readParts(parts);
      const reading = { ...counted, version, startedAtSeconds, cspReports: cspReports() };
      const metrics = OWN_METRICS.map(({ read, labels, ...metric }) => ({
        ...metric,
        value: read(reading),
        ...(labels !== undefined && { labels: labels(reading) }),
      }));
      return reply.type(EXPOSITION_TYPE).serializer(String).send(toExposition(metrics));
    },
  });
}

/** The delay is that since it was last read, so that one long pause is seen once. */
async function readParts({ figures, registry, live }: Parts) {
  const spool = await registry.read.deliveries.spoolSize();
  const { loopDelay, ...counted } = figures();
  const delay = { p99: loopDelay.percentile(99), max: loopDelay.max };
  loopDelay.reset();
  const pages = live.connections();
  return { ...counted, spool, delay, pages, watchedMachines: live.watchedMachines().size };
}

function ofRecorder(): OwnMetric[] {
  const counts = [
    ["vigie_batches_total", "Batches committed.", "batches"],
    ["vigie_messages_total", "Messages in committed batches.", "messages"],
    ["vigie_reports_total", "Reports received for the first time.", "reports"],
    ["vigie_reports_repeated_total", "Reports received again, without effect.", "repeated"],
    ["vigie_reports_late_total", "Reports kept but too late to act on.", "late"],
    ["vigie_dead_letters_total", "Messages and reports refused for good.", "refused"],
    [
      "vigie_messages_let_go_total",
      "Messages that found no room; agents send them again.",
      "letGo",
    ],
    ["vigie_commit_failures_total", "Batches whose commit failed.", "failed"],
  ] as const;
  return [
    ...counts.map(([name, help, key]) => counter(name, help, ({ recorder }) => recorder[key])),
    gauge(
      "vigie_messages_waiting",
      "Messages not yet committed.",
      ({ recorder }) => recorder.waiting,
    ),
    counter(
      "vigie_commit_seconds_total",
      "Time spent committing batches.",
      ({ recorder }) => recorder.commitMs / 1_000,
    ),
  ];
}

function ofSpool(): OwnMetric[] {
  return [
    gauge(
      "vigie_spool_rows",
      "Batches whose samples are still in the spool.",
      ({ spool }) => spool.rows,
    ),
    gauge("vigie_spool_bytes", "Bytes of the samples in the spool.", ({ spool }) => spool.bytes),
    counter(
      "vigie_spool_applied_rows_total",
      "Spool rows that the metric store took.",
      ({ spooler }) => spooler.rows,
    ),
    counter(
      "vigie_spool_failures_total",
      "Times that the metric store took none.",
      ({ spooler }) => spooler.failed,
    ),
  ];
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function counter(name: string, help: string, read: OwnMetric["read"]): OwnMetric {
  return { name, kind: "counter", help, read };
}

function gauge(name: string, help: string, read: OwnMetric["read"]): OwnMetric {
  return { name, kind: "gauge", help, read };
}
