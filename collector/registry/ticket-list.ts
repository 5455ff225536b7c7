import type { Selectable } from "kysely";
import { boundedIds, boundedLimit, type Database, isIn, type Schema } from "./database.ts";
import type { TicketListRow, TicketRow, Tickets } from "./registry.ts";
import { targetsOf } from "./ticket-targets.ts";

type ListQuery = Parameters<Tickets["list"]>[0];

/** A page of tickets with the names a list shows, newest first, each with its targets. */
export async function listTickets(db: Database, query: ListQuery): Promise<TicketListRow[]> {
  const rows = await detailsOf(db, query).execute();
  const targets = await targetsOf(
    db,
    rows.map(({ id }) => id),
  );
  const byTicket = Map.groupBy(targets, ({ ticketId }) => ticketId);
  return rows.map((row) => ({
    ...row,
    ...toTicket(row),
    targets: byTicket.get(row.id) ?? [],
  }));
}

/** The page's tickets are found first; names are joined to them only. */
function detailsOf(db: Database, query: ListQuery) {
  return db
    .selectFrom("ticket")
    .innerJoin("customer", "customer.id", "ticket.customerId")
    .innerJoin("machine", "machine.id", "ticket.machineId")
    .innerJoin("rule", "rule.id", "ticket.ruleId")
    .innerJoin("contractVersion", "contractVersion.id", "ticket.contractVersionId")
    .innerJoin("contract", "contract.id", "contractVersion.contractId")
    .selectAll("ticket")
    .select(["customer.name as customerName", "machine.name as machineName"])
    .select(["rule.key as ruleKey", "contract.id as contractId", "contract.name as contractName"])
    .where("ticket.id", "in", pageOf(db, query))
    .orderBy("ticket.number", "desc");
}

function pageOf(db: Database, { machineId, states, ids, limit, after }: ListQuery) {
  let page = db
    .selectFrom("ticket")
    .select("id")
    .orderBy("number", "desc")
    .limit(boundedLimit(limit));
  if (machineId !== undefined) page = page.where("machineId", "=", machineId);
  if (states !== undefined) page = page.where(isIn("state", states));
  if (ids !== undefined) page = page.where(isIn("id", boundedIds(ids)));
  if (after !== undefined) page = page.where("number", "<", after.number);
  return page;
}

/** A ticket as the port has it. */
export function toTicket(row: Selectable<Schema["ticket"]>): TicketRow {
  return {
    ...row,
    autoResolved: row.autoResolved === 1,
    calendarVersionIds: JSON.parse(row.calendarVersionIds),
  };
}
