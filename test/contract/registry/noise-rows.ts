import type { DependencyRow, OutageRow, WindowRow } from "../../../collector/registry/registry.ts";

/** Rows of what holds alerts back, sound until a test changes them. */

export const window = (change: Partial<WindowRow> = {}): WindowRow => ({
  id: "mtw_1",
  customerId: "cus_1",
  scope: {},
  reason: "Mises à jour",
  actor: "Ana",
  timeZone: "Europe/Paris",
  startsAt: "2027-01-03T02:30",
  durationMinutes: 120,
  rrule: "FREQ=WEEKLY;BYDAY=SU",
  except: ["2027-01-10"],
  graceMinutes: 10,
  cutAtMs: null,
  cutBy: null,
  fromMs: 1_000,
  untilMs: 2_000,
  dueAtMs: 3_000,
  version: 1,
  ...change,
});

export const dependency = (change: Partial<DependencyRow> = {}): DependencyRow => ({
  id: "dep_1",
  customerId: "cus_1",
  machineId: "mac_1",
  behindId: "mac_2",
  actor: "Ana",
  atMs: 100,
  version: 1,
  ...change,
});

export const outage = (change: Partial<OutageRow> = {}): OutageRow => ({
  id: "otg_1",
  customerId: "cus_1",
  siteId: "sit_1",
  sinceMs: 500,
  detectedAtMs: 1_000,
  endedAtMs: null,
  ticketId: null,
  noTicket: "not_covered",
  ...change,
});
