import { partitionOf } from "../../collector/broker/partition.ts";
import { hashSecret, newSecret } from "../../collector/credentials.ts";
import { completeClauses } from "../../collector/domain/default-clauses.ts";
import { newId } from "../../collector/ids.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { RuleRow, Unit } from "../../collector/registry/registry.ts";
import { WEEKDAYS } from "../../shared/calendar.ts";
import type { ContractClauses } from "../../shared/contract.ts";

/** The customer of a run: machines under one contract, and rules that need not wait for minutes. */

const GIB = 1024 ** 3;

const OPEN_ENDED = {
  timeZone: "Europe/Paris",
  startsOn: "2020-01-01",
  renewal: "open_ended",
  notice: { days: 90 },
} as const;

/** The default rules of these names, with other hold times: a person could have set them so. */
const RULES: readonly Pick<RuleRow, "key" | "condition" | "holdForMs">[] = [
  {
    key: "volume_almost_full",
    condition: {
      ...above("volume_used_percent", 90),
      and: { metric: "volume_free_bytes", direction: "below", level: 20 * GIB },
    },
    holdForMs: 0,
  },
  { key: "processor_saturated", condition: above("cpu_busy_percent", 95), holdForMs: 1_500 },
];

export type SeededAgent = {
  readonly agentId: string;
  readonly machineId: string;
  readonly secret: string;
  readonly partition: string;
};

/** Makes the registry of a run, with so many covered machines and their agents. */
export async function seedRegistry(path: string, machines: number): Promise<SeededAgent[]> {
  const registry = await openRegistry({ path, log: () => {} });
  try {
    return await registry.commit(async (unit) => {
      const contract = await addContract(unit);
      await unit.rules.addMissing(
        RULES.map((rule) => ({
          ...rule,
          id: newId("rul"),
          enabled: true,
          severity: "warning",
          opensTicket: true,
          resolvesTicket: true,
          version: 1,
        })),
      );
      const agents: SeededAgent[] = [];
      for (let count = 1; count <= machines; count += 1) {
        agents.push(await addMachine(unit, contract, `pc-${count}`));
      }
      return agents;
    });
  } finally {
    await registry.close();
  }
}

type Contract = { readonly customerId: string; readonly contractVersionId: string };

async function addContract({ estate, contracts }: Unit): Promise<Contract> {
  const customerId = newId("cus");
  const calendarId = newId("cal");
  const contractId = newId("con");
  const contractVersionId = newId("cov");
  await estate.addCustomer({ id: customerId, name: "Herd", language: "en", sample: false });
  await contracts.addCalendarVersion({
    id: newId("clv"),
    calendarId,
    name: "Every hour",
    number: 1,
    document: {
      timeZone: "Europe/Paris",
      weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, [["00:00", "24:00"]]])),
      holidaySet: "FR",
    },
  });
  await contracts.addContract({
    id: contractId,
    customerId,
    number: "F-1",
    name: "Herd",
    kind: "maintenance",
  });
  await contracts.addVersion({
    id: contractVersionId,
    contractId,
    number: 1,
    state: "in_force",
    effectiveOn: "2020-01-01",
    effectiveFromMs: Date.parse("2020-01-01T00:00:00+01:00"),
    clauses: clausesOn(calendarId),
  });
  return { customerId, contractVersionId };
}

async function addMachine(
  { estate, contracts }: Unit,
  { customerId, contractVersionId }: Contract,
  name: string,
): Promise<SeededAgent> {
  const machineId = newId("mac");
  const agentId = newId("agt");
  const secret = newSecret();
  await estate.addMachine({
    id: machineId,
    customerId,
    siteId: null,
    name,
    class: "workstation",
    classChosen: true,
  });
  await estate.addAgent({ id: agentId, machineId, customerId, secretHash: hashSecret(secret) });
  await contracts.cover({ contractVersionId, machineId });
  return { agentId, machineId, secret, partition: partitionOf(agentId) };
}

function clausesOn(calendarId: string): ContractClauses {
  const target = { budgetSeconds: 36_000, calendarId };
  return completeClauses(
    [1, 2, 3, 4].map((priority) => ({
      priority,
      targets: [
        { ...target, kind: "acknowledgement", pausable: false },
        { ...target, kind: "restoration", pausable: true },
      ],
    })),
    { term: OPEN_ENDED },
  );
}

function above(metric: string, fireAt: number) {
  return { kind: "threshold", metric, direction: "above", fireAt, clearAt: fireAt - 5 } as const;
}
