import type { CalendarInUse, KeptCalendar } from "@vigie/shared/calendar.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { CalendarVersionRow, ContractListRow, Tables } from "../registry/registry.ts";
import { newestCalendars, withComplements } from "./calendar-newest.ts";
import { contractsNaming } from "./calendar-users.ts";

/** Contracts that a calendar's document names; it counts the others. */
const CONTRACTS_LISTED_MAX = 200;

/** A version of a calendar as the API says it. */
export function toKeptCalendar(row: CalendarVersionRow): KeptCalendar {
  const { calendarId, name, document, baseVersionId } = row;
  const version = { id: row.id, number: row.number, ...(baseVersionId && { baseVersionId }) };
  return { id: calendarId, name, version, document };
}

/** A calendar in its newest version, with whom a further one would touch. Throws `not_found`. */
export async function readCalendar(
  tables: Pick<Tables, "contracts">,
  calendarId: string,
  nowMs: number,
): Promise<CalendarInUse> {
  const newest = await newestCalendars(tables);
  const row = newest.get(calendarId);
  if (row === undefined) throw new ProblemError("not_found");
  const found = new Map<string, ContractListRow>();
  for (const id of withComplements(calendarId, newest)) {
    for await (const contract of contractsNaming(tables, id, nowMs)) {
      found.set(contract.id, contract);
    }
  }
  const contracts = Array.from(
    found.values(),
    ({ id, number, name, customerId, customerName }) => ({
      id,
      number,
      name,
      customer: { id: customerId, name: customerName },
    }),
  );
  return {
    ...toKeptCalendar(row),
    contracts: contracts.slice(0, CONTRACTS_LISTED_MAX),
    contractCount: contracts.length,
  };
}
