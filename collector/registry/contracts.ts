import type { Selectable } from "kysely";
import { sql } from "kysely";
import { createCalendars } from "./calendars.ts";
import { createContractVersions } from "./contract-versions.ts";
import { createCoverage } from "./coverage.ts";
import { boundedLimit, customerOf, type Database, type Schema } from "./database.ts";
import { folded, likePattern } from "./folding.ts";
import { prepared, type Slots } from "./prepared.ts";
import type { ContractListRow, ContractQuery, ContractRow, Contracts } from "./registry.ts";
import { changeRow } from "./versioned-row.ts";

/** Contracts and calendars. A version once in force never changes: tickets name theirs for ever. */
export function createContracts(db: Database): Contracts {
  return {
    ...createCalendars(db),
    ...createChanges(db),
    ...createReadings(db),
    ...createDue(db),
    ...createContractVersions(db),
    ...createCoverage(db),
    ...createEvents(db),
  };
}

function createChanges(
  db: Database,
): Pick<Contracts, "addContract" | "changeContract" | "removeContract"> {
  return {
    async addContract(row) {
      await db
        .insertInto("contract")
        .values(toTable({ ...EMPTY, ...row }))
        .execute();
    },

    async changeContract(row) {
      const { customerId: _customerId, dueAtMs: _dueAtMs, ...contract } = toTable(row);
      return changeRow(db, "contract", contract);
    },

    // A version in force has coverage, tickets or events that name it, or will: only drafts go.
    async removeContract(contractId) {
      await db.deleteFrom("contractEvent").where("contractId", "=", contractId).execute();
      await db
        .deleteFrom("contractVersion")
        .where("contractId", "=", contractId)
        .where("state", "=", "draft")
        .execute();
      await db.deleteFrom("contract").where("id", "=", contractId).execute();
    },
  };
}

const EMPTY = {
  language: "fr",
  noticeGivenOn: null,
  endsEarlyOn: null,
  renewedOn: [],
  dueAtMs: 0,
  version: 1,
} as const;

const COLUMNS = [
  "contract.id",
  "contract.customerId",
  "contract.number",
  "contract.name",
  "contract.kind",
  "contract.language",
  "contract.noticeGivenOn",
  "contract.endsEarlyOn",
  "contract.renewedOn",
  "contract.dueAtMs",
  "contract.version",
] as const;

function createReadings(
  db: Database,
): Pick<
  Contracts,
  "contracts" | "contractsOf" | "findContract" | "contractsNaming" | "contractList"
> {
  const contracts = db.selectFrom("contract").select(COLUMNS).orderBy("contract.id");
  const named = prepared(db, ({ contractId }: Slots<{ contractId: string }>) =>
    listed(db).where("contract.id", "=", contractId),
  );

  return {
    async contracts() {
      return (await contracts.execute()).map(toContract);
    },

    async contractsOf(customerId) {
      const rows = await contracts.where("contract.customerId", "=", customerId).execute();
      return rows.map(toContract);
    },

    async findContract(contractId) {
      const [row] = (await named({ contractId })).rows;
      return row && toListed(row);
    },

    async contractsNaming(calendarId, { limit, after = "" }) {
      // Clauses are kept as JSON without spaces; letter case is the engine's, so whoever asks looks again.
      const told = `"calendarId":${JSON.stringify(calendarId)}`;
      const pattern = `%${told.replaceAll(/[\\%_]/g, "\\$&")}%`;
      const named = sql<boolean>`exists (select 1 from contract_version
        where contract_version.contract_id = contract.id
          and contract_version.clauses like ${pattern} escape '\\')`;
      const rows = await listed(db)
        .where(named)
        .where("contract.id", ">", after)
        .orderBy("contract.id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toListed);
    },

    async contractList(query) {
      return (await pageOf(db, query).execute()).map(toListed);
    },
  };
}

/** Contracts with what a list shows of their customers. */
function listed(db: Database) {
  return db
    .selectFrom("contract")
    .innerJoin("customer", "customer.id", "contract.customerId")
    .select(COLUMNS)
    .select(["customer.name as customerName", "customer.sample"]);
}

function pageOf(db: Database, { customerId, search, after, limit }: ContractQuery) {
  let page = listed(db)
    .orderBy("contract.numberSorted")
    .orderBy("contract.id")
    .limit(boundedLimit(limit));
  if (customerId !== undefined) page = page.where("contract.customerId", "=", customerId);
  if (search !== undefined && search !== "") {
    const found = likePattern(search);
    page = page.where(sql<boolean>`(contract.name_folded like ${found} escape '\\'
      or customer.name_folded like ${found} escape '\\'
      or contract.number_folded like ${found} escape '\\')`);
  }
  if (after !== undefined) {
    const start = sorted(String(after.key));
    page = page.where(
      sql<boolean>`(contract.number_sorted, contract.id) > (${start}, ${after.id})`,
    );
  }
  return page;
}

function createDue(db: Database): Pick<Contracts, "dueContracts" | "setDue"> {
  return {
    async dueContracts(nowMs, limit) {
      const rows = await db
        .selectFrom("contract")
        .select(COLUMNS)
        .where("dueAtMs", "<=", nowMs)
        .orderBy("dueAtMs")
        .orderBy("id")
        .limit(boundedLimit(limit))
        .execute();
      return rows.map(toContract);
    },

    async setDue({ contractId, fromMs, toMs }) {
      const { numUpdatedRows } = await db
        .updateTable("contract")
        .set({ dueAtMs: toMs })
        .where("id", "=", contractId)
        .where("dueAtMs", "is not distinct from", fromMs)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

function createEvents(db: Database): Pick<Contracts, "addEvent" | "events"> {
  return {
    async addEvent({ parameters, ...row }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("contractEvent")
        .values({
          ...row,
          parameters: JSON.stringify(parameters),
          customerId: customerOf("contract", row.contractId),
        })
        .onConflict((conflict) => conflict.columns(["contractId", "key"]).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async events(contractId, { limit, beforeId }) {
      let events = db
        .selectFrom("contractEvent")
        .select(["id", "contractId", "kind", "key", "atMs", "actor", "parameters"])
        .where("contractId", "=", contractId)
        .orderBy("id", "desc")
        .limit(boundedLimit(limit));
      if (beforeId !== undefined) events = events.where("id", "<", beforeId);
      const rows = await events.execute();
      return rows.map((row) => ({ ...row, parameters: JSON.parse(row.parameters) }));
    },
  };
}

type Row = Selectable<Schema["contract"]>;

function toTable(row: ContractRow): Row {
  return {
    ...row,
    nameFolded: folded(row.name),
    numberFolded: folded(row.number),
    numberSorted: sorted(row.number),
    renewedOn: JSON.stringify(row.renewedOn),
  };
}

function toContract<Kept extends { readonly renewedOn: string }>(row: Kept) {
  const renewedOn: string[] = JSON.parse(row.renewedOn);
  return { ...row, renewedOn };
}

function toListed(
  row: Omit<Row, "nameFolded" | "numberFolded" | "numberSorted"> & {
    readonly customerName: string;
    readonly sample: number;
  },
): ContractListRow {
  return { ...toContract(row), sample: row.sample === 1 };
}

/** Digits of a run in a number; longer ones sort as text. */
const DIGITS_WIDTH = 12;

/** A contract's number as it is sorted: C-9 comes before C-10. */
function sorted(number: string): string {
  return folded(number).replaceAll(/\d+/g, (digits) => digits.padStart(DIGITS_WIDTH, "0"));
}
