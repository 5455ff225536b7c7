import { type Kysely, sql } from "kysely";
import type { DialectWords } from "./dialect.ts";

/**
 * Contracts that act: every clause as data, versions that are drafts until they are put in force,
 * what happened to a contract, and equipment under contract.
 *
 * What a contract of the first schema says becomes complete by plain defaults, written out here: a
 * step means the same for ever, whatever the defaults of a later Vigie are.
 */
export async function contracts(db: Kysely<unknown>, words: DialectWords): Promise<void> {
  await growContract(db, words);
  await growVersion(db, words);
  await addTables(db, words);
  await completeContracts(db);
  await completeVersions(db);
}

async function growContract(db: Kysely<unknown>, { integer }: DialectWords): Promise<void> {
  const columns = [
    sql`language text not null default 'fr'`,
    sql`name_folded text not null default ''`,
    sql`number_sorted text not null default ''`,
    sql`notice_given_on text`,
    sql`ends_early_on text`,
    sql`renewed_on text not null default '[]'`,
    // Looked at by the first sweep, which finds out when it is due next.
    sql`due_at_ms ${integer} default 0`,
    sql`version integer not null default 1`,
  ];
  for (const column of columns) await sql`alter table contract add column ${column}`.execute(db);
  await sql`create index contract_due on contract (due_at_ms, id)
    where due_at_ms is not null`.execute(db);
  await sql`create index contract_number on contract (number_sorted, id)`.execute(db);
}

/** A draft is effective from no day yet: the column is made anew, because it allowed no null. */
async function growVersion(db: Kysely<unknown>, { integer }: DialectWords): Promise<void> {
  const columns = [
    sql`state text not null default 'in_force'`,
    sql`effective_on text`,
    sql`from_ms ${integer}`,
    sql`signed_on text`,
    sql`created_at_ms ${integer} not null default 0`,
    sql`texts text not null default '{}'`,
    sql`variables text not null default '[]'`,
    sql`reviewed text not null default '[]'`,
    sql`revision integer not null default 1`,
  ];
  for (const column of columns) {
    await sql`alter table contract_version add column ${column}`.execute(db);
  }
  await sql`update contract_version
    set from_ms = effective_from_ms, created_at_ms = effective_from_ms`.execute(db);
  await sql`alter table contract_version drop column effective_from_ms`.execute(db);
  await sql`alter table contract_version rename column from_ms to effective_from_ms`.execute(db);
}

async function addTables(
  db: Kysely<unknown>,
  { integer, serialKey, end }: DialectWords,
): Promise<void> {
  const customerId = sql`customer_id text not null references customer (id)`;
  const statements = [
    sql`create table contract_event (
      id ${serialKey}, contract_id text not null references contract (id), ${customerId},
      kind text not null, key text, at_ms ${integer} not null, actor text not null,
      parameters text not null, unique (contract_id, key)
    )${end}`,
    sql`create index contract_event_contract on contract_event (contract_id, id)`,
    sql`create table equipment_coverage (
      equipment_id text not null references equipment (id),
      contract_version_id text not null references contract_version (id), ${customerId},
      primary key (equipment_id, contract_version_id)
    )${end}`,
    sql`create index equipment_coverage_version on equipment_coverage (contract_version_id)`,
    sql`create index equipment_coverage_customer on equipment_coverage (customer_id)`,
    sql`create index coverage_customer on coverage (customer_id)`,
  ];
  for (const statement of statements) await statement.execute(db);
}

async function completeContracts(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; number: string; name: string; language: string }>`
    select contract.id, contract.number, contract.name, customer.language
    from contract join customer on customer.id = contract.customer_id`.execute(db);
  for (const { id, number, name, language } of rows) {
    await sql`update contract set language = ${language}, name_folded = ${fold(name)},
      number_sorted = ${fold(number).replaceAll(/\d+/g, (digits) => digits.padStart(12, "0"))}
      where id = ${id}`.execute(db);
  }
}

type OldVersion = {
  id: string;
  contract_id: string;
  clauses: string;
  effective_from_ms: number | string;
};
type OldClauses = {
  levels: { targets: { calendarId: string }[] }[];
};

async function completeVersions(db: Kysely<unknown>): Promise<void> {
  const zones = await zonesByCalendar(db);
  const machines = await machinesByVersion(db);
  const { rows } = await sql<OldVersion>`
    select id, contract_id, clauses, effective_from_ms from contract_version
    order by contract_id, number`.execute(db);
  // A version that lists no machine of its own has those of the one before: nothing falls out.
  const covered = new Map<string, readonly string[]>();
  for (const { id, contract_id: contractId, clauses, effective_from_ms: fromMs } of rows) {
    const machineIds = machines.get(id) ?? covered.get(contractId) ?? [];
    covered.set(contractId, machineIds);
    const { levels }: OldClauses = JSON.parse(clauses);
    const calendarId = levels.flatMap(({ targets }) => targets)[0]?.calendarId ?? "";
    const timeZone = zones.get(calendarId) ?? "UTC";
    const startsOn = Temporal.Instant.fromEpochMilliseconds(Number(fromMs))
      .toZonedDateTimeISO(timeZone)
      .toPlainDate()
      .toString();
    const complete = {
      ...ALL_BUT_LEVELS,
      term: { timeZone, startsOn, ...YEARLY },
      perimeter: {
        include: machineIds.map((machineId) => ({ by: "machine", machineId })),
        exclude: [],
      },
      levels,
    };
    await sql`update contract_version
      set clauses = ${JSON.stringify(complete)}, effective_on = ${startsOn}
      where id = ${id}`.execute(db);
  }
}

/** Renews itself every year unless notice is given three months before. */
const YEARLY = {
  initialMonths: 12,
  renewal: "tacit",
  renewalMonths: 12,
  notice: { months: 3 },
};

const ALL_BUT_LEVELS = {
  types: ["preventive", "corrective", "user_support", "monitoring"],
  priorities: {
    matrix: {
      high: { high: 1, medium: 2, low: 3 },
      medium: { high: 2, medium: 3, low: 4 },
      low: { high: 3, medium: 4, low: 4 },
    },
    severities: {
      critical: { impact: "high", urgency: "high" },
      warning: { impact: "medium", urgency: "medium" },
    },
  },
  channels: [
    { channel: "phone", ticket: "optional" },
    { channel: "mail", ticket: "always" },
    { channel: "portal", ticket: "always" },
    { channel: "monitoring", ticket: "always" },
  ],
  simultaneous: null,
  pricing: { currency: "EUR", vatBasisPoints: 2_000, roundingMinutes: 15 },
  penalties: null,
  exit: { assistanceDays: 0, steps: [] },
  managed: null,
};

async function zonesByCalendar(db: Kysely<unknown>): Promise<Map<string, string>> {
  const { rows } = await sql<{ calendar_id: string; document: string }>`
    select calendar_id, document from calendar_version order by number`.execute(db);
  return new Map(
    rows.map(({ calendar_id: id, document }) => [id, String(JSON.parse(document).timeZone)]),
  );
}

async function machinesByVersion(db: Kysely<unknown>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ contract_version_id: string; machine_id: string }>`
    select contract_version_id, machine_id from coverage order by machine_id`.execute(db);
  const byVersion = new Map<string, string[]>();
  for (const { contract_version_id: versionId, machine_id: machineId } of rows) {
    const known = byVersion.get(versionId);
    if (known === undefined) byVersion.set(versionId, [machineId]);
    else known.push(machineId);
  }
  return byVersion;
}

/** As names are searched: without case and accents. */
function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
