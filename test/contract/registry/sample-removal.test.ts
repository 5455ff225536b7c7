import { describe, expect, test } from "vitest";
import { completeClauses } from "../../../collector/domain/default-clauses.ts";
import { packReports } from "../../../collector/domain/samples.ts";
import type { Tables, Unit } from "../../../collector/registry/registry.ts";
import { escalation, outcome } from "./clock-rows.ts";
import { attachment, link, person, timeEntry } from "./desk-rows.ts";
import { ENGINES, useRegistry } from "./engines.ts";
import { dependency, outage, window } from "./noise-rows.ts";
import {
  addCoveredOffice,
  alert,
  batch,
  calendar,
  customer,
  deadLetter,
  equipment,
  machine,
  packed,
  shape,
  stream,
  target,
  ticket,
  transition,
  version,
} from "./rows.ts";

describe.for(ENGINES)("removal of the sample: %s", ([, engine]) => {
  const registry = useRegistry(engine, addCoveredOffice);

  test("leaves everything of the others, and nothing of the sample", async () => {
    const before = await everything(registry.read);
    await registry.commit(addSample);
    expect(await everything(registry.read)).not.toEqual(before);
    const removed = await registry.commit(({ estate }) => estate.removeSample());
    expect(removed).toEqual(["mac_8", "mac_9"]);
    expect(await everything(registry.read)).toEqual(before);
  });

  test("without a sample there is nothing to remove", async () => {
    const before = await everything(registry.read);
    expect(await registry.commit(({ estate }) => estate.removeSample())).toEqual([]);
    expect(await everything(registry.read)).toEqual(before);
  });

  test("the sample may be made again after its removal", async () => {
    await registry.commit(addSample);
    await registry.commit(({ estate }) => estate.removeSample());
    await registry.commit(addSample);
    expect(await registry.read.tickets.find("tic_9")).toBeDefined();
  });

  test("the ids of its shapes are never given again, for the metric store still knows them", async () => {
    await registry.commit(addSample);
    const last = await registry.read.estate.lastShapeId();
    expect(last).toBe(9);
    await registry.commit(({ estate }) => estate.removeSample());
    expect(await registry.read.estate.lastShapeId()).toBe(last);
    await registry.commit(({ estate }) => estate.removeSample());
    expect(await registry.read.estate.lastShapeId()).toBe(last);
  });

  test("what people put to its tickets goes with them; the people stay", async () => {
    await registry.commit(addSample);
    await registry.commit(addConversation);
    await registry.commit(({ estate }) => estate.removeSample());
    const { staff, conversation, attachments, timeEntries } = registry.read;
    expect(await staff.staffCount()).toBe(1);
    expect([
      await conversation.watchers("tic_9"),
      await conversation.findLink("lnk_9"),
      await conversation.tagsOf(["tic_9"]),
      await attachments.find("att_9"),
      await timeEntries.count("tic_9"),
    ]).toEqual([[], undefined, new Map(), undefined, 0]);
  });

  test("what holds its alerts back goes with it", async () => {
    await registry.commit(addSample);
    await registry.commit(async ({ noise }) => {
      const customerId = "cus_9";
      await noise.windows.add(window({ customerId }));
      await noise.dependencies.add(
        dependency({ customerId, machineId: "mac_9", behindId: "mac_8" }),
      );
      const ticketed = { ticketId: "tic_9", noTicket: null };
      await noise.outages.add(outage({ customerId, siteId: "sit_9", ...ticketed }));
      await noise.outages.setMachine("otg_1", "mac_9", true);
    });
    await registry.commit(({ estate }) => estate.removeSample());
    const { windows, dependencies, outages } = registry.read.noise;
    expect([
      await windows.find("mtw_1"),
      await dependencies.find("dep_1"),
      await outages.find("otg_1"),
      await outages.counts("otg_1"),
    ]).toEqual([undefined, undefined, undefined, { machines: 0, away: 0 }]);
  });

  test("a calendar that another contract counts by stays", async () => {
    await registry.commit(addSample);
    await registry.commit(async ({ contracts }) => {
      const own = { id: "cov_2", number: 2, clauses: sampleVersion.clauses };
      await contracts.addVersion(version(own));
    });
    await registry.commit(({ estate }) => estate.removeSample());
    const calendars = await registry.read.contracts.calendarVersions();
    expect(calendars.map(({ calendarId }) => calendarId)).toEqual(["cal_1", "cal_9"]);
  });

  test("the spool keeps the others' reports, and none of a shape that is gone", async () => {
    await registry.commit(addSample);
    const own = { shapeId: 1, atMs: 1, values: new Float64Array([1, 2]) };
    const sample = { shapeId: 9, atMs: 1, values: new Float64Array([3, 4]) };
    const record = (unit: Unit, spool: Uint8Array) => unit.recordBatch(batch({ spool }));
    await registry.commit(async (unit) => {
      await unit.recordBatch(batch({ shapes: [shape()] }));
      await record(unit, packReports([own]));
      await record(unit, packReports([sample]));
      await record(unit, packReports([sample, own, sample]));
    });
    await registry.commit(({ estate }) => estate.removeSample());
    const spool = await registry.read.deliveries.spool(0, 10);
    expect(spool.map(({ samples }) => samples)).toEqual([packReports([own]), packReports([own])]);
  });
});

/** Somebody follows the sample's ticket, and put to it all that can be. */
async function addConversation(unit: Unit): Promise<void> {
  const { staff, conversation, attachments, timeEntries, tickets } = unit;
  await staff.addStaff(person());
  await conversation.watch("tic_9", "stf_1");
  await conversation.setTags("tic_9", ["vip"]);
  await conversation.addLink(link({ id: "lnk_9", ticketId: "tic_9", machineId: "mac_9" }));
  await attachments.add(attachment({ id: "att_9", ticketId: "tic_9" }));
  const transitionId = await tickets.addTransition(transition({ ticketId: "tic_9" }));
  const line = { ticketId: "tic_9", transitionId, public: true };
  await attachments.settle({ ...line, ids: ["att_9"] });
  await timeEntries.add(timeEntry({ ticketId: "tic_9" }));
}

const sampleVersion = version({
  id: "cov_9",
  contractId: "con_9",
  clauses: completeClauses([
    {
      priority: 1,
      targets: [{ kind: "resolution", budgetSeconds: 60, calendarId: "cal_9", pausable: true }],
    },
  ]),
});

/** A sample customer with something in every table. */
async function addSample(unit: Unit): Promise<void> {
  const { estate, contracts, alerts, tickets, deliveries } = unit;
  const customerId = "cus_9";
  await estate.addCustomer(customer({ id: customerId, name: "Démonstration", sample: true }));
  const site = { id: "sit_9", customerId, name: "Paris", timeZone: "Europe/Paris" };
  await estate.addSite({ ...site, holidaySet: "FR" });
  await estate.addContact({ id: "ctc_9", customerId, name: "Léa", email: "lea@example.fr" });
  const place = { customerId, siteId: "sit_9" };
  await estate.addMachine(machine({ id: "mac_9", ...place }));
  await estate.addMachine(machine({ id: "mac_8", ...place }));
  const machineId = "mac_9";
  await estate.addAgent({ id: "agt_9", machineId, customerId, secretHash: "99" });
  await estate.setPresence({
    machineId,
    state: "online",
    sinceMs: 1,
    dueAtMs: 2,
    awaySinceMs: null,
    cadenceSeconds: 10,
  });
  await estate.setFact({ machineId, name: "updates", hash: "x", document: "{}", atMs: 1 });
  await estate.setProbeStates({ machineId, document: "[]" });

  await contracts.addCalendarVersion(calendar({ id: "clv_9", calendarId: "cal_9" }));
  const contract = { id: "con_9", customerId, number: "D-1", name: "Essai" };
  await contracts.addContract({ ...contract, kind: "maintenance" });
  await contracts.addVersion(sampleVersion);
  await contracts.cover({ contractVersionId: "cov_9", machineId });
  await estate.saveEquipment([equipment({ id: "eqp_9", customerId })]);
  await contracts.coverEquipment({ contractVersionId: "cov_9", equipmentId: "eqp_9" });
  const said = { kind: "created", key: null, atMs: 1, actor: "staff", parameters: {} } as const;
  await contracts.addEvent({ contractId: "con_9", ...said });

  await alerts.save(alert({ id: "alr_9", machineId, customerId, ticketId: "tic_9" }));
  const step = { from: "quiet", to: "firing", atMs: 1, detectedAtMs: 2, value: 1 } as const;
  await alerts.addTransition({ alertId: "alr_9", ...step });
  const about = { machineId, customerId, alertId: "alr_9", contractVersionId: "cov_9" };
  await tickets.add(ticket({ id: "tic_9", number: 9, ...about }), [
    target({ id: "tgt_9", ticketId: "tic_9", calendarVersionId: "clv_9" }),
  ]);
  await tickets.addTransition(transition({ ticketId: "tic_9", kind: "opened" }));
  const merged = { id: "tic_8", number: 8, state: "merged", mergedIntoId: "tic_9" } as const;
  await tickets.add(ticket({ ...about, ...merged }), []);
  await tickets.saveEscalation(escalation({ ticketId: "tic_9" }));
  const versions = { contractVersionId: "cov_9", calendarVersionId: "clv_9" };
  await tickets.saveOutcome(outcome({ ticketId: "tic_9", ...versions }));

  await deliveries.addStream(stream({ id: 9, agentId: "agt_9" }));
  const gap = { agentId: "agt_9", epoch: "e", fromSeq: 1, toSeq: 2, reports: 2, reason: "full" };
  await deliveries.addGap({ ...gap, receivedAtMs: 1 });
  await deliveries.addDeadLetter(deadLetter({ id: "dlt_9", agentId: "agt_9" }));
  await unit.recordBatch(
    batch({
      received: [{ streamId: 9, seq: 3, hash: 3 }],
      shapes: [shape({ id: 9, machineId })],
      latest: [{ machineId, atMs: 1, samples: packed(9, 1) }],
      spool: packed(9, 1),
    }),
  );
}

/** All that can be read. */
async function everything({ estate, contracts, rules, alerts, tickets, deliveries }: Tables) {
  return {
    customers: await estate.customers(),
    machines: await estate.machineList({ sort: "name", descending: false, limit: 100 }),
    agents: await estate.agents(),
    presences: await estate.presences(),
    facts: await estate.factHashes(),
    probes: await estate.probeStates(),
    latest: await estate.latest(),
    shapes: await estate.shapes(),
    contracts: await contracts.contracts(),
    versions: await contracts.versions(),
    calendars: await contracts.calendarVersions(),
    coverage: await contracts.coverage(),
    equipment: await estate.equipmentList({ sort: "id", limit: 100 }),
    equipmentCoverage: await contracts.equipmentCoverageOf("cus_9"),
    contractEvents: await contracts.events("con_9", { limit: 100 }),
    rules: await rules.all(),
    alerts: await alerts.list({ limit: 100 }),
    tickets: await tickets.list({ limit: 100 }),
    transitions: await tickets.transitions("tic_9"),
    escalations: await tickets.escalations("tic_9"),
    outcomes: await tickets.outcomesOf("tic_9"),
    streams: await deliveries.streams(),
    hash: await deliveries.hashOf(9, 3),
    gaps: await deliveries.gaps("agt_9"),
    deadLetters: await deliveries.deadLetters({ limit: 100 }),
    spool: await deliveries.spool(0, 100),
  };
}
