import type { ContractClauses, PriorityMatrix } from "@vigie/shared/contract.ts";
import { PRIORITY_MATRIX } from "../domain/default-clauses.ts";
import type { Holding } from "../domain/ticket-coverage.ts";
import type { Contracts, ContractVersionRow, TicketRow } from "../registry/registry.ts";
import { coveringVersions } from "./coverage.ts";

/** The contract version under which a ticket opens. */
export type OpeningBasis = Holding & {
  readonly contractId: string;
  readonly contractVersionId: string;
  readonly clauses: ContractClauses;
};

/** Contract versions as the ground on which a ticket stands: their clauses, and how people name them. */
export type TicketBasis = OpeningBasis & {
  readonly number: number;
};

/** A version that a ticket has. Throws when there is no such version: rows name only those that are. */
export async function basisNamed(contracts: Contracts, id: string): Promise<TicketBasis> {
  const [version] = await contracts.versionsNamed([id]);
  if (version === undefined) throw new Error(`there is no contract version ${id}`);
  return toBasis(contracts, version);
}

/** The version that a ticket is under; undefined = it is under none. */
export async function basisOf(
  { contracts }: { readonly contracts: Contracts },
  { contractVersionId }: Pick<TicketRow, "contractVersionId">,
): Promise<TicketBasis | undefined> {
  return contractVersionId === null ? undefined : basisNamed(contracts, contractVersionId);
}

/** Those that hold at an instant for a customer, the last to begin first. */
export async function coveringBases(
  contracts: Contracts,
  customerId: string,
  atMs: number,
): Promise<TicketBasis[]> {
  const versions = await coveringVersions(contracts, customerId, atMs);
  const bases: TicketBasis[] = [];
  for (const version of versions) bases.push(await toBasis(contracts, version));
  return bases;
}

/** The contract's own matrix where one holds the ticket; else the usual one. */
export function matrixOf(version: Pick<TicketBasis, "clauses"> | undefined): PriorityMatrix {
  return version?.clauses.priorities.matrix ?? PRIORITY_MATRIX;
}

async function toBasis(
  contracts: Contracts,
  { id: contractVersionId, contractId, number, clauses }: ContractVersionRow,
): Promise<TicketBasis> {
  const contract = await contracts.findContract(contractId);
  const contractName = contract?.name ?? contractId;
  return { contractId, contractVersionId, number, clauses, contractName };
}
