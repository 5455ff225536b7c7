import { completeClauses } from "../../../collector/domain/default-clauses.ts";
import { packReports, type Shape } from "../../../collector/domain/samples.ts";
import type {
  AlertRow,
  BatchRows,
  CalendarVersionRow,
  ContractVersionRow,
  CustomerRow,
  DeadLetterRow,
  EquipmentRow,
  MachineRow,
  RuleRow,
  StreamRow,
  TargetRow,
  TicketRow,
  TicketTransitionRow,
  Unit,
} from "../../../collector/registry/registry.ts";

/** Rows for the registry's suites: each builder gives a sound row, a test changes what it is about. */

export const customer = (change: Partial<CustomerRow> = {}): CustomerRow => ({
  id: "cus_1",
  name: "Boulangerie Émile",
  kind: "business",
  language: "fr",
  reference: null,
  sample: false,
  version: 1,
  ...change,
});

export const machine = (change: Partial<MachineRow> = {}): MachineRow => ({
  id: "mac_1",
  customerId: "cus_1",
  siteId: "sit_1",
  name: "Caisse",
  reference: null,
  class: "workstation",
  classChosen: false,
  tags: [],
  retiredAtMs: null,
  mergedInto: null,
  version: 1,
  ...change,
});

export const equipment = (change: Partial<EquipmentRow> = {}): EquipmentRow => ({
  id: "eqp_1",
  customerId: "cus_1",
  siteId: null,
  name: "Imprimante",
  kind: "printer",
  reference: null,
  manufacturer: null,
  model: null,
  serial: null,
  warrantyEndsOn: null,
  location: null,
  tags: [],
  retiredAtMs: null,
  version: 1,
  ...change,
});

export const rule = (change: Partial<RuleRow> = {}): RuleRow => ({
  id: "rul_1",
  key: "volume_almost_full",
  enabled: true,
  condition: {
    kind: "threshold",
    metric: "volume_used_percent",
    direction: "above",
    fireAt: 90,
    clearAt: 85,
  },
  holdForMs: 300_000,
  severity: "critical",
  opensTicket: true,
  resolvesTicket: true,
  version: 1,
  ...change,
});

export const calendar = (change: Partial<CalendarVersionRow> = {}): CalendarVersionRow => ({
  id: "clv_1",
  calendarId: "cal_1",
  name: "Heures ouvrées",
  number: 1,
  document: { timeZone: "Europe/Paris", weekly: { mon: [["09:00", "18:00"]] }, holidaySet: "FR" },
  baseVersionId: null,
  ...change,
});

export const version = (change: Partial<ContractVersionRow> = {}): ContractVersionRow => ({
  id: "cov_1",
  contractId: "con_1",
  number: 1,
  state: "in_force",
  effectiveOn: "1970-01-01",
  effectiveFromMs: 1_000,
  signedOn: null,
  createdAtMs: 500,
  clauses: completeClauses([
    {
      priority: 1,
      targets: [{ kind: "resolution", budgetSeconds: 14_400, calendarId: "cal_1", pausable: true }],
    },
  ]),
  revision: 1,
  ...change,
});

export const alert = (change: Partial<AlertRow> = {}): AlertRow => ({
  id: "alr_1",
  machineId: "mac_1",
  customerId: "cus_1",
  ruleId: "rul_1",
  object: "/",
  state: "firing",
  sinceMs: 5_000,
  value: 93.5,
  threshold: 90,
  flapping: null,
  forecast: null,
  ticketId: null,
  noTicket: null,
  hold: null,
  acknowledged: null,
  ...change,
});

export const ticket = (change: Partial<TicketRow> = {}): TicketRow => ({
  id: "tic_1",
  number: 1,
  customerId: "cus_1",
  siteId: null,
  machineId: "mac_1",
  equipmentId: null,
  ruleId: "rul_1",
  object: "/",
  alertId: "alr_1",
  title: null,
  channel: "monitoring",
  requesterId: null,
  coverage: "covered",
  coverageReason: { code: "machine_covered", parameters: { contract: "Maintenance de la caisse" } },
  contractVersionId: "cov_1",
  state: "new",
  type: "incident",
  impact: "high",
  urgency: "high",
  priority: 1,
  severity: "critical",
  metric: "volume_used_percent",
  value: 93.5,
  threshold: 90,
  openedAtMs: 10_000,
  eventAtMs: 9_000,
  updatedAtMs: 10_000,
  resolvedAtMs: null,
  autoResolved: false,
  takenBy: null,
  assigneeId: null,
  teamId: null,
  parentId: null,
  slotKey: null,
  queuedAtMs: null,
  breaksAtMs: null,
  calendarVersionIds: ["clv_1"],
  mergedIntoId: null,
  version: 1,
  ...change,
});

export const target = (change: Partial<TargetRow> = {}): TargetRow => ({
  id: "tgt_1",
  ticketId: "tic_1",
  kind: "resolution",
  cycle: 1,
  calendarVersionId: "clv_1",
  budgetMs: 14_400_000,
  pausable: true,
  state: "running",
  dueAtMs: 20_000,
  breachAfterMs: 20_000,
  endedAtMs: null,
  elapsedMs: null,
  ...change,
});

export const stream = (change: Partial<StreamRow> = {}): StreamRow => ({
  id: 1,
  agentId: "agt_1",
  epoch: "01JD0000000000000000000000",
  ranges: [],
  reports: 0,
  ...change,
});

export const deadLetter = (change: Partial<DeadLetterRow> = {}): DeadLetterRow => ({
  id: "dlt_1",
  receivedAtMs: 7_000,
  topic: "vigie/v1/up/00/agt_1/report",
  agentId: "agt_1",
  seq: 12,
  code: "report_malformed",
  detail: "at is missing",
  payload: new Uint8Array([123, 0, 255]),
  ...change,
});

export const transition = (change: Partial<TicketTransitionRow> = {}): TicketTransitionRow => ({
  ticketId: "tic_1",
  kind: "commented",
  atMs: 8_000,
  effectiveAtMs: change.atMs ?? 8_000,
  actor: "Léa",
  fromState: "new",
  toState: "new",
  parameters: {},
  promises: null,
  text: null,
  ...change,
});

export const shape = (change: Partial<Shape> = {}): Shape => ({
  id: 1,
  machineId: "mac_1",
  columns: [
    { metric: "cpu_busy_percent", object: null },
    { metric: "volume_used_percent", object: "/" },
  ],
  ...change,
});

export const packed = (shapeId: number, atMs: number): Uint8Array =>
  packReports([{ shapeId, atMs, values: new Float64Array([12.5, 71.25]) }]);

export const batch = (change: Partial<BatchRows> = {}): BatchRows => ({
  received: [],
  streams: [],
  shapes: [],
  latest: [],
  spool: undefined,
  ...change,
});

/** One customer with a site, a machine and its agent. */
export async function addOffice(unit: Unit): Promise<void> {
  const { estate } = unit;
  await estate.addCustomer(customer());
  await estate.addSite({
    id: "sit_1",
    customerId: "cus_1",
    name: "Atelier",
    timeZone: "Europe/Paris",
    holidaySet: "FR",
  });
  await estate.addMachine(machine());
  await estate.addAgent({
    id: "agt_1",
    machineId: "mac_1",
    customerId: "cus_1",
    secretHash: "00ff",
  });
}

/** The office, under a contract, with a rule and a firing alert. */
export async function addCoveredOffice(unit: Unit): Promise<void> {
  await addOffice(unit);
  await unit.contracts.addCalendarVersion(calendar());
  await unit.contracts.addContract({
    id: "con_1",
    customerId: "cus_1",
    number: "C-2026-1",
    name: "Maintenance de la caisse",
    kind: "maintenance",
  });
  await unit.contracts.addVersion(version());
  await unit.contracts.cover({ contractVersionId: "cov_1", machineId: "mac_1" });
  await unit.rules.addMissing([rule()]);
  await unit.alerts.save(alert());
}
