import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import { strict } from "./fields.ts";
import { ULID_PATTERN } from "./ids.ts";
import { parseJson } from "./json.ts";
import {
  DOCUMENT_DEPTH_MAX,
  DOCUMENT_KEYS_MAX,
  OBJECTS_PER_KIND_MAX,
  REPORTS_PER_ENVELOPE_MAX,
  SAMPLES_PER_REPORT_MAX,
  STRING_LENGTH_MAX,
} from "./limits.ts";
import { metricOf, OBJECT_KINDS, type ObjectKind } from "./metrics.ts";
import type { Refusal } from "./problems.ts";

/**
 * What an agent sends: an envelope with 1 to 100 reports, and its one strict parser.
 *
 * The compiled schema checks the shape and refuses unknown fields; the samples, which are many, are
 * walked once by hand: the name is in the catalogue, the value is a finite number.
 */

const NAME = "^[a-z][a-z0-9_]{0,63}$";

/** An instant as the agent writes it: ISO 8601, UTC, milliseconds. */
const Instant = Type.String({
  pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$",
});
const Uptime = Type.Number({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Seq = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** Samples of the machine or of one object: metric to value, in the catalogue's unit. */
export type Samples = Readonly<Record<string, number>>;

/** A document that changes rarely. The hash goes with each report, the document when it changed. */
export const Fact = Type.Object(
  {
    hash: Type.String({ pattern: "^[\\x21-\\x7e]{1,128}$" }),
    document: Type.Optional(Type.Unknown()),
  },
  strict,
);
export type Fact = Static<typeof Fact>;

/** A probe that measured nothing, and why. A probe that measured is not listed. */
export const ProbeOutcome = Type.Object(
  {
    probe: Type.String({ pattern: NAME }),
    outcome: Type.Union([Type.Literal("unsupported"), Type.Literal("failed")]),
    reason: Type.String({ maxLength: STRING_LENGTH_MAX }),
  },
  strict,
);
export type ProbeOutcome = Static<typeof ProbeOutcome>;

/** Reports that the agent had to drop while nobody took them: `reports` of those in the range. */
export const Gap = Type.Object(
  { fromSeq: Seq, toSeq: Seq, reports: Seq, reason: Type.Literal("full") },
  strict,
);
export type Gap = Static<typeof Gap>;

/** What one machine says of itself at one instant. */
export const Report = Type.Object(
  {
    seq: Seq,
    at: Instant,
    uptimeMs: Uptime,
    samples: Type.Unsafe<Samples>(Type.Object({})),
    objects: Type.Optional(
      Type.Unsafe<Readonly<Partial<Record<ObjectKind, Readonly<Record<string, Samples>>>>>>(
        Type.Object({}),
      ),
    ),
    facts: Type.Optional(Type.Record(Type.String({ pattern: NAME }), Fact, strict)),
    probes: Type.Optional(Type.Array(ProbeOutcome, { maxItems: 64 })),
    gap: Type.Optional(Gap),
  },
  strict,
);
export type Report = Static<typeof Report>;

const Header = Type.Object(
  {
    v: Type.Literal(1),
    epoch: Type.String({ pattern: ULID_PATTERN }),
    // By pattern: a length would be counted in code points, at every message.
    bootId: Type.String({ pattern: "^[\\x21-\\x7e]{1,64}$" }),
    sentAt: Instant,
    sentUptimeMs: Uptime,
    reports: Type.Array(Type.Unknown(), { minItems: 1, maxItems: REPORTS_PER_ENVELOPE_MAX }),
  },
  strict,
);

export const Envelope = Type.Object({ ...Header.properties, reports: Type.Array(Report) }, strict);
export type Envelope = Static<typeof Envelope>;

/** One report of an envelope that is refused for good; the others stand. */
export type RefusedReport = Refusal & { readonly seq: number };

export type ParsedEnvelope = {
  /** Only the reports that are right. */
  readonly envelope: Envelope;
  readonly refused: readonly RefusedReport[];
};

const header = Compile(Header);
const report = Compile(Report);

/** Reads an envelope from the bytes of a message, or says what is wrong with them. */
export function parseEnvelope(payload: Uint8Array): ParsedEnvelope | Refusal {
  const outcome = parseJson(payload);
  if ("problem" in outcome) return outcome;
  const { value } = outcome;
  if (!header.Check(value)) {
    return { problem: "envelope_malformed", detail: firstError(header.Errors(value)) };
  }
  const reports: Report[] = [];
  const refused: RefusedReport[] = [];
  for (const candidate of value.reports) {
    const checked = checkReport(candidate);
    if ("report" in checked) reports.push(checked.report);
    else if (checked.seq !== undefined) refused.push({ ...checked, seq: checked.seq });
    else return { problem: checked.problem, detail: checked.detail };
  }
  return { envelope: { ...value, reports }, refused };
}

type CheckedReport = { readonly report: Report } | (Refusal & { readonly seq: number | undefined });

function checkReport(candidate: unknown): CheckedReport {
  if (!report.Check(candidate)) {
    const detail = firstError(report.Errors(candidate));
    return { problem: "report_malformed", detail, seq: seqOf(candidate) };
  }
  const refusal = checkSamples(candidate) ?? checkFacts(candidate);
  return refusal === undefined ? { report: candidate } : { ...refusal, seq: candidate.seq };
}

/** The seq of a report that is wrong otherwise, so that its agent can be told. */
function seqOf(candidate: unknown): number | undefined {
  if (typeof candidate !== "object" || candidate === null || !("seq" in candidate))
    return undefined;
  const { seq } = candidate;
  return typeof seq === "number" && Number.isSafeInteger(seq) && seq >= 1 ? seq : undefined;
}

function checkSamples({ samples, objects }: Report): Refusal | undefined {
  const walked = walkSamples(samples, undefined);
  if (typeof walked !== "number") return walked;
  let count = walked;
  for (const kind in objects) {
    if (!isObjectKind(kind)) return { problem: "metric_unknown", detail: `object kind ${kind}` };
    const outcome = walkObjects(kind, objects[kind]);
    if (typeof outcome !== "number") return outcome;
    count += outcome;
  }
  if (count <= SAMPLES_PER_REPORT_MAX) return undefined;
  return { problem: "report_too_large", detail: `${count} samples` };
}

/** Counts the samples of all objects of a kind, or says what is wrong with them. */
function walkObjects(kind: ObjectKind, objects: unknown): number | Refusal {
  if (!isPlainObject(objects)) {
    return { problem: "report_malformed", detail: `objects.${kind} is not an object` };
  }
  let count = 0;
  let found = 0;
  for (const name in objects) {
    found += 1;
    if (!isObjectName(name)) {
      return { problem: "report_malformed", detail: `objects.${kind} has a name that is refused` };
    }
    const outcome = walkSamples(objects[name], kind);
    if (typeof outcome !== "number") return outcome;
    count += outcome;
  }
  if (found <= OBJECTS_PER_KIND_MAX) return count;
  return { problem: "report_too_large", detail: `${found} objects of kind ${kind}` };
}

/** Counts samples, or says which one is wrong. */
function walkSamples(samples: unknown, kind: ObjectKind | undefined): number | Refusal {
  if (!isPlainObject(samples)) {
    return { problem: "report_malformed", detail: "samples are not an object" };
  }
  let count = 0;
  for (const name in samples) {
    const value = samples[name];
    if (typeof value !== "number" || !Number.isFinite(value)) {
      return { problem: "sample_not_finite", detail: name.slice(0, STRING_LENGTH_MAX) };
    }
    if (metricOf(name, kind) === undefined) {
      return { problem: "metric_unknown", detail: name.slice(0, STRING_LENGTH_MAX) };
    }
    count += 1;
  }
  return count;
}

function checkFacts({ facts }: Report): Refusal | undefined {
  for (const name in facts) {
    const document = facts[name]?.document;
    if (document === undefined) continue;
    const refusal = checkDocument(document);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Depth and number of keys of a document, walked without recursion. */
function checkDocument(document: unknown): Refusal | undefined {
  let level: unknown[] = [document];
  let keys = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DOCUMENT_DEPTH_MAX) {
      return { problem: "document_too_deep", detail: `more than ${DOCUMENT_DEPTH_MAX} levels` };
    }
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      const names = Object.keys(value);
      if (names.includes("__proto__")) {
        return { problem: "report_malformed", detail: "a document has a key that is refused" };
      }
      keys += names.length;
      if (keys > DOCUMENT_KEYS_MAX) {
        return { problem: "report_too_large", detail: `more than ${DOCUMENT_KEYS_MAX} keys` };
      }
      for (const child of Object.values(value)) below.push(child);
    }
    level = below;
  }
  return undefined;
}

function isObjectKind(text: string): text is ObjectKind {
  return OBJECT_KINDS.some((kind) => kind === text);
}

/** Half a surrogate pair is refused: what a store makes of it is no longer the same name. */
function isObjectName(name: string): boolean {
  const isSized = name.length > 0 && name.length <= STRING_LENGTH_MAX;
  return isSized && name !== "__proto__" && name.isWellFormed();
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstError(errors: Iterable<{ instancePath: string; message: string }>): string {
  for (const { instancePath, message } of errors) {
    return `${instancePath} ${message}`.trim().slice(0, STRING_LENGTH_MAX);
  }
  return "is invalid";
}
