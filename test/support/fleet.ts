import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { hashSecret } from "../../collector/credentials.ts";
import { completeClauses } from "../../collector/domain/default-clauses.ts";
import { DEFAULT_RULES } from "../../collector/domain/default-rules.ts";
import { newId } from "../../collector/ids.ts";
import { openRegistry } from "../../collector/registry/open.ts";
import type { Registry, Unit } from "../../collector/registry/registry.ts";
import { type WireAgent, wireAgent } from "./agents.ts";

/** A made-up estate in a data folder, for experiments and measurements on a real collector. */

export type FleetMachine = WireAgent & { readonly machineId: string };

const OPEN_ENDED = {
  timeZone: "UTC",
  startsOn: "1970-01-01",
  renewal: "open_ended",
  notice: { days: 90 },
} as const;

/** Machines that are added in one unit. */
const MACHINES_A_UNIT = 1_000;

/**
 * Fills the registry of a data folder with one customer, a contract that is open around the clock
 * and so many servers, each covered and with an agent of its own. No collector may run on it.
 */
export async function seedFleet(folder: string, machines: number): Promise<FleetMachine[]> {
  mkdirSync(folder, { recursive: true });
  const registry = await openRegistry({ path: join(folder, "registry.sqlite"), log: () => {} });
  try {
    return await fillWithFleet(registry, machines);
  } finally {
    await registry.close();
  }
}

/** The same in a registry of any engine. */
export async function fillWithFleet(registry: Registry, machines: number): Promise<FleetMachine[]> {
  const fleet: FleetMachine[] = [];
  const { customerId, contractVersionId } = await registry.commit(addCustomer);
  while (fleet.length < machines) {
    const count = Math.min(MACHINES_A_UNIT, machines - fleet.length);
    fleet.push(
      ...(await registry.commit((unit) =>
        addMachines(unit, { customerId, contractVersionId, count }),
      )),
    );
  }
  return fleet;
}

async function addCustomer({ estate, contracts, rules }: Unit) {
  const customerId = newId("cus");
  const calendarId = newId("cal");
  const contractId = newId("con");
  const contractVersionId = newId("cov");
  const name = "Fleet";
  const always = [["00:00", "24:00"]] satisfies [string, string][];
  await estate.addCustomer({ id: customerId, name, language: "en", sample: false });
  await contracts.addCalendarVersion({
    id: newId("clv"),
    calendarId,
    name: "24/7",
    number: 1,
    document: {
      timeZone: "UTC",
      weekly: Object.fromEntries(
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, always]),
      ),
    },
  });
  await contracts.addContract({ id: contractId, customerId, number: "1", name, kind: "managed" });
  const targets = [
    { kind: "acknowledgement", budgetSeconds: 3_600, calendarId, pausable: false },
    { kind: "restoration", budgetSeconds: 14_400, calendarId, pausable: true },
  ] as const;
  await contracts.addVersion({
    id: contractVersionId,
    contractId,
    number: 1,
    state: "in_force",
    effectiveOn: "1970-01-01",
    effectiveFromMs: 0,
    clauses: completeClauses(
      [1, 2, 3, 4].map((priority) => ({ priority, targets: [...targets] })),
      { term: OPEN_ENDED },
    ),
  });
  await rules.addMissing(
    DEFAULT_RULES.map(({ label: _label, reason: _reason, ...rule }) => ({
      ...rule,
      id: newId("rul"),
      enabled: true,
      version: 1,
    })),
  );
  return { customerId, contractVersionId };
}

async function addMachines(
  { estate, contracts }: Unit,
  {
    customerId,
    contractVersionId,
    count,
  }: {
    readonly customerId: string;
    readonly contractVersionId: string;
    readonly count: number;
  },
): Promise<FleetMachine[]> {
  const added: FleetMachine[] = [];
  for (let index = 0; index < count; index += 1) {
    const agent = wireAgent();
    const machineId = newId("mac");
    await estate.addMachine({
      id: machineId,
      customerId,
      siteId: null,
      name: `server-${machineId.slice(-6)}`,
      class: "server",
      classChosen: true,
    });
    await estate.addAgent({
      id: agent.agentId,
      machineId,
      customerId,
      secretHash: hashSecret(agent.secret),
    });
    await contracts.cover({ contractVersionId, machineId });
    added.push({ ...agent, machineId });
  }
  return added;
}
