import { type ContractClauses, WEEKDAYS } from "@vigie/shared/contract.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { MachineClass } from "@vigie/shared/machine.ts";
import { hashSecret } from "./credentials.ts";
import { touchedOf } from "./flow/draft.ts";
import type { Gathering, Ledger } from "./flow/ledger.ts";
import { addMachine, loadCoverage } from "./flow/memory.ts";
import type { Registry } from "./registry/registry.ts";

/**
 * The sample that `npm start` works with: one customer with a site, a contact and a contract, and
 * this very machine, covered. Marked as a sample and removable in one act; `vigie run` makes none.
 */

const HOUR_SECONDS = 3_600;

/** Working time promised by priority: to acknowledge and to restore. A day of the calendar is 9 h. */
const PROMISES = [
  { priority: 1, acknowledgeHours: 1, restoreHours: 4 },
  { priority: 2, acknowledgeHours: 2, restoreHours: 9 },
  { priority: 3, acknowledgeHours: 4, restoreHours: 18 },
  { priority: 4, acknowledgeHours: 9, restoreHours: 45 },
];

export type SampleMachine = {
  readonly name: string;
  readonly class: MachineClass;
  readonly secret: string;
};

/** Makes what is missing of the sample and registers the machine in it. Returns the agent's id. */
export function addSample(
  { ledger, newId }: { readonly ledger: Ledger; readonly newId: (prefix: IdPrefix) => string },
  machine: SampleMachine,
  now: { readonly wallMs: number; readonly monotonicMs: number },
): Promise<string> {
  return ledger.write(async (gathering) => {
    const { unit, memory } = gathering;
    const customers = await unit.estate.customers();
    const customerId =
      customers.find(({ sample }) => sample)?.id ??
      (await addCustomer(gathering, newId, now.wallMs));
    const [contract] = (await unit.contracts.contracts()).filter(
      (row) => row.customerId === customerId,
    );
    const [version] = (await unit.contracts.versions()).filter(
      (row) => row.contractId === contract?.id,
    );
    const [site] = (await unit.estate.sites()).filter((row) => row.customerId === customerId);
    const row = {
      id: newId("mac"),
      customerId,
      siteId: site?.id ?? null,
      name: machine.name,
      class: machine.class,
      classChosen: false,
    };
    const agent = {
      id: newId("agt"),
      machineId: row.id,
      customerId,
      secretHash: hashSecret(machine.secret),
    };
    await unit.estate.addMachine(row);
    await unit.estate.addAgent(agent);
    if (version !== undefined) {
      await unit.contracts.cover({ contractVersionId: version.id, machineId: row.id });
    }
    addMachine(memory, { machine: row, agent, nowMonotonic: now.monotonicMs });
    await loadCoverage(memory, unit);
    return agent.id;
  });
}

/** Whether there is a sample. */
export async function hasSample({ read }: Registry): Promise<boolean> {
  return (await read.estate.customers()).some(({ sample }) => sample);
}

/** Removes the sample and all that belongs to it. Returns the agents that are no longer known. */
export function removeSample(ledger: Ledger): Promise<string[]> {
  return ledger.write(async ({ unit, memory, draft }) => {
    const agentIds: string[] = [];
    for (const id of await unit.estate.removeSample()) {
      const agentId = memory.machines.get(id)?.agentId;
      memory.machines.delete(id);
      if (agentId !== undefined) {
        memory.byAgent.delete(agentId);
        agentIds.push(agentId);
      }
      touchedOf(draft, id).isMachine = true;
    }
    return agentIds;
  });
}

async function addCustomer(
  { unit }: Gathering,
  newId: (prefix: IdPrefix) => string,
  nowMs: number,
): Promise<string> {
  const customerId = newId("cus");
  const calendarId = newId("cal");
  const contractId = newId("con");
  const name = "Atelier Marin (exemple)";
  await unit.estate.addCustomer({ id: customerId, name, language: "fr", sample: true });
  await unit.estate.addSite({
    id: newId("sit"),
    customerId,
    name: "Siège",
    timeZone: "Europe/Paris",
    holidaySet: "FR",
  });
  const email = "camille.marin@example.com";
  await unit.estate.addContact({ id: newId("ctc"), customerId, name: "Camille Marin", email });
  await unit.contracts.addCalendarVersion({
    id: newId("clv"),
    calendarId,
    name: "Lundi-vendredi 9 h-18 h",
    number: 1,
    document: {
      timeZone: "Europe/Paris",
      weekly: Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [["09:00", "18:00"]]])),
      holidaySet: "FR",
    },
  });
  await unit.contracts.addContract({
    id: contractId,
    customerId,
    number: "EX-1",
    name: "Postes et serveurs, heures ouvrées",
    kind: "maintenance",
  });
  await unit.contracts.addVersion({
    id: newId("cov"),
    contractId,
    number: 1,
    effectiveFromMs: nowMs,
    clauses: clausesOn(calendarId),
  });
  return customerId;
}

function clausesOn(calendarId: string): ContractClauses {
  return {
    levels: PROMISES.map(({ priority, acknowledgeHours, restoreHours }) => ({
      priority,
      targets: [
        {
          kind: "acknowledgement",
          budgetSeconds: acknowledgeHours * HOUR_SECONDS,
          calendarId,
          pausable: false,
        },
        {
          kind: "restoration",
          budgetSeconds: restoreHours * HOUR_SECONDS,
          calendarId,
          pausable: true,
        },
      ],
    })),
  };
}
