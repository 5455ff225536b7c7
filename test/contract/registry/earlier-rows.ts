import { expect } from "vitest";
import type { Registry } from "../../../collector/registry/registry.ts";
import { keepsDesk } from "./earlier-desk-rows.ts";
import { holds, MS } from "./earlier-holding.ts";

/**
 * What the rows of test/fixtures/registry/ say, step by step, as the port of this version gives it.
 * What later steps added to a row may be anything.
 */
export const KEPT: Readonly<Record<string, (registry: Registry) => Promise<void>>> = {
  async "0001-first"(registry) {
    await keepsEstate(registry);
    await keepsStates(registry);
    await keepsContracts(registry);
    await keepsAlerts(registry);
    await keepsTickets(registry);
    await keepsDeliveries(registry);
  },
  "0002-estate": keepsGrownEstate,
  "0003-contracts": keepsActingContracts,
  "0004-clocks": keepsClocks,
  async "0005-calendars"({ read: { contracts } }) {
    const document = { timeZone: "Europe/Paris", complementOf: "cal_01" };
    holds(await contracts.calendarVersions(), { id: "clv_51", document, baseVersionId: "clv_02" });
    const found = await contracts.contractList({ limit: 10, search: "réf-51" });
    expect(found).toMatchObject([{ id: "con_51", number: "RÉF-51" }]);
  },
  "0006-desk": keepsDesk,
};

async function keepsEstate({ generation, read: { estate } }: Registry): Promise<void> {
  expect(generation).toBe(3);
  holds(
    await estate.customers(),
    { id: "cus_01", name: "Boulangerie Émile", language: "fr", sample: false },
    { id: "cus_02", name: "Smith & Sons", language: "en", sample: true },
  );
  holds(
    await estate.sites(),
    { id: "sit_01", customerId: "cus_01", name: "Atelier", holidaySet: "FR" },
    { id: "sit_02", timeZone: "Europe/London", holidaySet: null },
  );
  holds(
    await estate.contactList({ sort: "id", limit: 10 }),
    { id: "ctc_01", customerId: "cus_01", name: "Léa Martin", email: "lea@example.org" },
    { id: "ctc_02", name: "O'Neill", email: null },
  );
  holds(await estate.contactList({ sort: "name", search: "LEA", limit: 1 }), { id: "ctc_01" });
  holds(
    await estate.machines(),
    { id: "mac_01", siteId: "sit_01", name: "Caisse", class: "workstation", classChosen: true },
    { id: "mac_02", siteId: null, class: "server", classChosen: false, timeZone: null },
  );
  const caisse = { openTickets: 1, firingAlerts: 1, contractId: "con_01", clockSkewMs: -4_200 };
  const list = { sort: "name", descending: false, limit: 10 } as const;
  holds(await estate.machineList(list), { id: "mac_01", presence: "online", ...caisse });
  expect(await estate.agentOf("mac_01")).toMatchObject({
    id: "agt_01",
    secretHash: "00ff",
    birth: { version: "0.1.0", platform: "linux", hostname: "caisse" },
  });
  expect(await estate.agentOf("mac_02")).toMatchObject({ id: "agt_02", birth: null });
}

async function keepsStates({ read: { estate } }: Registry): Promise<void> {
  holds(
    await estate.presences(),
    { machineId: "mac_01", state: "online", sinceMs: MS, dueAtMs: MS + 180_000 },
    { machineId: "mac_02", state: "waiting", dueAtMs: null, cadenceSeconds: null },
  );
  expect(await estate.latestOf("mac_01")).toEqual({
    machineId: "mac_01",
    atMs: MS + 123,
    samples: new Uint8Array([0x00, 0xff, 0x7b, 0x2d]),
  });
  const [inventory] = await estate.facts("mac_01");
  expect(inventory).toMatchObject({ name: "inventory", hash: "h1", atMs: MS });
  expect(JSON.parse(inventory?.document ?? "")).toMatchObject({ odd: "a\0b", packages: [] });
  expect(await estate.probeStatesOf("mac_01")).toMatchObject({
    document: '[{"probe":"disk_io","outcome":"unsupported"}]',
  });
  expect(await estate.shapes([39])).toEqual([
    { id: 39, machineId: "mac_01", columns: [{ metric: "volume_used_percent", object: "/" }] },
  ]);
  expect(await estate.lastShapeId()).toBe(40);
}

async function keepsContracts({ read: { contracts } }: Registry): Promise<void> {
  const hours = { mon: [["09:00", "18:00"]] };
  holds(
    await contracts.calendarVersions(),
    { id: "clv_01", calendarId: "cal_01", name: "Heures ouvrées", number: 1 },
    { id: "clv_02", number: 2, document: expect.objectContaining({ weekly: hours }) },
  );
  const number = "C-2026-9";
  holds(await contracts.contracts(), { id: "con_01", customerId: "cus_01", number });
  const promise = { kind: "resolution", calendarId: "cal_01", pausable: true };
  const levels = (budgetSeconds: number) => ({
    levels: [{ priority: 1, targets: [{ ...promise, budgetSeconds }] }],
  });
  holds(
    await contracts.versions(),
    { id: "cov_01", number: 1, clauses: expect.objectContaining(levels(14_400)) },
    { id: "cov_02", number: 2, effectiveFromMs: 1_769_900_400_000 },
  );
  holds(await contracts.coverage(), { contractVersionId: "cov_01", machineId: "mac_01" });
}

async function keepsAlerts({ read: { rules, alerts } }: Registry): Promise<void> {
  expect(await rules.find("rul_01")).toMatchObject({
    key: "volume_almost_full",
    enabled: true,
    condition: { kind: "threshold", fireAt: 90, clearAt: 85 },
    holdForMs: 300_000,
    version: 4,
  });
  const key = { machineId: "mac_01", ruleId: "rul_01", object: "/" };
  const firing = { id: "alr_01", state: "firing", value: 93.25, threshold: 90, ticketId: "tic_01" };
  expect(await alerts.find(key)).toMatchObject(firing);
  const active = (await alerts.active()).map(({ id }) => id);
  expect(active).toContain("alr_01");
  expect(active).not.toContain("alr_02");
  holds(await alerts.list({ limit: 10 }), {
    id: "alr_02",
    object: "/srv",
    noTicket: "not_covered",
  });
}

/** What tickets are that were all opened by alerts, on machines under a contract. */
const OF_MONITORING = {
  coverage: "covered",
  coverageReason: { code: "machine_covered" },
  channel: "monitoring",
  title: null,
  requesterId: null,
  parentId: null,
};

async function keepsTickets({ read: { tickets } }: Registry): Promise<void> {
  expect(await tickets.find("tic_01")).toMatchObject({
    number: 1,
    state: "acknowledged",
    contractVersionId: "cov_01",
    value: 93.25,
    openedAtMs: MS + 450,
    takenBy: "Léa",
    version: 2,
    ...OF_MONITORING,
    siteId: "sit_01",
    impact: "high",
    urgency: "high",
    updatedAtMs: MS + 61_000,
    breaksAtMs: MS + 39_600_000,
  });
  expect(await tickets.find("tic_02")).toMatchObject({
    state: "resolved",
    autoResolved: true,
    ...OF_MONITORING,
    breaksAtMs: null,
  });
  const targets = await tickets.targets("tic_01");
  const resolution = { kind: "resolution", calendarVersionId: "clv_01", budgetMs: 14_400_000 };
  expect(targets).toMatchObject([{ ...resolution, state: "running", pausable: true }]);
  expect((await tickets.dueTargets(MS * 2, 10)).map(({ id }) => id)).toEqual(["tgt_01"]);
  expect(await tickets.transitions("tic_01")).toMatchObject([
    { kind: "opened", parameters: { rule: "volume_almost_full", value: 93.25 }, fromState: null },
    { kind: "acknowledged", actor: "Léa", atMs: MS + 60_000, toState: "acknowledged" },
    { kind: "commented", text: "J'y vais." },
  ]);
  expect((await tickets.transitions("tic_02")).map(({ kind }) => kind)).toEqual([
    "opened",
    "recovered",
    "resolved",
  ]);
}

async function keepsDeliveries({ read: { deliveries }, ...registry }: Registry): Promise<void> {
  expect(await deliveries.streams()).toEqual([
    {
      id: 7,
      agentId: "agt_01",
      epoch: "01JD0000000000000000000000",
      ranges: [
        [1, 40],
        [42, 4_294_967_300],
      ],
      reports: 4_294_967_298,
    },
  ]);
  expect(await deliveries.hashOf(7, 40)).toBe(4_294_967_295);
  expect(await deliveries.hashOf(7, 4_294_967_300)).toBe(0);
  expect(await deliveries.gaps("agt_01")).toMatchObject([{ fromSeq: 41, toSeq: 41, reports: 1 }]);
  const payload = new Uint8Array([0x7b, 0x00, 0xff]);
  expect(await deliveries.deadLetter("dlt_01")).toMatchObject({ seq: 12, payload });
  expect(await deliveries.deadLetter("dlt_02")).toMatchObject({ agentId: null, seq: null });
  expect(await deliveries.spool(0, 10)).toEqual([{ id: 2, samples: new Uint8Array([2, 0xff]) }]);
  expect(await registry.lastSpoolId()).toBe(2);
}

async function keepsGrownEstate({ read: { estate } }: Registry): Promise<void> {
  const all = { sort: "id", limit: 50 } as const;
  const customer = { kind: "public", reference: "411-0007", version: 5 };
  holds(await estate.customerList(all), { id: "cus_21", ...customer });
  holds(await estate.siteList(all), {
    id: "sit_21",
    reference: "HDV",
    address: expect.objectContaining({ postalCode: "34200", city: "Sète" }),
    position: { latitude: 43.4028, longitude: 3.6928 },
    holidaySet: null,
    version: 2,
  });
  const contact = { siteId: "sit_21", phone: "+33467000000", role: "DSI", language: "fr" };
  holds(await estate.contactList(all), { id: "ctc_21", email: null, ...contact });
  holds(
    await estate.machineRows(all),
    { id: "mac_21", reference: "INV-1", tags: ["critical", "état-civil"], retiredAtMs: null },
    { id: "mac_22", retiredAtMs: MS, mergedInto: "mac_21", version: 2 },
  );
  const copier = { kind: "printer", serial: "SN-1", warrantyEndsOn: "2027-02-28", tags: ["loué"] };
  holds(await estate.equipmentList(all), { id: "equ_21", name: "Copieur", ...copier });
}

async function keepsActingContracts({ read: { contracts } }: Registry): Promise<void> {
  holds(await contracts.contracts(), {
    id: "con_31",
    kind: "managed",
    noticeGivenOn: "2026-06-30",
    endsEarlyOn: null,
    renewedOn: ["2025-12-31"],
    dueAtMs: 1_782_777_600_000,
    version: 6,
  });
  const numbers = (await contracts.contractList({ limit: 10, search: "C-2026" })).map(
    ({ number }) => number,
  );
  expect(numbers).toEqual(["C-2026-9", "C-2026-10"]);
  expect(await contracts.findVersion("con_31", 1)).toMatchObject({
    state: "in_force",
    effectiveOn: "2026-01-01",
    signedOn: "2025-12-15",
    texts: { term: "Du 1er janvier." },
    reviewed: ["term"],
    revision: 9,
  });
  const draft = { state: "draft", effectiveOn: null, effectiveFromMs: null };
  expect(await contracts.findVersion("con_31", 2)).toMatchObject(draft);
  expect(await contracts.events("con_31", { limit: 10 })).toMatchObject([
    { key: "reminder 90", actor: "vigie", parameters: { days: 90 } },
    { key: null, actor: "Léa", parameters: { number: 1 } },
  ]);
  expect(await contracts.equipmentCoverageOf("cus_21")).toEqual([
    { contractVersionId: "cov_31", equipmentId: "equ_21" },
  ]);
}

async function keepsClocks({ read: { tickets } }: Registry): Promise<void> {
  expect(await tickets.find("tic_41")).toMatchObject({
    state: "merged",
    mergedIntoId: "tic_01",
    calendarVersionIds: ["clv_01", "clv_02"],
  });
  expect(await tickets.targets("tic_41")).toMatchObject([{ cycle: 2, elapsedMs: 3_600_000 }]);
  const promises = [
    { kind: "restoration", budgetSeconds: 7_200, calendarVersionId: "clv_02", pausable: false },
  ];
  expect(await tickets.transitions("tic_41")).toMatchObject([
    { kind: "opened", promises },
    { kind: "merged", atMs: MS + 7_200_000, effectiveAtMs: MS + 3_600_000, promises: null },
  ]);
  const fired = { step: "75%", state: "fired", firesAfterMs: null, firedAtMs: MS + 2_701_000 };
  expect(await tickets.escalations("tic_41")).toMatchObject([fired]);
  const due = await tickets.dueEscalations(MS * 2, 10);
  expect(due.map(({ ticketId, step }) => [ticketId, step])).toEqual([["tic_01", "-1800s"]]);
  const broken = { state: "breached", overrunMs: 60_000, cause: "third_party" };
  expect(await tickets.outcomesOf("tic_41")).toMatchObject([{ contractId: "con_31", ...broken }]);
}
