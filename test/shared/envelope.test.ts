import { parseEnvelope } from "@vigie/shared/envelope.ts";
import {
  DOCUMENT_DEPTH_MAX,
  DOCUMENT_KEYS_MAX,
  OBJECTS_PER_KIND_MAX,
  PACKET_BYTES_MAX,
  REPORTS_PER_ENVELOPE_MAX,
  STRING_LENGTH_MAX,
} from "@vigie/shared/limits.ts";
import { describe, expect, test } from "vitest";

/** What may come in from the wire, and what is said of the rest. Bodies are text, as they travel. */

const encoder = new TextEncoder();

const HEADER =
  '"v":1,"epoch":"01JDQ4Z7N3W8V5R2T6Y9X0ABCD","bootId":"boot","sentAt":"2026-11-23T09:00:10.200Z","sentUptimeMs":86400323';
const TIMES = '"at":"2026-11-23T09:00:10.000Z","uptimeMs":86400123';

function read(text: string) {
  return parseEnvelope(encoder.encode(text));
}

/** An envelope with these reports. */
function envelope(...reports: string[]): string {
  return `{${HEADER},"reports":[${reports.join(",")}]}`;
}

/** A report with these fields besides its number and times. */
function report(fields: string, seq = 1): string {
  return `{"seq":${seq},${TIMES},${fields}}`;
}

const FINE = report('"samples":{"cpu_busy_percent":12.4}');

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
}

function fact(document: string): string {
  return `"samples":{},"facts":{"inventory":{"hash":"h","document":${document}}}`;
}

function objects(count: number): string {
  const named = Array.from({ length: count }, (_, n) => `"v${n}":{"used_percent":1}`);
  return `"samples":{},"objects":{"volume":{${named.join(",")}}}`;
}

test("an envelope is read as it was written", () => {
  const outcome = read(
    envelope(
      report(
        '"samples":{"cpu_busy_percent":12.4},"objects":{"volume":{"/":{"used_percent":71.2}}},' +
          '"facts":{"inventory":{"hash":"h","document":{"os":{"name":"Debian"}}}},' +
          '"probes":[{"probe":"smart","outcome":"unsupported","reason":"no_disk"}],' +
          '"gap":{"fromSeq":1,"toSeq":9,"reports":8,"reason":"full"}',
        10,
      ),
    ),
  );
  expect(outcome).toMatchObject({
    refused: [],
    envelope: {
      bootId: "boot",
      reports: [
        {
          seq: 10,
          samples: { cpu_busy_percent: 12.4 },
          objects: { volume: { "/": { used_percent: 71.2 } } },
          facts: { inventory: { document: { os: { name: "Debian" } } } },
          probes: [{ outcome: "unsupported" }],
          gap: { reports: 8 },
        },
      ],
    },
  });
});

describe("the whole message is refused", () => {
  test.for<[string, string, string]>([
    ["not JSON", "{", "message_not_json"],
    ["nothing", "", "message_not_json"],
    ["a byte order mark", `\uFEFF${envelope(FINE)}`, "message_not_json"],
    ["a list", "[]", "envelope_malformed"],
    ["null", "null", "envelope_malformed"],
    ["another version", envelope(FINE).replace('"v":1', '"v":2'), "envelope_malformed"],
    ["a field that nobody agreed on", `{"more":1,${envelope(FINE).slice(1)}`, "envelope_malformed"],
    [
      "__proto__ beside the reports",
      `{"__proto__":{},${envelope(FINE).slice(1)}`,
      "envelope_malformed",
    ],
    ["no report", envelope(), "envelope_malformed"],
    [
      "101 reports",
      envelope(...Array.from({ length: REPORTS_PER_ENVELOPE_MAX + 1 }, () => FINE)),
      "envelope_malformed",
    ],
    ["an epoch that is none", envelope(FINE).replace("01JDQ4Z", "../../x"), "envelope_malformed"],
    [
      "a sending instant in words",
      envelope(FINE).replace("2026-11-23T09:00:10.200Z", "yesterday"),
      "envelope_malformed",
    ],
    ["a report without a number", envelope(`{${TIMES},"samples":{}}`), "report_malformed"],
    ["a report that is a word", envelope('"report"'), "report_malformed"],
    ["a number below 1", envelope(report('"samples":{}', 0)), "report_malformed"],
    ["a number that is not exact", envelope(report('"samples":{}', 2 ** 53)), "report_malformed"],
  ])("%s", ([, text, problem]) => {
    expect(read(text)).toMatchObject({ problem });
  });

  test("bytes that are not UTF-8", () => {
    const bytes = encoder.encode(envelope(FINE));
    bytes[30] = 0xff;
    expect(parseEnvelope(bytes)).toMatchObject({ problem: "message_not_utf8" });
  });

  test("one byte too many", () => {
    const fits = envelope(FINE).padEnd(PACKET_BYTES_MAX, " ");
    expect(read(fits)).toHaveProperty("envelope");
    expect(read(`${fits} `)).toMatchObject({ problem: "message_too_large" });
  });

  test("a quarter of a megabyte of brackets does not exhaust the stack", () => {
    const half = PACKET_BYTES_MAX / 2;
    expect(read("[".repeat(half) + "]".repeat(half))).toMatchObject({
      problem: "envelope_malformed",
    });
    const deep = "[".repeat(half - 200) + "]".repeat(half - 200);
    expect(read(envelope(report(fact(deep))))).toMatchObject({
      refused: [{ problem: "document_too_deep" }],
    });
  });
});

describe("one report is refused, and its neighbour stands", () => {
  test.for<[string, string, string]>([
    ["a metric that nobody knows", '"samples":{"cpu_magic_percent":1}', "metric_unknown"],
    ["a metric of a volume for the machine", '"samples":{"used_percent":1}', "metric_unknown"],
    [
      "a kind of object that nobody knows",
      '"samples":{},"objects":{"printer":{}}',
      "metric_unknown",
    ],
    ["infinity, as JSON can say it", '"samples":{"cpu_busy_percent":1e999}', "sample_not_finite"],
    ["a number in quotes", '"samples":{"cpu_busy_percent":"12"}', "sample_not_finite"],
    ["null for a value", '"samples":{"cpu_busy_percent":null}', "sample_not_finite"],
    ["a list for a value", '"samples":{"cpu_busy_percent":[1]}', "sample_not_finite"],
    ["__proto__ among the samples", '"samples":{"__proto__":1}', "metric_unknown"],
    [
      "an object under __proto__ among the samples",
      '"samples":{"__proto__":{}}',
      "sample_not_finite",
    ],
    ["constructor among the samples", '"samples":{"constructor":1}', "metric_unknown"],
    ["__proto__ as a kind", '"samples":{},"objects":{"__proto__":{"x":{}}}', "metric_unknown"],
    [
      "__proto__ as an object",
      '"samples":{},"objects":{"volume":{"__proto__":{}}}',
      "report_malformed",
    ],
    ["__proto__ as a fact", '"samples":{},"facts":{"__proto__":{"hash":"h"}}', "report_malformed"],
    [
      "__proto__ in a fact",
      '"samples":{},"facts":{"a":{"hash":"h","__proto__":1}}',
      "report_malformed",
    ],
    ["__proto__ in a document", fact('{"a":[{"__proto__":{}}]}'), "report_malformed"],
    ["__proto__ in a report", '"samples":{},"__proto__":{}', "report_malformed"],
    ["a list of samples", '"samples":[]', "report_malformed"],
    ["objects that are a list", '"samples":{},"objects":{"volume":[]}', "report_malformed"],
    ["an object that is a number", '"samples":{},"objects":{"volume":{"/":1}}', "report_malformed"],
    ["an object without a name", '"samples":{},"objects":{"volume":{"":{}}}', "report_malformed"],
    [
      "half a surrogate pair as a name",
      '"samples":{},"objects":{"volume":{"\\ud800":{}}}',
      "report_malformed",
    ],
    [
      "a name of 256 characters",
      `"samples":{},"objects":{"volume":{"${"x".repeat(STRING_LENGTH_MAX + 1)}":{}}}`,
      "report_malformed",
    ],
    ["257 volumes", objects(OBJECTS_PER_KIND_MAX + 1), "report_too_large"],
    ["a document of 17 levels", fact(nested(DOCUMENT_DEPTH_MAX + 1)), "document_too_deep"],
    [
      "a document of 5001 keys",
      fact(`[${Array.from({ length: DOCUMENT_KEYS_MAX + 1 }, () => "1").join(",")}]`),
      "report_too_large",
    ],
    [
      "an outcome that is none",
      '"samples":{},"probes":[{"probe":"a","outcome":"value","reason":""}]',
      "report_malformed",
    ],
    [
      "a reason of 256 characters",
      `"samples":{},"probes":[{"probe":"a","outcome":"failed","reason":"${"x".repeat(STRING_LENGTH_MAX + 1)}"}]`,
      "report_malformed",
    ],
    [
      "a gap of more reports than there are numbers",
      '"samples":{},"gap":{"fromSeq":1,"toSeq":2,"reports":1e300,"reason":"full"}',
      "report_malformed",
    ],
    [
      "a gap for no reason",
      '"samples":{},"gap":{"fromSeq":1,"toSeq":2,"reports":1,"reason":"lazy"}',
      "report_malformed",
    ],
    ["a field that nobody agreed on", '"samples":{},"more":1', "report_malformed"],
  ])("%s", ([, fields, problem]) => {
    const outcome = read(envelope(report(fields, 7), FINE));
    expect(outcome).toMatchObject({
      refused: [{ seq: 7, problem }],
      envelope: { reports: [{ seq: 1 }] },
    });
    const detail = "refused" in outcome ? outcome.refused[0]?.detail : "";
    expect(detail?.length).toBeLessThanOrEqual(STRING_LENGTH_MAX);
  });

  test.for<[string, string]>([
    ["256 volumes", objects(OBJECTS_PER_KIND_MAX)],
    ["a document of 16 levels", fact(nested(DOCUMENT_DEPTH_MAX))],
    [
      "a name of 255 characters",
      `"samples":{},"objects":{"volume":{"${"x".repeat(STRING_LENGTH_MAX)}":{}}}`,
    ],
    [
      "a name with slashes, spaces, quotes and an emoji",
      '"samples":{},"objects":{"volume":{"/a b\\"\\u0000\\n😀":{"used_percent":1}}}',
    ],
    [
      "a word that JavaScript knows as a name",
      '"samples":{},"objects":{"volume":{"constructor":{"used_percent":1}}}',
    ],
    ["nothing measured", '"samples":{}'],
    ["a value below zero", '"samples":{"load_1m":-1}'],
  ])("%s is no reason to refuse", ([, fields]) => {
    expect(read(envelope(report(fields)))).toMatchObject({ refused: [] });
  });
});

test("2001 samples are too many, however they are spread", () => {
  // Five metrics of 256 volumes, five of 140 disks and one of the machine.
  const kinds: Record<string, Record<string, Record<string, number>>> = { volume: {}, disk: {} };
  const add = (kind: string, count: number, metrics: string[]) => {
    for (let n = 0; n < count; n += 1) {
      kinds[kind] = { ...kinds[kind], [`${n}`]: Object.fromEntries(metrics.map((m) => [m, n])) };
    }
  };
  add("volume", 256, [
    "total_bytes",
    "free_bytes",
    "used_percent",
    "inodes_used_percent",
    "inodes_free_count",
  ]);
  add("disk", 144, [
    "read_bytes_per_second",
    "write_bytes_per_second",
    "reads_per_second",
    "writes_per_second",
    "busy_percent",
  ]);
  const said = (samples: string) =>
    envelope(report(`"samples":${samples},"objects":${JSON.stringify(kinds)}`));
  expect(read(said("{}"))).toMatchObject({ refused: [] });
  expect(read(said('{"load_1m":1}'))).toMatchObject({ refused: [{ problem: "report_too_large" }] });
});
