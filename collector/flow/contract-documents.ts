import type { ContractDocument } from "@vigie/shared/contract.ts";
import type {
  CalendarVersionRow,
  ContractRow,
  ContractVersionRow,
  CustomerRow,
  Tables,
} from "../registry/registry.ts";
import { toInstant } from "./documents.ts";

/** Contracts as the API says them: the newest version, its calendars and the machines it covers. */

type Rows = {
  readonly contracts: readonly ContractRow[];
  readonly customers: ReadonlyMap<string, CustomerRow>;
  readonly versions: ReadonlyMap<string, ContractVersionRow>;
  readonly calendars: ReadonlyMap<string, CalendarVersionRow>;
  readonly machines: ReadonlyMap<string, ContractDocument["machines"]>;
};

/** All contracts that have a version, sorted by number. */
export async function readContracts(read: Tables): Promise<ContractDocument[]> {
  const rows = await readRows(read);
  return rows.contracts
    .flatMap((contract) => toContract(contract, rows) ?? [])
    .sort((a, b) => a.number.localeCompare(b.number, "en", { numeric: true }));
}

async function readRows({ contracts, estate }: Tables): Promise<Rows> {
  const names = new Map((await estate.machines()).map(({ id, name }) => [id, name]));
  const machines = new Map<string, ContractDocument["machines"]>();
  for (const { contractVersionId, machineId } of await contracts.coverage()) {
    const covered = machines.get(contractVersionId) ?? [];
    covered.push({ id: machineId, name: names.get(machineId) ?? machineId });
    machines.set(contractVersionId, covered);
  }
  return {
    contracts: await contracts.contracts(),
    customers: new Map((await estate.customers()).map((row) => [row.id, row])),
    versions: newest(await contracts.versions(), ({ contractId }) => contractId),
    calendars: newest(await contracts.calendarVersions(), ({ calendarId }) => calendarId),
    machines,
  };
}

function toContract(contract: ContractRow, rows: Rows): ContractDocument | undefined {
  const version = rows.versions.get(contract.id);
  const customer = rows.customers.get(contract.customerId);
  if (version === undefined || customer === undefined) return undefined;
  return {
    id: contract.id,
    number: contract.number,
    name: contract.name,
    kind: contract.kind,
    customer: { id: customer.id, name: customer.name },
    sample: customer.sample,
    version: {
      id: version.id,
      number: version.number,
      effectiveFrom: toInstant(version.effectiveFromMs),
      clauses: version.clauses,
    },
    calendars: calendarsOf(version, rows),
    machines: rows.machines.get(version.id) ?? [],
  };
}

/** The calendars that the promises name, each once. */
function calendarsOf({ clauses }: ContractVersionRow, rows: Rows): ContractDocument["calendars"] {
  const ids = clauses.levels.flatMap(({ targets }) => targets.map(({ calendarId }) => calendarId));
  return [...new Set(ids)].flatMap((id) => {
    const calendar = rows.calendars.get(id);
    return calendar === undefined ? [] : [{ id, name: calendar.name, document: calendar.document }];
  });
}

/** The row of the highest number for each key. */
function newest<T extends { readonly number: number }>(
  rows: readonly T[],
  keyOf: (row: T) => string,
): Map<string, T> {
  const byKey = new Map<string, T>();
  for (const row of rows) {
    const known = byKey.get(keyOf(row));
    if (known === undefined || known.number < row.number) byKey.set(keyOf(row), row);
  }
  return byKey;
}
