import { isCovering, versionAt } from "../domain/contract-course.ts";
import {
  type Coverable,
  createPerimeter,
  looksAtInventory,
  looksAtSoftware,
  softwareOf,
} from "../domain/perimeter.ts";
import { includesType } from "../domain/ticket-coverage.ts";
import type {
  ContractRow,
  Contracts,
  ContractVersionRow,
  CoverableRow,
} from "../registry/registry.ts";
import { touchedOf } from "./draft.ts";
import type { Gathering } from "./ledger.ts";
import type { Coverage } from "./memory.ts";

/**
 * What is covered today: for each machine and each piece of equipment of a customer at most one
 * version in force. The table holds nothing else, so a list needs no dates to know who is covered.
 *
 * Where the perimeters of several contracts hold a thing, the contract that began last has it: the
 * special one that was added to the general one. An amendment changes nothing about that.
 */

/** The fact in which software is looked for. */
const INVENTORY = "inventory";

/**
 * Works out anew what covers a customer's machines and equipment at `nowMs`, and writes what differs
 * to the tables and to memory. To be called whenever a contract, a machine or equipment changed.
 */
export async function refreshCoverage(
  { unit, memory, draft }: Pick<Gathering, "unit" | "memory" | "draft">,
  { customerId, nowMs }: { readonly customerId: string; readonly nowMs: number },
): Promise<void> {
  const covering = await coveringVersions(unit.contracts, customerId, nowMs);
  if (covering.some(({ clauses }) => looksAtInventory(clauses.perimeter))) {
    memory.customersByInventory.add(customerId);
  } else memory.customersByInventory.delete(customerId);

  const withSoftware = covering.some(({ clauses }) => looksAtSoftware(clauses.perimeter));
  const things = await readCoverables(unit.contracts, customerId, { withSoftware });
  const chosen = chooseVersions(covering, things);
  await writeMachines(unit.contracts, customerId, chosen.machines);
  await writeEquipment(unit.contracts, customerId, chosen.equipment);
  for (const machine of memory.machines.values()) {
    if (machine.customerId !== customerId) continue;
    const version = chosen.machines.get(machine.id);
    if (machine.coverage?.contractVersionId === version?.id) continue;
    if (version !== undefined && isFirstToOpen(machine.coverage)) draft.covered.add(machine);
    machine.coverage = version === undefined ? undefined : toCoverage(version);
    touchedOf(draft, machine.id).isMachine = true;
  }
}

/** Whether nothing opened tickets for alerts of a machine before. */
function isFirstToOpen(before: Coverage | undefined): boolean {
  return before === undefined || !includesType(before.clauses, "incident");
}

/** What a perimeter may cover of a customer; the names of software are read where they are needed. */
export async function readCoverables(
  contracts: Contracts,
  customerId: string,
  { withSoftware }: { readonly withSoftware: boolean },
): Promise<(Coverable & Pick<CoverableRow, "name" | "siteName">)[]> {
  const software = new Map<string, string[] | undefined>();
  if (withSoftware) {
    for (const { machineId, document } of await contracts.factsOf(customerId, INVENTORY)) {
      software.set(machineId, softwareOf(JSON.parse(document)));
    }
  }
  return (await contracts.coverables(customerId)).map((row) => ({
    ...toCoverable(row, software.get(row.id)),
    name: row.name,
    siteName: row.siteName,
  }));
}

function toCoverable(
  { what, id, siteId, tags, class: machineClass, kind }: CoverableRow,
  software: readonly string[] | undefined,
): Coverable {
  return what === "machine"
    ? { what, id, siteId, tags, class: machineClass ?? "workstation", software }
    : { what, id, siteId, tags, kind: kind ?? "other" };
}

/** What the flow has to know of the version that covers a machine. */
function toCoverage({ id, contractId, clauses }: ContractVersionRow): Coverage {
  return { contractVersionId: id, contractId, clauses };
}

/** The versions that hold now, of contracts that have begun and not ended; the last to begin first. */
export async function coveringVersions(
  contracts: Contracts,
  customerId: string,
  nowMs: number,
): Promise<ContractVersionRow[]> {
  const rows = await contracts.contractsOf(customerId);
  const versions = Map.groupBy(
    await contracts.versionsOf(rows.map(({ id }) => id)),
    ({ contractId }) => contractId,
  );
  return rows
    .flatMap((contract) => covering(contract, versions.get(contract.id) ?? [], nowMs))
    .toSorted(
      (a, b) => b.beganMs - a.beganMs || (a.version.contractId < b.version.contractId ? 1 : -1),
    )
    .map(({ version }) => version);
}

function covering(
  contract: ContractRow,
  versions: readonly ContractVersionRow[],
  nowMs: number,
): { readonly version: ContractVersionRow; readonly beganMs: number }[] {
  const version = versionAt(versions, nowMs);
  if (version === undefined || !isCovering(contract, versions, nowMs)) return [];
  const starts = versions.flatMap(({ effectiveFromMs }) => effectiveFromMs ?? []);
  return [{ version, beganMs: Math.min(...starts) }];
}

/** The versions of the things that have one, by the things' ids. */
type Chosen = {
  readonly machines: Map<string, ContractVersionRow>;
  readonly equipment: Map<string, ContractVersionRow>;
};

function chooseVersions(
  versions: readonly ContractVersionRow[],
  things: readonly Coverable[],
): Chosen {
  const perimeters = versions.map((version) => ({
    version,
    reasonFor: createPerimeter(version.clauses.perimeter),
  }));
  const chosen: Chosen = { machines: new Map(), equipment: new Map() };
  for (const thing of things) {
    const found = perimeters.find(({ reasonFor }) => reasonFor(thing).covered);
    if (found === undefined) continue;
    const { machines, equipment } = chosen;
    (thing.what === "machine" ? machines : equipment).set(thing.id, found.version);
  }
  return chosen;
}

async function writeMachines(
  contracts: Contracts,
  customerId: string,
  chosen: Chosen["machines"],
): Promise<void> {
  const kept = new Set<string>();
  for (const row of await contracts.coverageOf(customerId)) {
    if (chosen.get(row.machineId)?.id === row.contractVersionId) kept.add(row.machineId);
    else await contracts.uncover(row);
  }
  for (const [machineId, { id: contractVersionId }] of chosen) {
    if (!kept.has(machineId)) await contracts.cover({ machineId, contractVersionId });
  }
}

async function writeEquipment(
  contracts: Contracts,
  customerId: string,
  chosen: Chosen["equipment"],
): Promise<void> {
  const kept = new Set<string>();
  for (const row of await contracts.equipmentCoverageOf(customerId)) {
    if (chosen.get(row.equipmentId)?.id === row.contractVersionId) kept.add(row.equipmentId);
    else await contracts.uncoverEquipment(row);
  }
  for (const [equipmentId, { id: contractVersionId }] of chosen) {
    if (!kept.has(equipmentId)) await contracts.coverEquipment({ equipmentId, contractVersionId });
  }
}
