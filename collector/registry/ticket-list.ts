import { boundedIds, boundedLimit, type Database } from "./database.ts";
import { targetsOf } from "./ticket-targets.ts";
import type { TicketListRow, Tickets } from "./registry.ts";

type ListQuery = Parameters<Tickets["list"]>[0];

/** A page of tickets with the names a list shows, newest first, each with its targets. */
export async function listTickets(db: Database, query: ListQuery): Promise<TicketListRow[]> {
  const rows = await pageOf(db, query).execute();
  const targets = await targetsOf(
    db,
    rows.map(({ id }) => id),
  );
  const byTicket = Map.groupBy(targets, ({ ticketId }) => ticketId);
  return rows.map((row) => ({
    ...row,
    autoResolved: row.autoResolved === 1,
    targets: byTicket.get(row.id) ?? [],
  }));
}

function pageOf(db: Database, { machineId, states, ids, limit, after }: ListQuery) {
  let page = db
    .selectFrom("ticket")
    .innerJoin("customer", "customer.id", "ticket.customerId")
    .innerJoin("machine", "machine.id", "ticket.machineId")
    .innerJoin("rule", "rule.id", "ticket.ruleId")
    .innerJoin("contractVersion", "contractVersion.id", "ticket.contractVersionId")
    .innerJoin("contract", "contract.id", "contractVersion.contractId")
    .selectAll("ticket")
    .select(["customer.name as customerName", "machine.name as machineName"])
    .select(["rule.key as ruleKey", "contract.id as contractId", "contract.name as contractName"])
    .orderBy("ticket.number", "desc")
    .limit(boundedLimit(limit));
  if (machineId !== undefined) page = page.where("ticket.machineId", "=", machineId);
  if (states !== undefined) page = page.where("ticket.state", "in", states);
  if (ids !== undefined) page = page.where("ticket.id", "in", boundedIds(ids));
  if (after !== undefined) page = page.where("ticket.number", "<", after.number);
  return page;
}
