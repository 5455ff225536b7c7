import { newId } from "../../collector/ids.ts";
import type { AlertRow, Registry, TicketRow, Unit } from "../../collector/registry/registry.ts";

/** Open tickets in great number, as a collector would have opened them one by one. */

export type Wanted = {
  readonly machineIds: readonly string[];
  readonly count: number;
  readonly openedMs: number;
  /** When the n-th one is due. */
  readonly dueMs: (place: number) => number;
};

const TICKETS_A_UNIT = 2_000;
const RESTORE_MS = 4 * 3_600_000;

/** Adds them to an estate of covered machines; each has a promise to restore and two steps. */
export async function addTickets(registry: Registry, wanted: Wanted): Promise<void> {
  const { contracts, estate, rules } = registry.read;
  const [calendar, contractVersion] = [
    (await contracts.calendarVersions())[0],
    (await contracts.versions())[0],
  ];
  const rule = (await rules.all())[0];
  const machine = (await estate.machines())[0];
  if (calendar === undefined || contractVersion === undefined || rule === undefined || !machine) {
    throw new Error("tickets need an estate under contract");
  }
  const shared = {
    customerId: machine.customerId,
    ruleId: rule.id,
    contractVersionId: contractVersion.id,
    calendarVersionId: calendar.id,
  };
  for (let from = 0; from < wanted.count; from += TICKETS_A_UNIT) {
    const to = Math.min(wanted.count, from + TICKETS_A_UNIT);
    await registry.commit(async (unit) => {
      for (let place = from; place < to; place += 1) {
        await addTicket(unit, { ...shared, ...wanted, place });
      }
    });
  }
}

type Adding = Wanted & {
  readonly place: number;
  readonly customerId: string;
  readonly ruleId: string;
  readonly contractVersionId: string;
  readonly calendarVersionId: string;
};

async function addTicket({ alerts, tickets }: Unit, adding: Adding): Promise<void> {
  const { place, machineIds, openedMs, calendarVersionId } = adding;
  const machineId = machineIds[place % machineIds.length] ?? "";
  const dueMs = adding.dueMs(place);
  const ids = { alertId: newId("alr"), ticketId: newId("tic") };
  const key = { machineId, ruleId: adding.ruleId, object: `/${place}` };
  const ticket = toTicket(adding, { ...key, ...ids });
  await tickets.add(ticket, [
    {
      id: newId("tgt"),
      ticketId: ticket.id,
      kind: "restoration",
      cycle: 1,
      calendarVersionId,
      budgetMs: RESTORE_MS,
      pausable: true,
      state: "running",
      dueAtMs: dueMs,
      breachAfterMs: dueMs,
      endedAtMs: null,
      elapsedMs: null,
    },
  ]);
  await alerts.save(toAlert(adding, { ...key, ...ids }));
  await tickets.addTransition({
    ticketId: ticket.id,
    kind: "opened",
    atMs: openedMs,
    effectiveAtMs: openedMs,
    actor: "vigie",
    fromState: null,
    toState: "new",
    parameters: {},
    promises: [
      { kind: "restoration", budgetSeconds: RESTORE_MS / 1_000, calendarVersionId, pausable: true },
    ],
    text: null,
  });
  for (const [step, atMs] of [
    ["100%", dueMs],
    ["+3600s", dueMs + 3_600_000],
  ] as const) {
    await tickets.saveEscalation({
      ticketId: ticket.id,
      target: "restoration",
      cycle: 1,
      step,
      state: "planned",
      atMs,
      firesAfterMs: atMs,
      firedAtMs: null,
      originalAtMs: null,
    });
  }
}

type Named = Pick<AlertRow, "machineId" | "ruleId" | "object"> & {
  readonly alertId: string;
  readonly ticketId: string;
};

function toTicket(
  { place, customerId, contractVersionId, calendarVersionId, openedMs, ...adding }: Adding,
  { alertId, ticketId, ...key }: Named,
): TicketRow {
  return {
    ...key,
    id: ticketId,
    number: place + 1,
    customerId,
    siteId: null,
    equipmentId: null,
    alertId,
    title: null,
    channel: "monitoring",
    requesterId: null,
    coverage: "covered",
    coverageReason: { code: "machine_covered", parameters: {} },
    contractVersionId,
    calendarVersionIds: [calendarVersionId],
    mergedIntoId: null,
    state: "new",
    type: "incident",
    impact: "high",
    urgency: "high",
    priority: 1,
    severity: "critical",
    metric: null,
    value: null,
    threshold: null,
    openedAtMs: openedMs,
    eventAtMs: openedMs,
    updatedAtMs: openedMs,
    resolvedAtMs: null,
    autoResolved: false,
    takenBy: null,
    assigneeId: null,
    teamId: null,
    parentId: null,
    slotKey: null,
    queuedAtMs: null,
    breaksAtMs: adding.dueMs(place),
    version: 1,
  };
}

function toAlert({ customerId, openedMs }: Adding, { alertId, ticketId, ...key }: Named): AlertRow {
  return {
    ...key,
    id: alertId,
    customerId,
    state: "firing",
    sinceMs: openedMs,
    value: null,
    threshold: null,
    flapping: null,
    forecast: null,
    ticketId,
    noTicket: null,
    hold: null,
    acknowledged: null,
  };
}
