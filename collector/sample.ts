import { CLAUSES } from "@vigie/shared/contract.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { MachineClass } from "@vigie/shared/machine.ts";
import { ProblemError, type Refusal } from "@vigie/shared/problems.ts";
import { hashSecret } from "./credentials.ts";
import { dayAt } from "./domain/contract-course.ts";
import { createContract } from "./flow/contract-beginnings.ts";
import type { ContractContext } from "./flow/contract-context.ts";
import { edit, putInForce } from "./flow/contract-drafts.ts";
import { refreshCoverage } from "./flow/coverage.ts";
import { touchedOf } from "./flow/draft.ts";
import type { EstateLane } from "./flow/estate-lane.ts";
import type { Gathering, Ledger } from "./flow/ledger.ts";
import { addMachine } from "./flow/memory.ts";
import type { Sample } from "./http/api.ts";
import type { Registry } from "./registry/registry.ts";

/**
 * The sample that `npm start` works with: one customer with a site, a contact and a contract, and
 * this very machine, covered. Marked as a sample and removable in one act; `vigie run` makes none.
 */

const TIME_ZONE = "Europe/Paris";

/** What the template leaves blank. Amounts are cents. */
const FILLED_IN = {
  provider_name: "Informatique du Port (exemple)",
  customer_address: "12 quai des Brumes, 76600 Le Havre",
  workstations: 12,
  servers: 2,
  monthly_fee: 48_000,
  hourly_rate: 8_500,
};

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
    addMachine(memory, { machine: row, agent, nowMonotonic: now.monotonicMs });
    await refreshCoverage(gathering, { customerId, nowMs: now.wallMs });
    return agent.id;
  });
}

/** The sample data as the dashboard sees it; the connections of its agents end with them. */
export function createSample({
  registry,
  ledger,
  lane,
  onShutOut,
}: {
  readonly registry: Registry;
  readonly ledger: Ledger;
  readonly lane: EstateLane;
  readonly onShutOut: (agentId: string) => void;
}): Sample {
  return {
    isThere: () => registry.read.estate.hasSample(),
    async remove() {
      for (const agentId of await lane(() => removeSample(ledger))) onShutOut(agentId);
    },
  };
}

/** Removes the sample and all that belongs to it. Returns the agents that are no longer known. */
function removeSample(ledger: Ledger): Promise<string[]> {
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
  gathering: Gathering,
  newId: (prefix: IdPrefix) => string,
  nowMs: number,
): Promise<string> {
  const { estate } = gathering.unit;
  const customerId = newId("cus");
  const name = "Atelier Marin (exemple)";
  await estate.addCustomer({ id: customerId, name, language: "fr", sample: true });
  await estate.addSite({
    id: newId("sit"),
    customerId,
    name: "Siège",
    timeZone: TIME_ZONE,
    holidaySet: "FR",
  });
  const email = "camille.marin@example.com";
  await estate.addContact({ id: newId("ctc"), customerId, name: "Camille Marin", email });
  await addContract({ gathering, newId, nowMs }, customerId);
  return customerId;
}

/** A contract from the template for offices, filled in, reviewed and in force from today on. */
async function addContract(context: ContractContext, customerId: string): Promise<void> {
  const { contracts } = context.gathering.unit;
  const today = dayAt(context.nowMs, TIME_ZONE).toString();
  const { contractId } = required(
    await createContract(context, {
      customerId,
      number: "EX-1",
      name: "Postes et serveurs, heures ouvrées",
      template: "business_hours",
    }),
  );
  const of = { contractId, number: 1 };
  const draft = await contracts.findVersion(contractId, of.number);
  if (draft === undefined) throw new Error("the sample's contract has no draft");
  const { clauses, texts, variables, revision } = draft;
  const filled = { ...FILLED_IN, start_date: today };
  const wish = {
    clauses,
    texts,
    reviewed: [...CLAUSES],
    variables: variables.map((variable) => ({
      ...variable,
      value: Object.entries(filled).find(([name]) => name === variable.name)?.[1] ?? variable.value,
    })),
  };
  required(await edit(context, of, { wish, version: revision }));
  const days = { effectiveOn: today, signedOn: today };
  required(await putInForce(context, of, { wish: days, version: revision + 1 }));
}

/** The sample is ours: what is refused of it is a mistake of ours. */
function required<Answer extends object>(outcome: Answer | Refusal): Answer {
  if (!("problem" in outcome)) return outcome;
  throw new ProblemError(outcome.problem, { detail: outcome.detail });
}
