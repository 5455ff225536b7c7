import { ID_PREFIXES, idPattern, isAgentId } from "@vigie/shared/ids.ts";
import { METRICS, metricNamed, metricOf, OBJECT_KINDS, type Unit } from "@vigie/shared/metrics.ts";
import {
  isProblemCode,
  LANGUAGES,
  PROBLEMS,
  ProblemError,
  problemText,
} from "@vigie/shared/problems.ts";
import { describe, expect, test } from "vitest";

/** How a name ends that says its unit. A mean number of tasks has no unit: its span stands last. */
const ENDINGS: Readonly<Record<Unit, RegExp>> = {
  percent: /_percent$/,
  bytes: /_bytes$/,
  bytes_per_second: /_bytes_per_second$/,
  count: /_count$/,
  per_second: /(?<!_bytes)_per_second$/,
  seconds: /_seconds$/,
  load: /^load_\d+m$/,
};

describe("metrics", () => {
  test("a name is given once", () => {
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
  });

  test.for(METRICS)("$name ends with its unit, and says what it is in both languages", (metric) => {
    const { wireName, unit, label, about } = metric;
    expect(wireName).toMatch(/^[a-z][a-z0-9_]{0,63}$/);
    expect(wireName).toMatch(ENDINGS[unit]);
    for (const language of LANGUAGES) expect(label[language].trim()).not.toBe("");
    expect(about).toMatch(/^[A-Z].*\.$/);
  });

  test("a label names one metric of its kind", () => {
    for (const language of LANGUAGES) {
      const labels = METRICS.map(({ kind, label }) => `${kind} ${label[language]}`);
      expect(labels.filter((label, place) => labels.indexOf(label) !== place)).toEqual([]);
    }
  });

  test("a name on the wire is found in its own object only", () => {
    for (const metric of METRICS) {
      expect(metricOf(metric.wireName, metric.kind)).toBe(metric);
      expect(metricNamed(metric.name)).toBe(metric);
    }
    expect(metricOf("used_percent", undefined)).toBeUndefined();
    expect(metricOf("cpu_busy_percent", "volume")).toBeUndefined();
    expect(metricOf("volume_used_percent", "volume")).toBeUndefined();
  });

  test.for(["__proto__", "constructor", "toString", ""])("%j is no metric", (name) => {
    expect(metricNamed(name)).toBeUndefined();
    for (const kind of [undefined, ...OBJECT_KINDS]) expect(metricOf(name, kind)).toBeUndefined();
  });
});

describe("problems", () => {
  test.for(Object.entries(PROBLEMS))("%s: every parameter is in both languages", ([, entry]) => {
    const [en, fr] = [entry.en, entry.fr].map((text) => text.match(/\{\w+\}/g)?.sort() ?? []);
    expect(fr).toEqual(en);
    expect(entry.en).toMatch(/[.!]$/);
    expect(entry.fr).toMatch(/[.!]$/);
    expect(entry.fr).not.toBe(entry.en);
  });

  test("a status is one that says no", () => {
    const statuses = Object.values(PROBLEMS).flatMap(({ status }) => status ?? []);
    expect(statuses.length).toBeGreaterThan(10);
    for (const status of statuses) expect(status >= 400 && status < 600, String(status)).toBe(true);
  });

  test("parameters are filled in; one that is missing stays visible", () => {
    expect(problemText("setting_invalid", { name: "X", detail: "no" }, "en")).toBe(
      "The setting X is wrong: no.",
    );
    expect(problemText("setting_invalid", { name: "X" }, "fr")).toBe(
      "Le réglage X est incorrect : {detail}.",
    );
  });

  test("what a parameter says is not read for parameters again", () => {
    expect(problemText("setting_invalid", { name: "{detail}", detail: "$& $1" }, "en")).toBe(
      "The setting {detail} is wrong: $& $1.",
    );
  });

  test.for([
    ["merged", "fr", "Le ticket est fusionné : cela ne se fait pas dans cet état."],
    ["waiting_third_party", "fr", "Le ticket est en attente d'un tiers : cela"],
    ["in_progress", "en", "The ticket is in progress: in that state this cannot be done."],
    ["constructor", "en", "The ticket is constructor: "],
  ] as const)("the state %s of a ticket is said in words of %s", ([state, language, says]) => {
    expect(problemText("ticket_state", { state }, language)).toContain(says);
  });

  test("an error carries its code and its cause, and is final unless it says otherwise", () => {
    const cause = new Error("disk");
    const error = new ProblemError("storage_full", {}, { cause });
    expect(error).toMatchObject({ code: "storage_full", cause, retryable: false });
    expect(error.message).toContain("disk");
  });

  test.for(["__proto__", "constructor", "nothing"])("%s is no code", (text) => {
    expect(isProblemCode(text)).toBe(false);
  });
});

describe("ids", () => {
  test("every kind has a prefix of three letters", () => {
    for (const prefix of Object.keys(ID_PREFIXES)) expect(prefix).toMatch(/^[a-z]{3}$/);
    expect(new Set(Object.values(ID_PREFIXES)).size).toBe(Object.keys(ID_PREFIXES).length);
  });

  test.for([
    ["agt_01JDQ4Z7N3W8V5R2T6Y9X0ABCD", true],
    ["agt_01JDQ4Z7N3W8V5R2T6Y9X0ABC", false],
    ["agt_01JDQ4Z7N3W8V5R2T6Y9X0ABCI", false],
    ["agt_01JDQ4Z7N3W8V5R2T6Y9X0ABCD\n", false],
    ["xagt_01JDQ4Z7N3W8V5R2T6Y9X0ABCD", false],
  ] as const)("%j: %s", ([text, isId]) => {
    expect(isAgentId(text)).toBe(isId);
    expect(new RegExp(idPattern("agt")).test(text)).toBe(isId);
  });
});
