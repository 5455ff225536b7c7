import { boundedLimit, customerOf, type Database } from "./database.ts";
import { prepared, type Slots } from "./prepared.ts";
import type { NewOutcomeRow, OutcomeRow, Tickets } from "./registry.ts";

const KEY = ["ticketId", "target", "cycle"] as const;

/** How promised times ended. Rows are written once a ticket is over, and read by contract. */
export function createOutcomes(
  db: Database,
): Pick<Tickets, "saveOutcome" | "dropOutcome" | "outcomesOf" | "outcomes" | "setCause"> {
  const save = prepared(db, (at: Slots<NewOutcomeRow>) => {
    const { ticketId, target: _target, cycle: _cycle, ...ended } = at;
    return db
      .insertInto("ticketOutcome")
      .values({ ...at, cause: null, customerId: customerOf("ticket", ticketId) })
      .onConflict((conflict) => conflict.columns(KEY).doUpdateSet(ended));
  });

  return {
    saveOutcome: async (row) => void (await save(row)),

    async dropOutcome({ ticketId, target, cycle }) {
      await db
        .deleteFrom("ticketOutcome")
        .where("ticketId", "=", ticketId)
        .where("target", "=", target)
        .where("cycle", "=", cycle)
        .execute();
    },

    outcomesOf: (ticketId) =>
      named(db)
        .where("ticketOutcome.ticketId", "=", ticketId)
        .orderBy("ticketOutcome.target")
        .orderBy("ticketOutcome.cycle")
        .execute(),

    outcomes: (query) => outcomesOf(db, query),

    async setCause({ ticketId, target, cycle, cause }) {
      const { numUpdatedRows } = await db
        .updateTable("ticketOutcome")
        .set({ cause })
        .where("ticketId", "=", ticketId)
        .where("target", "=", target)
        .where("cycle", "=", cycle)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

function named(db: Database) {
  return db
    .selectFrom("ticketOutcome")
    .innerJoin("ticket", "ticket.id", "ticketOutcome.ticketId")
    .innerJoin("contractVersion", "contractVersion.id", "ticketOutcome.contractVersionId")
    .selectAll("ticketOutcome")
    .select(["ticket.number as ticketNumber", "contractVersion.contractId"]);
}

/** Where an outcome stands in a contract's list. */
const PLACE = [
  "ticketOutcome.endedAtMs",
  "ticketOutcome.ticketId",
  "ticketOutcome.target",
  "ticketOutcome.cycle",
] as const;

async function outcomesOf(
  db: Database,
  { contractId, fromMs, toMs, limit, after }: Parameters<Tickets["outcomes"]>[0],
): Promise<OutcomeRow[]> {
  let page = named(db)
    .where("contractVersion.contractId", "=", contractId)
    .where("ticketOutcome.endedAtMs", ">=", fromMs)
    .where("ticketOutcome.endedAtMs", "<", toMs)
    .orderBy(PLACE[0])
    .orderBy(PLACE[1])
    .orderBy(PLACE[2])
    .orderBy(PLACE[3])
    .limit(boundedLimit(limit));
  if (after !== undefined) {
    const { endedAtMs, ticketId, target, cycle } = after;
    page = page.where((where) =>
      where.eb(where.refTuple(...PLACE), ">", where.tuple(endedAtMs, ticketId, target, cycle)),
    );
  }
  return page.execute();
}
