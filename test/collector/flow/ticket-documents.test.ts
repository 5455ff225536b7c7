import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClocks } from "../../../collector/flow/clocks.ts";
import { createDesk } from "../../../collector/flow/desk.ts";
import type { Act } from "../../../collector/flow/perform.ts";
import { createTicketReader, type TicketReader } from "../../../collector/flow/ticket-documents.ts";
import { newId } from "../../../collector/ids.ts";
import { openRegistry } from "../../../collector/registry/open.ts";
import type { Registry } from "../../../collector/registry/registry.ts";
import { addOffice, OPENED_AT, TICKET } from "../../support/office.ts";

/** The office is open on Mondays from 9 to 18; the ticket came at 10 and has 4 hours of it. */

let registry: Registry;
let folder: string;
let tickets: TicketReader;
let now: Temporal.Instant;
const clocks = createClocks();
const desk = createDesk({ newId, clocks });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "vigie-tickets-"));
  registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  await registry.commit(addOffice);
  now = Temporal.Instant.from(OPENED_AT);
  tickets = createTicketReader({ read: registry.read, clocks, now: () => now });
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

async function clockAt(at: string) {
  now = Temporal.Instant.from(at);
  const [ticket] = await tickets.list({ ids: [TICKET], limit: 1 });
  return ticket?.targets[0];
}

async function perform(at: string, act: Act["act"]): Promise<void> {
  const nowMs = Temporal.Instant.from(at).epochMilliseconds;
  const outcome = await registry.commit(async (unit) => {
    const ticket = await unit.tickets.find(TICKET);
    if (ticket === undefined) throw new Error("the office has no ticket");
    return desk.perform({ unit, ticket, act, nowMs, by: "Léa" });
  });
  expect(outcome).toEqual({ done: true });
}

test.for([
  ["2026-11-23T09:00:00Z", "running", 14_400, 0, "it has just begun"],
  ["2026-11-23T10:30:00Z", "running", 9_000, 0, "an hour and a half later"],
  ["2026-11-23T13:00:00Z", "running", 0, 0, "spent to the second is not yet late"],
  ["2026-11-23T13:00:01Z", "breached", 0, 1, "a second later it is, before any sweep"],
  ["2026-11-23T20:00:00Z", "breached", 0, 14_400, "after 18 it grows no later"],
  ["2026-11-30T08:30:00Z", "breached", 0, 16_200, "and goes on a week later"],
] as const)("at %s it is %s with %i s left, %i s over: %s", async ([at, state, left, over]) => {
  expect(await clockAt(at)).toMatchObject({
    state,
    cycle: 1,
    remainingSeconds: left,
    overrunSeconds: over,
    elapsedSeconds: 14_400 - left + over,
    dueAt: "2026-11-23T13:00:00.000Z",
  });
});

test("the page gets the stretches through which it counts down", async () => {
  const target = await clockAt("2026-11-23T10:00:00Z");
  expect(target?.openIntervals[0]).toEqual([
    Temporal.Instant.from("2026-11-23T10:00:00Z").epochMilliseconds,
    Temporal.Instant.from("2026-11-23T17:00:00Z").epochMilliseconds,
  ]);
});

test("out of hours says so, and when it goes on", async () => {
  const target = await clockAt("2026-11-24T12:00:00Z");
  expect(target?.state).toBe("breached");
  await perform("2026-11-23T12:30:00Z", { kind: "wait", by: "Léa", waits: "customer" });
  await perform("2026-11-23T17:30:00Z", { kind: "go_on", by: "Léa" });
  const waited = await clockAt("2026-11-24T12:00:00Z");
  expect(waited).toMatchObject({
    state: "out_of_hours",
    remainingSeconds: 1_800,
    dueAt: "2026-11-30T08:30:00.000Z",
  });
  expect(waited?.openIntervals[0]?.[0]).toBe(
    Temporal.Instant.from("2026-11-30T08:00:00Z").epochMilliseconds,
  );
});

test("while it waits it stands still, and is due at no time", async () => {
  await perform("2026-11-23T10:00:00Z", { kind: "wait", by: "Léa", waits: "third_party" });
  expect(await clockAt("2026-11-23T12:00:00Z")).toMatchObject({
    state: "paused",
    elapsedSeconds: 3_600,
    remainingSeconds: 10_800,
    dueAt: null,
    openIntervals: [],
  });
});

test("of a ticket that is over the clock stands still, told by its columns alone", async () => {
  await perform("2026-11-23T10:00:00Z", { kind: "resolve", by: "Léa" });
  expect(await registry.read.tickets.targets(TICKET)).toMatchObject([{ elapsedMs: 3_600_000 }]);
  expect(await clockAt("2026-11-30T08:30:00Z")).toMatchObject({
    state: "met",
    elapsedSeconds: 3_600,
    remainingSeconds: null,
    dueAt: "2026-11-23T13:00:00.000Z",
    openIntervals: [],
  });
});

test("one that was breached and is over grows no later", async () => {
  await perform("2026-11-23T14:00:00Z", { kind: "resolve", by: "Léa" });
  expect(await clockAt("2026-11-30T08:30:00Z")).toMatchObject({
    state: "breached",
    overrunSeconds: 3_600,
    remainingSeconds: null,
  });
});

test("the time in which its ticket was closed does not count", async () => {
  await perform("2026-11-23T10:00:00Z", { kind: "recover", resolves: true });
  await perform("2026-11-23T10:20:00Z", { kind: "fire_again" });
  expect(await clockAt("2026-11-23T11:00:00Z")).toMatchObject({
    state: "running",
    elapsedSeconds: 100 * 60,
    dueAt: "2026-11-23T13:20:00.000Z",
  });
});

test("a history longer than is shown gives the same clock", async () => {
  await perform("2026-11-23T10:00:00Z", { kind: "recover", resolves: true });
  await perform("2026-11-23T11:00:00Z", { kind: "fire_again" });
  await registry.commit(async (unit) => {
    const ticket = await unit.tickets.find(TICKET);
    if (ticket === undefined) throw new Error("the office has no ticket");
    for (let place = 0; place < 250; place += 1) {
      const current = { ...ticket, version: ticket.version + place };
      const nowMs = Temporal.Instant.from("2026-11-23T11:30:00Z").epochMilliseconds;
      const act = { kind: "comment", by: "Léa" } as const;
      await desk.perform({ unit, ticket: current, act, nowMs, by: "Léa", text: "still at it" });
    }
  });
  expect(await clockAt("2026-11-23T12:00:00Z")).toMatchObject({ elapsedSeconds: 2 * 3_600 });
  expect(await tickets.find(TICKET)).toMatchObject({ transitionsOmitted: 54 });
});

test("requests that wait say their places, and what their contract says is read once for all", async () => {
  await registry.commit(async ({ contracts, tickets: table }) => {
    const [first] = await contracts.versions();
    const kept = await table.find(TICKET);
    if (first === undefined || kept === undefined) throw new Error("the office has no ticket");
    const clauses = { ...first.clauses, simultaneous: { limit: 1, per: "contract" } } as const;
    await contracts.addVersion({ ...first, id: newId("cov"), number: 2, clauses });
    for (const place of [1, 2, 3]) {
      const [id, number, queuedAtMs] = [newId("tic"), 10 + place, 1_000 * place];
      const cause = { machineId: null, ruleId: null, alertId: null, object: "" };
      await table.add({ ...kept, ...cause, id, number, slotKey: "con", queuedAtMs }, []);
    }
  });
  let read = 0;
  const { contracts } = registry.read;
  const reader = createTicketReader({
    read: {
      ...registry.read,
      contracts: {
        ...contracts,
        versionsNamed: (ids) => {
          read += 1;
          return contracts.versionsNamed(ids);
        },
      },
    },
    clocks,
    now: () => now,
  });
  const listed = await reader.list({ queued: true, order: "asc", limit: 10 });
  expect(listed.map(({ queue }) => queue)).toMatchObject([
    { position: 1, limit: 1, per: "contract" },
    { position: 2 },
    { position: 3 },
  ]);
  expect(read).toBe(1);
});
