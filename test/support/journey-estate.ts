import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import type { MachineClass } from "@vigie/shared/machine.ts";
import { completeClauses } from "../../collector/domain/default-clauses.ts";
import { DEFAULT_RULES } from "../../collector/domain/default-rules.ts";
import type { Memory } from "../../collector/flow/memory.ts";
import { newId } from "../../collector/ids.ts";
import type { Unit } from "../../collector/registry/registry.ts";
import { type WireAgent, wireAgent } from "./agents.ts";
import { mondayToFriday, PARIS } from "./calendars.ts";

/**
 * The estate of the journeys: one customer in Paris whose contract counts from Monday to Friday, 9 to
 * 18. Critical: acknowledged in 1 h, restored in 4 h. Warning: in 4 h and 18 h.
 */

/** A machine as a story declares it; a covered server if nothing is said. */
export type Declared = {
  readonly class?: MachineClass;
  readonly classChosen?: boolean;
  readonly covered?: boolean;
  /** The site that it is at, by name; at none if nothing is said. */
  readonly site?: string;
  readonly tags?: readonly string[];
};

export type Settled = WireAgent & { readonly machineId: string };

const HOUR_SECONDS = 3_600;

const OFFICE: CalendarDocument = {
  timeZone: PARIS,
  weekly: mondayToFriday("09:00-18:00"),
  holidaySet: "FR",
};

/** In force at whatever time a story plays. */
const OPEN_ENDED = {
  startsOn: "1970-01-01",
  renewal: "open_ended",
  notice: { days: 90 },
} as const;

const PROMISES = [
  { priority: 1, acknowledgeHours: 1, restoreHours: 4 },
  { priority: 3, acknowledgeHours: 4, restoreHours: 18 },
];

/** Writes the estate and its machines; returns the machines by name. */
export async function settle(
  unit: Unit,
  machines: Readonly<Record<string, Declared>>,
): Promise<Map<string, Settled>> {
  const customerId = newId("cus");
  await unit.estate.addCustomer({
    id: customerId,
    name: "Garage Petit",
    language: "fr",
    sample: false,
  });
  await unit.rules.addMissing(
    DEFAULT_RULES.map(({ label: _label, reason: _reason, ...rule }) => ({
      ...rule,
      id: newId("rul"),
      enabled: true,
      version: 1,
    })),
  );
  const settled = new Map(
    Object.keys(machines).map((name) => [name, { ...wireAgent(), machineId: newId("mac") }]),
  );
  const covered: string[] = [];
  const siteOf = siteAdder(unit, customerId);
  for (const [name, agent] of settled) {
    const declared = machines[name] ?? {};
    const siteId = await siteOf(declared.site);
    await addMachine(unit, { name, declared, agent, customerId, siteId });
    if (declared.covered !== false) covered.push(agent.machineId);
  }
  await addContract(unit, customerId, covered);
  return settled;
}

/** Each site is made when its first machine is. */
function siteAdder({ estate }: Unit, customerId: string) {
  const sites = new Map<string, string>();
  return async (name: string | undefined): Promise<string | null> => {
    if (name === undefined) return null;
    const known = sites.get(name);
    if (known !== undefined) return known;
    const id = newId("sit");
    await estate.addSite({ id, customerId, name, timeZone: PARIS, holidaySet: "FR" });
    sites.set(name, id);
    return id;
  };
}

async function addContract(
  { contracts }: Unit,
  customerId: string,
  machineIds: readonly string[],
): Promise<void> {
  const calendarId = newId("cal");
  const contractId = newId("con");
  const contractVersionId = newId("cov");
  await contracts.addCalendarVersion({
    id: newId("clv"),
    calendarId,
    name: "Office hours",
    number: 1,
    document: OFFICE,
  });
  await contracts.addContract({
    id: contractId,
    customerId,
    number: "C-1",
    name: "Maintenance",
    kind: "maintenance",
  });
  const levels = PROMISES.map(({ priority, acknowledgeHours, restoreHours }) => ({
    priority,
    targets: [
      {
        kind: "acknowledgement" as const,
        budgetSeconds: acknowledgeHours * HOUR_SECONDS,
        calendarId,
        pausable: false,
      },
      {
        kind: "restoration" as const,
        budgetSeconds: restoreHours * HOUR_SECONDS,
        calendarId,
        pausable: true,
      },
    ],
  }));
  await contracts.addVersion({
    id: contractVersionId,
    contractId,
    number: 1,
    state: "in_force",
    effectiveOn: "1970-01-01",
    effectiveFromMs: 0,
    clauses: completeClauses(levels, {
      term: { ...OPEN_ENDED, timeZone: PARIS },
      perimeter: {
        include: machineIds.map((machineId) => ({ by: "machine", machineId })),
        exclude: [],
      },
    }),
  });
  for (const machineId of machineIds) await contracts.cover({ contractVersionId, machineId });
}

async function addMachine(
  { estate }: Unit,
  added: {
    readonly name: string;
    readonly declared: Declared;
    readonly agent: Settled;
    readonly customerId: string;
    readonly siteId: string | null;
  },
): Promise<void> {
  const { name, declared, agent, customerId, siteId } = added;
  const { class: machineClass = "server", classChosen = false, tags = [] } = declared;
  const { machineId, agentId } = agent;
  await estate.addMachine({
    id: machineId,
    customerId,
    siteId,
    name,
    class: machineClass,
    classChosen,
    tags,
  });
  await estate.addAgent({ id: agentId, machineId, customerId, secretHash: "00" });
}

/** Stories have one customer. */
export function customerIdOf({ machines }: Memory): string {
  const [first] = machines.values();
  if (first === undefined) throw new Error("no machine in this story");
  return first.customerId;
}
