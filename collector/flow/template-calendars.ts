import type { CalendarWish } from "@vigie/shared/calendar.ts";
import { Value } from "typebox/value";
import { calendarIdsOf } from "../domain/clauses.ts";
import type { CalendarVersionRow, CustomerRow, Unit } from "../registry/registry.ts";
import { type Newest, newestCalendars } from "./calendar-newest.ts";
import type { ContractContext } from "./contract-context.ts";

/** As long as a calendar's name may be. */
const NAME_LENGTH_MAX = 100;

type Customer = Pick<CustomerRow, "id" | "name">;
type Making = Pick<ContractContext, "newId"> & { readonly unit: Unit };

/**
 * The calendars that a template asks for, by its keys: each one that says the same and is the
 * customer's already, else a new one. Never another customer's: whoever changes it would change the
 * hours of both. A complement names its base by key, and comes after it.
 */
export async function keepCalendars(
  { unit, newId }: Making,
  customer: Customer,
  wishes: Readonly<Record<string, CalendarWish>>,
): Promise<Map<string, string>> {
  const newest = await newestCalendars(unit);
  const theirs = await calendarsOf(unit, customer, newest);
  const taken = new Set(Array.from(newest.values(), ({ name }) => name));
  const byKey = new Map<string, CalendarVersionRow>();
  for (const [key, { name, document }] of Object.entries(wishes)) {
    const base = byKey.get(document.complementOf ?? "");
    const wanted = { ...document, ...(base && { complementOf: base.calendarId }) };
    const same = theirs.find(
      (one) => one.name.startsWith(name) && Value.Equal(one.document, wanted),
    );
    const row = same ?? {
      id: newId("clv"),
      calendarId: newId("cal"),
      name: freeName(name, customer, taken),
      number: 1,
      document: wanted,
      baseVersionId: base?.id ?? null,
    };
    if (same === undefined) await unit.contracts.addCalendarVersion(row);
    taken.add(row.name);
    byKey.set(key, row);
  }
  return new Map(Array.from(byKey, ([key, { calendarId }]) => [key, calendarId]));
}

/** The calendars that any version of the customer's contracts names, and what those hang on. */
async function calendarsOf(
  { contracts }: Unit,
  { id }: Customer,
  newest: Newest,
): Promise<CalendarVersionRow[]> {
  const ids = (await contracts.contractsOf(id)).map((contract) => contract.id);
  const named = new Set(
    (await contracts.versionsOf(ids)).flatMap(({ clauses }) => calendarIdsOf(clauses)),
  );
  // A set that grows while it is walked gives what was added, too, each once.
  for (const calendarId of named) {
    const base = newest.get(calendarId)?.document.complementOf;
    if (base !== undefined) named.add(base);
  }
  return [...named].flatMap((calendarId) => newest.get(calendarId) ?? []);
}

/** The template's name for it; with the customer's where that is taken, and then with a number. */
function freeName(name: string, customer: Customer, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 1; taken.has(free); number += 1) free = nameOf(name, customer, number);
  return free;
}

/** Such as "Monday-Friday 9-18 (Emile's Bakery)"; the second one ends in " 2". */
function nameOf(name: string, customer: Customer, number: number): string {
  const suffix = number === 1 ? "" : ` ${number}`;
  const space = NAME_LENGTH_MAX - name.length - suffix.length - " ()".length;
  return `${name} (${customer.name.slice(0, Math.max(0, space)).trim()})${suffix}`;
}
