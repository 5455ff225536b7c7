import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packReports } from "../../../collector/domain/samples.ts";
import { createClocks } from "../../../collector/flow/clocks.ts";
import { readContracts } from "../../../collector/flow/contract-documents.ts";
import {
  readMachine,
  ruleLabel,
  toAlert,
  toLatestValues,
  toRule,
} from "../../../collector/flow/documents.ts";
import { createTicketReader, type TicketReader } from "../../../collector/flow/ticket-documents.ts";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { Registry } from "../../../collector/registry/registry.ts";
import { alert, rule, version } from "../../contract/registry/rows.ts";
import {
  addOffice,
  CONTRACT,
  idOf,
  MACHINE,
  OPENED_AT,
  OPENED_MS,
  TICKET,
} from "../../support/office.ts";

let registry: Registry;
let folder: string;
let tickets: TicketReader;
let now: Temporal.Instant;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-documents-"));
  registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  await registry.commit(addOffice);
  now = Temporal.Instant.from(OPENED_AT);
  tickets = createTicketReader({ read: registry.read, clocks: createClocks(), now: () => now });
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

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

describe("a contract", () => {
  test("is told by its newest version, with the machines that this one covers", async () => {
    await registry.commit(async ({ contracts }) => {
      const second = { id: idOf("cov", 2), contractId: CONTRACT, number: 2 };
      const [first] = await contracts.versions();
      await contracts.addVersion(version({ ...second, clauses: first?.clauses ?? { levels: [] } }));
      await contracts.cover({ contractVersionId: second.id, machineId: idOf("mac", 3) });
    });
    expect(await readContracts(registry.read)).toMatchObject([
      {
        version: { number: 2 },
        machines: [{ name: "Étiquettes" }],
        calendars: [{ id: idOf("cal", 1), name: "Heures ouvrées" }],
      },
    ]);
  });
});

/** The office is open on Mondays from 9 to 18; the ticket came at 10 and has 4 hours of it. */
describe("the clock of a ticket", () => {
  const clockAt = async (at: string) => {
    now = Temporal.Instant.from(at);
    const [ticket] = await tickets.list({ ids: [TICKET], limit: 1 });
    return ticket?.targets[0];
  };

  test.for([
    ["2026-11-23T09:00:00Z", "running", 14_400, 0, "it has just begun"],
    ["2026-11-23T10:30:00Z", "running", 9_000, 0, "an hour and a half later"],
    ["2026-11-23T13:00:00Z", "running", 0, 0, "spent to the second is not yet late"],
    ["2026-11-23T13:00:01Z", "breached", 0, 1, "a second later it is, before any sweep"],
    ["2026-11-23T20:00:00Z", "breached", 0, 14_400, "after 18 it grows no later"],
    ["2026-11-30T08:30:00Z", "breached", 0, 16_200, "and goes on a week later"],
  ] as const)("at %s is %s with %i s left, %i s over: %s", async ([at, state, left, over]) => {
    expect(await clockAt(at)).toMatchObject({
      state,
      remainingSeconds: left,
      overrunSeconds: over,
      elapsedSeconds: 14_400 - left + over,
      dueAt: "2026-11-23T13:00:00.000Z",
    });
  });

  test("gives the page the stretches through which it counts down", async () => {
    const target = await clockAt("2026-11-23T10:00:00Z");
    expect(target?.openIntervals[0]).toEqual([
      Temporal.Instant.from("2026-11-23T10:00:00Z").epochMilliseconds,
      Temporal.Instant.from("2026-11-23T17:00:00Z").epochMilliseconds,
    ]);
  });

  test("out of hours says so, and when it goes on", async () => {
    await move({ openedAtMs: Temporal.Instant.from("2026-11-23T16:30:00Z").epochMilliseconds });
    const target = await clockAt("2026-11-24T12:00:00Z");
    expect(target).toMatchObject({
      state: "out_of_hours",
      remainingSeconds: 12_600,
      dueAt: "2026-11-30T11:30:00.000Z",
    });
    expect(target?.openIntervals[0]?.[0]).toBe(
      Temporal.Instant.from("2026-11-30T08:00:00Z").epochMilliseconds,
    );
  });

  test("of a ticket that is over stands still", async () => {
    const endedAtMs = OPENED_MS + HOUR_MS;
    await move({ state: "resolved", resolvedAtMs: endedAtMs }, { state: "met", endedAtMs });
    expect(await clockAt("2026-11-30T08:30:00Z")).toMatchObject({
      state: "met",
      elapsedSeconds: 3_600,
      remainingSeconds: null,
      openIntervals: [],
    });
  });

  test("that was breached and is over grows no later", async () => {
    await move({ state: "resolved", resolvedAtMs: OPENED_MS + 5 * HOUR_MS }, { state: "breached" });
    expect(await clockAt("2026-11-30T08:30:00Z")).toMatchObject({
      state: "breached",
      overrunSeconds: 3_600,
      remainingSeconds: null,
    });
  });

  test("does not count the time in which its ticket was closed", async () => {
    await registry.commit(async ({ tickets: kept }) => {
      for (const [kind, fromState, toState, minutes] of [
        ["resolved", "new", "resolved", 60],
        ["reopened", "resolved", "new", 80],
      ] as const) {
        const atMs = OPENED_MS + minutes * MINUTE_MS;
        const line = { ticketId: TICKET, kind, atMs, fromState, toState, text: null };
        await kept.addTransition({ ...line, actor: "vigie", parameters: {} });
        const row = await kept.find(TICKET);
        if (row !== undefined) await kept.change({ ...row, state: toState });
      }
    });
    expect(await clockAt("2026-11-23T11:00:00Z")).toMatchObject({
      state: "running",
      elapsedSeconds: 100 * 60,
      dueAt: "2026-11-23T13:20:00.000Z",
    });
  });

  type Tickets = Registry["read"]["tickets"];
  type Row = Parameters<Tickets["change"]>[0];
  type Target = Parameters<Tickets["changeTarget"]>[0];

  async function move(change: Partial<Row>, target: Partial<Target> = {}): Promise<void> {
    await registry.commit(async ({ tickets: kept }) => {
      const row = await kept.find(TICKET);
      const [first] = await kept.targets(TICKET);
      if (row === undefined || first === undefined) throw new Error("the office has no ticket");
      await kept.change({ ...row, ...change });
      await kept.changeTarget({ ...first, ...target });
    });
  }
});
