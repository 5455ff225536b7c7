import type { IdPrefix } from "@vigie/shared/ids.ts";
import { completeClauses } from "../../collector/domain/default-clauses.ts";
import { DEFAULT_RULES } from "../../collector/domain/default-rules.ts";
import { packReports } from "../../collector/domain/samples.ts";
import { EQUIPMENT } from "../../collector/flow/estate-shelves.ts";
import type { Unit } from "../../collector/registry/registry.ts";
import { person } from "../contract/registry/desk-rows.ts";
import { mail } from "../contract/registry/mail-rows.ts";
import { dependency, outage, window } from "../contract/registry/noise-rows.ts";
import { noticeRule, shown, webhook } from "../contract/registry/notice-rows.ts";
import { policy, rota } from "../contract/registry/oncall-rows.ts";
import {
  alert,
  batch,
  calendar,
  customer,
  deadLetter,
  machine,
  target,
  ticket,
  version,
} from "../contract/registry/rows.ts";

/**
 * A small office under contract, for tests that read like a person at the screen: three machines,
 * of which the server "Caisse" has a volume that is almost full, a firing alert and a ticket.
 */

/** The n-th id of its kind, in the form that ids have. */
export function idOf(prefix: IdPrefix, n: number): string {
  return `${prefix}_${String(n).padStart(26, "0")}`;
}

/** Monday 23 November 2026, 10:00 in Paris. */
export const OPENED_AT = "2026-11-23T09:00:00Z";
export const OPENED_MS = Temporal.Instant.from(OPENED_AT).epochMilliseconds;

const HOUR_MS = 3_600_000;

export const CUSTOMER = idOf("cus", 1);
export const MACHINE = idOf("mac", 1);
export const TICKET = idOf("tic", 1);
export const ALERT = idOf("alr", 1);
export const CONTRACT = idOf("con", 1);
/** `volume_almost_full`, wherever it stands in the list. */
export const RULE = idOf(
  "rul",
  DEFAULT_RULES.findIndex(({ key }) => key === "volume_almost_full"),
);
export const DEAD_TEXT = idOf("dlt", 1);
export const DEAD_BYTES = idOf("dlt", 2);

export const COLUMNS = [
  { metric: "cpu_busy_percent", object: null },
  { metric: "volume_used_percent", object: "/" },
] as const;

const customerId = CUSTOMER;

export async function addOffice(unit: Unit): Promise<void> {
  await addPlaces(unit);
  await addContract(unit);
  await addTrouble(unit);
  await addReports(unit);
  await addSaved(unit);
  await addTold(unit);
  await addNoise(unit);
  await addOnCall(unit);
}

async function addPlaces({ estate, staff }: Unit): Promise<void> {
  const siteId = idOf("sit", 1);
  await estate.addCustomer(customer({ id: customerId, sample: true }));
  await estate.addSite({
    id: siteId,
    customerId,
    name: "Atelier",
    timeZone: "Europe/Paris",
    holidaySet: "FR",
  });
  await estate.addContact({ id: idOf("ctc", 1), customerId, name: "Léa", email: "lea@example.fr" });
  await estate.saveEquipment([
    { ...EQUIPMENT.blank(idOf("eqp", 1), customerId), name: "Imprimante", siteId, version: 1 },
  ]);
  for (const [place, name] of ["Caisse", "Bureau", "Étiquettes"].entries()) {
    const id = idOf("mac", place + 1);
    await estate.addMachine(machine({ id, customerId, siteId, name }));
    const agentId = idOf("agt", place + 1);
    await estate.addAgent({ id: agentId, machineId: id, customerId, secretHash: "00" });
  }
  await staff.addStaff(person({ id: idOf("stf", 1) }));
  await staff.addTeam({ id: idOf("tem", 1), name: "Jour", version: 1 });
  await staff.setMembersOf(idOf("tem", 1), [idOf("stf", 1)]);
  await estate.setBirth(idOf("agt", 1), {
    version: "0.1.0",
    runtime: "node 26.10.0",
    platform: "linux",
    arch: "x64",
    hostname: "caisse",
  });
  await estate.setPresence({
    machineId: MACHINE,
    state: "online",
    sinceMs: OPENED_MS,
    dueAtMs: null,
    awaySinceMs: null,
    cadenceSeconds: 60,
  });
}

async function addContract({ contracts }: Unit): Promise<void> {
  const calendarId = idOf("cal", 1);
  const contractVersionId = idOf("cov", 1);
  await contracts.addCalendarVersion(calendar({ id: idOf("clv", 1), calendarId }));
  await contracts.addContract({
    id: CONTRACT,
    customerId,
    number: "C-2026-1",
    name: "Maintenance de la caisse",
    kind: "maintenance",
  });
  const promise = {
    kind: "resolution",
    budgetSeconds: 14_400,
    calendarId,
    pausable: true,
  } as const;
  await contracts.addVersion(
    version({
      id: contractVersionId,
      contractId: CONTRACT,
      clauses: completeClauses([{ priority: 1, targets: [promise] }], {
        perimeter: { include: [{ by: "machine", machineId: MACHINE }], exclude: [] },
      }),
    }),
  );
  await contracts.cover({ contractVersionId, machineId: MACHINE });
}

async function addTrouble({ rules, alerts, tickets, deliveries }: Unit): Promise<void> {
  await rules.addMissing(
    DEFAULT_RULES.map(({ label: _label, reason: _reason, ...rule }, place) => ({
      ...rule,
      id: idOf("rul", place),
      enabled: true,
      version: 1,
    })),
  );
  await rules.addOverride({
    ruleId: RULE,
    scope: { kind: "class", class: "laptop" },
    change: { holdForSeconds: 600 },
    version: 1,
  });
  const key = { customerId, machineId: MACHINE, ruleId: RULE };
  await alerts.save(alert({ ...key, id: ALERT, sinceMs: OPENED_MS, ticketId: TICKET }));
  await tickets.add(
    ticket({
      ...key,
      id: TICKET,
      number: await tickets.nextNumber(),
      alertId: ALERT,
      contractVersionId: idOf("cov", 1),
      calendarVersionIds: [idOf("clv", 1)],
      openedAtMs: OPENED_MS,
      eventAtMs: OPENED_MS - 1_000,
    }),
    [
      target({
        id: idOf("tgt", 1),
        ticketId: TICKET,
        calendarVersionId: idOf("clv", 1),
        budgetMs: 4 * HOUR_MS,
        dueAtMs: OPENED_MS + 4 * HOUR_MS,
        breachAfterMs: OPENED_MS + 4 * HOUR_MS,
      }),
    ],
  );
  await tickets.addTransition({
    ticketId: TICKET,
    kind: "opened",
    atMs: OPENED_MS,
    effectiveAtMs: OPENED_MS,
    actor: "vigie",
    fromState: null,
    toState: "new",
    parameters: { value: 93.5 },
    promises: [
      {
        kind: "resolution",
        budgetSeconds: 14_400,
        calendarVersionId: idOf("clv", 1),
        pausable: true,
      },
    ],
    text: null,
  });
  const letter = { receivedAtMs: OPENED_MS, agentId: null };
  const payload = new TextEncoder().encode('{"v":2}');
  await deliveries.addDeadLetter(deadLetter({ ...letter, id: DEAD_TEXT, payload }));
  await deliveries.addDeadLetter(deadLetter({ ...letter, id: DEAD_BYTES }));
}

async function addReports(unit: Unit): Promise<void> {
  const { estate } = unit;
  const values = new Float64Array([12.5, 93.5]);
  await unit.recordBatch(
    batch({
      shapes: [{ id: 1, machineId: MACHINE, columns: [...COLUMNS] }],
      latest: [
        {
          machineId: MACHINE,
          atMs: OPENED_MS,
          samples: packReports([{ shapeId: 1, atMs: OPENED_MS, values }]),
        },
      ],
    }),
  );
  const document = JSON.stringify({ os: { distro: "Debian" } });
  await estate.setFact({
    machineId: MACHINE,
    name: "inventory",
    hash: "h1",
    document,
    atMs: OPENED_MS,
  });
  const at = OPENED_AT.replace("Z", ".000Z");
  const failed = { probe: "volumes", outcome: "failed", reason: "timeout", at };
  await estate.setProbeStates({ machineId: MACHINE, document: JSON.stringify([failed]) });
}

async function addSaved({ macros, views }: Unit): Promise<void> {
  await macros.add({
    id: idOf("mcr", 1),
    name: "Disque rangé",
    acts: { reply: "Bonjour {{customer.name}}, le disque est rangé.", state: "resolved" },
    version: 1,
  });
  await views.add({
    id: idOf("vew", 1),
    name: "Priorité 1",
    owner: null,
    filter: { state: "open", priority: 1 },
    sort: "breaks",
    order: "asc",
    version: 1,
  });
}

/** Ana was told of the ticket, a program may be told, and a mail waits for somebody. */
async function addTold(unit: Unit): Promise<void> {
  const { notices } = unit;
  const recipientId = idOf("stf", 1);
  const to = { audience: "staff", staffId: recipientId } as const;
  await notices.addRule(noticeRule({ id: idOf("ntr", 1), to }));
  await notices.addWebhook(webhook({ id: idOf("whk", 1) }));
  const ticketId = TICKET;
  await notices.add([shown({ id: idOf("ntc", 1), recipientId, ticketId, customerId })]);
  await unit.mail.add(mail({ id: idOf("eml", 1) }));
}

/** Something of each that holds alerts back, and none that does now. */
async function addNoise({ noise }: Unit): Promise<void> {
  await noise.windows.add(window({ id: idOf("mtw", 1), customerId, ...NEXT_YEAR }));
  const between = { machineId: idOf("mac", 2), behindId: MACHINE };
  await noise.dependencies.add(dependency({ id: idOf("dep", 1), customerId, ...between }));
  const over = { siteId: idOf("sit", 1), endedAtMs: OPENED_MS };
  await noise.outages.add(outage({ id: idOf("otg", 1), customerId, ...over }));
  await noise.outages.setMachine(idOf("otg", 1), MACHINE, false);
}

/** Somebody is on call by a rota, and stands in for themselves on Christmas day. */
async function addOnCall({ onCall }: Unit): Promise<void> {
  const staffId = idOf("stf", 1);
  const [plan] = rota().plans;
  const christmas = {
    id: idOf("rto", 1),
    staffId,
    startMs: Temporal.Instant.from("2026-12-25T08:00Z").epochMilliseconds,
    endMs: Temporal.Instant.from("2026-12-26T08:00Z").epochMilliseconds,
    reason: "Noël",
  };
  const plans = plan === undefined ? [] : [{ ...plan, memberIds: [staffId] }];
  await onCall.addRota(rota({ id: idOf("rta", 1), plans, overrides: [christmas] }));
  await onCall.addPolicy(policy({ id: idOf("esc", 1) }));
}

const NEXT_YEAR = {
  fromMs: Temporal.Instant.from("2027-01-03T01:30Z").epochMilliseconds,
  untilMs: Temporal.Instant.from("2027-01-03T03:30Z").epochMilliseconds,
  dueAtMs: Temporal.Instant.from("2027-01-03T03:40Z").epochMilliseconds,
};
