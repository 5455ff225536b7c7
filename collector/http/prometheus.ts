import { Type } from "typebox";
import type { Api, HttpParts } from "./api.ts";
import { EXPOSITION_TYPE, type Metric, toExposition } from "./exposition.ts";
import type { Figures, LoopDelay } from "./figures.ts";

/** The collector's own metrics, for Prometheus. */

type Row = readonly [name: string, kind: Metric["kind"], value: number, help: string];

type Parts = Pick<HttpParts, "figures" | "registry" | "live" | "now">;

export function addPrometheus(
  app: Api,
  parts: Parts,
  { version, cspReports }: { readonly version: string; readonly cspReports: () => number },
): void {
  const startedAtSeconds = parts.now().epochMilliseconds / 1_000;
  const own = (): Row[] => [
    ["vigie_start_time_seconds", "gauge", startedAtSeconds, "When it started, Unix time."],
    ["vigie_csp_reports_total", "counter", cspReports(), "Breaches of the page's policy."],
  ];
  const labels = { version, node: process.version };
  const build = { name: "vigie_build_info", kind: "gauge", help: "What runs.", labels } as const;

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
      const rows = [...own(), ...(await rowsOf(parts)), ...processRows()];
      const text = toExposition([{ ...build, value: 1 }, ...rows.map(toMetric)]);
      return reply.type(EXPOSITION_TYPE).serializer(String).send(text);
    },
  });
}

async function rowsOf({ figures, registry, live }: Parts): Promise<Row[]> {
  const counted = figures();
  const spool = await registry.read.deliveries.spoolSize();
  return [
    ...recorderRows(counted),
    ["vigie_spool_rows", "gauge", spool.rows, "Batches whose samples are still in the spool."],
    ["vigie_spool_bytes", "gauge", spool.bytes, "Bytes of the samples in the spool."],
    ...noticeRows(counted),
    mailboxRow(counted),
    ...delayRows(counted.loopDelay),
    ["vigie_live_connections", "gauge", live.connections(), "Pages on the live feed."],
    ["vigie_watched_machines", "gauge", live.watchedMachines().size, "Machines looked at."],
  ];
}

function recorderRows({ recorder, spooler, broker }: Figures): Row[] {
  return [
    ["vigie_batches_total", "counter", recorder.batches, "Batches committed."],
    ["vigie_messages_total", "counter", recorder.messages, "Messages in committed batches."],
    ["vigie_reports_total", "counter", recorder.reports, "Reports received for the first time."],
    [
      "vigie_reports_repeated_total",
      "counter",
      recorder.repeated,
      "Reports received again, without effect.",
    ],
    ["vigie_reports_late_total", "counter", recorder.late, "Reports kept but too late to act on."],
    [
      "vigie_dead_letters_total",
      "counter",
      recorder.refused,
      "Messages and reports refused for good.",
    ],
    [
      "vigie_messages_let_go_total",
      "counter",
      recorder.letGo,
      "Messages that found no room; agents send them again.",
    ],
    ["vigie_messages_waiting", "gauge", recorder.waiting, "Messages not yet committed."],
    ["vigie_commit_failures_total", "counter", recorder.failed, "Batches whose commit failed."],
    [
      "vigie_commit_seconds_total",
      "counter",
      recorder.commitMs / 1_000,
      "Time spent committing batches.",
    ],
    [
      "vigie_spool_applied_rows_total",
      "counter",
      spooler.rows,
      "Spool rows that the metric store took.",
    ],
    [
      "vigie_spool_failures_total",
      "counter",
      spooler.failed,
      "Times that the metric store took none.",
    ],
    ["vigie_broker_connections", "gauge", broker.connections, "Agents connected to the broker."],
  ];
}

function mailboxRow({ mailboxFault }: Figures): Row {
  const failing = mailboxFault === undefined ? 0 : 1;
  return ["vigie_mailbox_failing", "gauge", failing, "Whether the support mailbox cannot be read."];
}

function noticeRows({ notices }: Figures): Row[] {
  const { sent, failed, givenUp } = notices;
  return [
    ["vigie_notices_sent_total", "counter", sent, "Mails and deliveries that were taken."],
    ["vigie_notice_failures_total", "counter", failed, "Mails and deliveries that were not."],
    ["vigie_notices_given_up_total", "counter", givenUp, "Notices that were given up."],
  ];
}

/** The delay since it was last read, so that one long pause is seen once. */
function delayRows(delay: LoopDelay): Row[] {
  const p99 = delay.percentile(99) / 1e9;
  const longest = delay.max / 1e9;
  delay.reset();
  return [
    [
      "vigie_event_loop_delay_p99_seconds",
      "gauge",
      p99,
      "Delay of the event loop since the last reading, 99th percentile.",
    ],
    [
      "vigie_event_loop_delay_max_seconds",
      "gauge",
      longest,
      "Longest delay of the event loop since the last reading.",
    ],
  ];
}

function processRows(): Row[] {
  const { user, system } = process.cpuUsage();
  return [
    [
      "process_cpu_seconds_total",
      "counter",
      (user + system) / 1e6,
      "Processor time of this process.",
    ],
    [
      "process_resident_memory_bytes",
      "gauge",
      process.memoryUsage.rss(),
      "Memory of this process.",
    ],
  ];
}

function toMetric([name, kind, value, help]: Row): Metric {
  return { name, kind, value, help };
}
