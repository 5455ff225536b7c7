import { PRESENCES, type Presence } from "@vigie/shared/machine.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { type RawBuilder, sql } from "kysely";
import { boundedIds, boundedLimit, type Database, isIn, literals } from "./database.ts";
import { tagsOf } from "./estate-list.ts";
import { folded, likePattern } from "./folding.ts";
import type { Estate, MachineListRow, MachineQuery } from "./registry.ts";

/**
 * The list of machines. The page is found first, by ids and the one column that sorts; only its
 * machines are then joined and counted, so that the cost does not grow with what a row shows.
 *
 * A page goes on after (key, id) of the row before: rows that come or go elsewhere shift nothing.
 */
export function createMachineList(db: Database): Pick<Estate, "machineList"> {
  return {
    async machineList(query) {
      const rows = await detailsOf(db, query).execute();
      const ids = rows.map(({ id }) => id);
      const tags = await tagsOf(db, "machine", isIn("machineId", ids));
      return rows.map(
        (row): MachineListRow => ({
          ...row,
          classChosen: row.classChosen === 1,
          tags: tags.get(row.id) ?? [],
        }),
      );
    },
  };
}

const openTickets = sql<number>`(
  select count(*) from ticket
  where ticket.machine_id = machine.id and ticket.state in (${literals(OPEN_TICKET_STATES)}))`;

const firingAlerts = sql<number>`(
  select count(*) from alert where alert.machine_id = machine.id and alert.state = 'firing')`;

const lastReport = sql<number | null>`(
  select at_ms from latest where latest.machine_id = machine.id)`;

const presenceRank = sql.join(
  PRESENCES.map((state, rank) => sql`when ${sql.lit(state)} then ${sql.lit(rank)}`),
  sql` `,
);

/** The contract of the newest version that covers the machine. */
const contractInForce = sql<string>`(
  select version.contract_id
  from coverage join contract_version version on version.id = coverage.contract_version_id
  where coverage.machine_id = machine.id
  order by version.effective_from_ms desc, version.number desc limit 1)`;

/** What each order compares, with the place of a machine that has no such value: 0. */
const SORT_KEYS: Readonly<Record<MachineQuery["sort"], RawBuilder<string | number>>> = {
  name: sql`machine.name_folded`,
  customer: sql`(select name_folded from customer where customer.id = machine.customer_id)`,
  lastReport: sql`coalesce(${lastReport}, 0)`,
  presence: sql`coalesce((
    select case presence.state ${presenceRank} end
    from presence where presence.machine_id = machine.id), 0)`,
  openTickets,
};

function detailsOf(db: Database, query: MachineQuery) {
  const direction = query.descending ? "desc" : "asc";
  return db
    .selectFrom("machine")
    .innerJoin("customer", "customer.id", "machine.customerId")
    .leftJoin("site", "site.id", "machine.siteId")
    .leftJoin("presence", "presence.machineId", "machine.id")
    .leftJoin("contract", (join) => join.on("contract.id", "=", contractInForce))
    .where("machine.id", "in", pageOf(db, query))
    .select(["machine.id", "machine.customerId", "machine.siteId", "machine.name"])
    .select(["machine.class", "machine.classChosen", "machine.clockSkewMs", "machine.reference"])
    .select(["machine.retiredAtMs", "machine.mergedInto", "machine.version"])
    .select(["customer.name as customerName", "site.name as siteName", "site.timeZone"])
    .select((row) => [
      row.fn.coalesce("presence.state", sql.lit<Presence>("waiting")).as("presence"),
      "presence.cadenceSeconds",
      lastReport.as("lastReportMs"),
      openTickets.as("openTickets"),
      firingAlerts.as("firingAlerts"),
      "contract.id as contractId",
      "contract.name as contractName",
    ])
    .orderBy(SORT_KEYS[query.sort], direction)
    .orderBy("machine.id", direction);
}

/** The ids of the page's machines. */
function pageOf(db: Database, query: MachineQuery) {
  const { search, ids, after, sort, descending, limit, withRetired = false } = query;
  const key = SORT_KEYS[sort];
  const direction = descending ? "desc" : "asc";
  let page = db
    .selectFrom("machine")
    .select("machine.id")
    .orderBy(key, direction)
    .orderBy("machine.id", direction)
    .limit(boundedLimit(limit));
  if (!withRetired) page = page.where("machine.retiredAtMs", "is", null);
  if (search !== undefined && search !== "") page = page.where(nameMatches(search));
  if (ids !== undefined) page = page.where(isIn("machine.id", boundedIds(ids)));
  if (after !== undefined) {
    const beyond = descending ? sql`<` : sql`>`;
    const start = toSortKey(sort, after.key);
    page = page.where(sql<boolean>`(${key}, machine.id) ${beyond} (${start}, ${after.id})`);
  }
  return page;
}

function nameMatches(search: string): RawBuilder<boolean> {
  const found = sql`name_folded like ${likePattern(search)} escape '\\'`;
  return sql<boolean>`(machine.${found}
    or machine.site_id in (select id from site where ${found})
    or machine.customer_id in (select id from customer where ${found}))`;
}

/** What is compared, of what the page's last row showed. */
function toSortKey(sort: MachineQuery["sort"], shown: string | number): string | number {
  const isText = typeof shown === "string";
  if (sort === "presence" && isText) {
    const rank = PRESENCES.findIndex((presence) => presence === shown);
    if (rank >= 0) return rank;
  }
  if (isText && (sort === "name" || sort === "customer")) return folded(shown);
  if (!isText && (sort === "lastReport" || sort === "openTickets")) return shown;
  throw new ProblemError("cursor_invalid");
}
