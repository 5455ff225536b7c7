import type { CustomerDocument } from "@vigie/shared/estate.ts";
import type { LiveFrame } from "@vigie/shared/live.ts";
import type { LatestValue, MachineSummary } from "@vigie/shared/machine.ts";
import type { AlertDocument } from "@vigie/shared/rule.ts";
import type { TicketSummary } from "@vigie/shared/ticket-document.ts";

/** Documents as the server sends them, with what a test says of them. */

type SnapshotMachine = Extract<LiveFrame, { type: "snapshot" }>["machines"][number];

const MACHINE = { id: "mac_00000000000000000000000001", name: "SRV-01" };
const CUSTOMER = { id: "cus_1", name: "Cabinet Morel" };
const LABEL = { en: "Memory short", fr: "Mémoire insuffisante" };

/** So many seconds into the test's day. */
export function instant(second: number): string {
  return new Date(Date.UTC(2026, 10, 23, 9, 0, second)).toISOString();
}

export function value(
  metric: string,
  ...[number, second, object]: [number: number, second: number, object?: string]
): LatestValue {
  return { metric, object: object ?? null, value: number, at: instant(second) };
}

export function summary(over: Partial<MachineSummary> = {}): MachineSummary {
  return {
    ...MACHINE,
    class: "server",
    customer: CUSTOMER,
    site: null,
    presence: "online",
    lastReportAt: instant(0),
    cadenceSeconds: 10,
    openTickets: 0,
    firingAlerts: 0,
    covered: true,
    retiredAt: null,
    ...over,
  };
}

export function alert(over: Partial<AlertDocument> = {}): AlertDocument {
  return {
    id: "alr_1",
    state: "firing",
    machine: MACHINE,
    rule: { id: "rul_1", key: "memory_pressure", label: LABEL },
    objectKind: null,
    object: null,
    severity: "warning",
    metric: "memory_used_percent",
    value: 61,
    threshold: 51,
    since: instant(0),
    flapping: null,
    forecast: null,
    ticketId: null,
    noTicket: null,
    hold: null,
    acknowledged: null,
    ...over,
  };
}

export function ticket(over: Partial<TicketSummary> = {}): TicketSummary {
  return {
    id: "tic_1",
    number: 1,
    state: "new",
    type: "incident",
    title: null,
    channel: "monitoring",
    impact: "medium",
    urgency: "medium",
    priority: 2,
    severity: "warning",
    customer: CUSTOMER,
    site: null,
    machine: MACHINE,
    equipment: null,
    requester: null,
    rule: { id: "rul_1", key: "memory_pressure", label: LABEL },
    object: null,
    metric: "memory_used_percent",
    value: 61,
    threshold: 51,
    coverage: "covered",
    contract: { id: "con_1", name: "Maintenance" },
    queue: null,
    assignee: null,
    team: null,
    parent: null,
    tags: [],
    openedAt: instant(0),
    eventAt: instant(0),
    updatedAt: instant(0),
    resolvedAt: null,
    breaksAt: null,
    mergedInto: null,
    targets: [],
    version: 1,
    ...over,
  };
}

export const CUSTOMER_DOCUMENT: CustomerDocument = {
  ...CUSTOMER,
  kind: "business",
  language: "fr",
  reference: null,
  sample: false,
  version: 1,
};

export function snapshotOf(over: Partial<SnapshotMachine>): SnapshotMachine {
  return { machine: summary(), latest: [], alerts: [], tickets: [], ...over };
}
