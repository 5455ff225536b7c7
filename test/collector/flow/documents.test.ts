import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packReports } from "../../../collector/domain/samples.ts";
import {
  readMachine,
  ruleLabel,
  toAlert,
  toLatestValues,
  toRule,
} from "../../../collector/flow/documents.ts";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { Registry } from "../../../collector/registry/registry.ts";
import { alert, rule } from "../../contract/registry/rows.ts";
import { addOffice, CONTRACT, idOf, MACHINE, OPENED_MS } from "../../support/office.ts";

let registry: Registry;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-documents-"));
  registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  await registry.commit(addOffice);
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const MINUTE_MS = 60_000;

describe("the latest values", () => {
  const shape = (id: number, columns: readonly (readonly [string, string | null])[]) => ({
    id,
    machineId: MACHINE,
    columns: columns.map(([metric, object]) => ({ metric, object })),
  });
  const report = (shapeId: number, atMs: number, values: number[]) => ({
    shapeId,
    atMs,
    values: Float64Array.from(values),
  });
  const row = (...reports: ReturnType<typeof report>[]) => ({
    machineId: MACHINE,
    atMs: OPENED_MS,
    samples: packReports(reports),
  });

  test("are the newest of each column, whatever the order in which its shapes are kept", () => {
    const shapes = [
      shape(1, [["cpu_busy_percent", null]]),
      shape(2, [
        ["volume_used_percent", "/"],
        ["cpu_busy_percent", null],
      ]),
    ];
    const older = report(1, OPENED_MS - MINUTE_MS, [10]);
    const newer = report(2, OPENED_MS, [90, 20]);
    for (const kept of [row(older, newer), row(newer, older)]) {
      expect(toLatestValues(kept, shapes)).toEqual([
        { metric: "cpu_busy_percent", object: null, value: 20, at: "2026-11-23T09:00:00.000Z" },
        { metric: "volume_used_percent", object: "/", value: 90, at: "2026-11-23T09:00:00.000Z" },
      ]);
    }
  });

  test("stand in the catalogue's order, and objects by name", () => {
    const columns = [
      ["interface_received_bytes_per_second", "eth0"],
      ["volume_used_percent", "/var"],
      ["a_metric_of_a_newer_agent", null],
      ["volume_used_percent", "/"],
      ["cpu_busy_percent", null],
    ] as const;
    const kept = row(report(1, OPENED_MS, [1, 2, 3, 4, 5]));
    const values = toLatestValues(kept, [shape(1, columns)]);
    expect(values.map(({ metric, object }) => [metric, object])).toEqual([
      columns[4],
      columns[3],
      columns[1],
      columns[0],
      columns[2],
    ]);
  });

  test("are none while nothing was reported, and of a shape that is not known", () => {
    expect(toLatestValues(undefined, [])).toEqual([]);
    expect(toLatestValues(row(report(9, OPENED_MS, [1])), [])).toEqual([]);
  });
});

describe("alerts and rules", () => {
  const listed = {
    ...alert(),
    machineName: "Caisse",
    ruleKey: "machine_offline",
    ruleWords: null,
    holdName: null,
    severity: "critical",
  } as const;

  test("an alert of the machine itself has no object, and one of its silence no metric", () => {
    const row = { ...listed, object: "", value: null, condition: { kind: "offline" } as const };
    expect(toAlert(row)).toMatchObject({
      object: null,
      objectKind: null,
      metric: null,
      value: null,
      rule: { label: { en: "Machine offline", fr: "Machine hors ligne" } },
    });
  });

  test("an alert of a metric that is gone says that it is gone", () => {
    const condition = {
      kind: "absence",
      metric: "cpu_busy_percent",
      absentForSeconds: 60,
    } as const;
    expect(toAlert({ ...listed, object: "", condition })).toMatchObject({
      metric: "cpu_busy_percent",
      objectKind: null,
    });
  });

  test("an alert that flaps says until when, and a forecast between which dates", () => {
    const flapping = {
      isFiring: false,
      changes: [],
      sinceMs: OPENED_MS,
      calmAtMs: OPENED_MS + 60_000,
      relapses: 0,
      steadyAtMs: null,
    };
    const forecast = { earliestMs: OPENED_MS, latestMs: OPENED_MS + 1_000 };
    const condition = { kind: "offline" } as const;
    expect(toAlert({ ...listed, condition, flapping, forecast })).toMatchObject({
      flapping: { since: "2026-11-23T09:00:00.000Z", until: "2026-11-23T09:01:00.000Z" },
      forecast: { earliest: "2026-11-23T09:00:00.000Z", latest: "2026-11-23T09:00:01.000Z" },
    });
    const steady = { ...flapping, sinceMs: null, calmAtMs: null };
    expect(toAlert({ ...listed, condition, flapping: steady })).toMatchObject({ flapping: null });
  });

  test("a rule of one's own is called as its maker said", () => {
    const words = { label: { en: "Own", fr: "Sienne" }, reason: { en: "So.", fr: "Ainsi." } };
    const document = toRule(rule({ key: "own_rule", words }));
    expect(document).toMatchObject({ ...words, shipped: null });
    expect(document).not.toHaveProperty("words");
    const own = { ruleKey: "own_rule", ruleWords: words, condition: { kind: "offline" } } as const;
    expect(toAlert({ ...listed, ...own }).rule.label).toEqual(words.label);
  });

  test("a rule that is not one of the shipped is called by its key", () => {
    expect(ruleLabel("own_rule")).toEqual({ en: "own_rule", fr: "own_rule" });
    expect(toRule(rule({ key: "own_rule", holdForMs: 90_000 }))).toMatchObject({
      holdForSeconds: 90,
      reason: { en: "", fr: "" },
    });
  });
});

describe("a machine", () => {
  test("of which nothing is known yet says so everywhere", async () => {
    expect(await readMachine(registry.read, idOf("mac", 2))).toMatchObject({
      presence: "waiting",
      lastReportAt: null,
      cadenceSeconds: null,
      covered: false,
      contract: null,
      agent: { id: idOf("agt", 2), version: null, platform: null, hostname: null },
      latest: [],
      probes: [],
      facts: {},
      clockSkewSeconds: null,
    });
    expect(await readMachine(registry.read, idOf("mac", 99))).toBeUndefined();
  });

  test("is told in its site's zone, and how far its clock is off", async () => {
    await registry.commit(({ estate }) => estate.setClockSkew(MACHINE, -185_400));
    expect(await readMachine(registry.read, MACHINE)).toMatchObject({
      timeZone: "Europe/Paris",
      clockSkewSeconds: -185,
      contract: { id: CONTRACT },
    });
  });
});
