import { calendarIdsOf } from "../domain/clauses.ts";
import { standingAt, versionsFrom } from "../domain/contract-course.ts";
import type { CalendarVersionRow, ContractListRow, Tables, Unit } from "../registry/registry.ts";
import { STAFF } from "./contract-context.ts";

/**
 * The contracts whose hours a calendar is: those that have not ended and name it in what holds today
 * or later, or in a draft. A version that was followed by another names it no more.
 */

/** Contracts that are looked at together. */
const PAGE = 500;

export async function* contractsNaming(
  { contracts }: Pick<Tables, "contracts">,
  calendarId: string,
  nowMs: number,
): AsyncGenerator<ContractListRow> {
  let after: string | undefined;
  for (;;) {
    const rows = await contracts.contractsNaming(calendarId, {
      limit: PAGE,
      ...(after && { after }),
    });
    const ids = rows.map(({ id }) => id);
    const versions = Map.groupBy(await contracts.versionsOf(ids), ({ contractId }) => contractId);
    for (const row of rows) {
      const own = versions.get(row.id) ?? [];
      const named = versionsFrom(own, nowMs).flatMap(({ clauses }) => calendarIdsOf(clauses));
      const hasEnded = standingAt(row, own, nowMs)?.state === "ended";
      if (named.includes(calendarId) && !hasEnded) yield row;
    }
    after = ids.at(-1);
    if (rows.length < PAGE) return;
  }
}

/** Keeps in the events of contracts that calendars which they name have a further version. */
export async function tellContracts(
  unit: Unit,
  changed: readonly Pick<CalendarVersionRow, "calendarId" | "name" | "number">[],
  nowMs: number,
): Promise<void> {
  for (const { calendarId, name, number } of changed) {
    for await (const { id } of contractsNaming(unit, calendarId, nowMs)) {
      await unit.contracts.addEvent({
        contractId: id,
        kind: "calendar_changed",
        key: null,
        atMs: nowMs,
        actor: STAFF,
        parameters: { calendarId, name, version: number },
      });
    }
  }
}
