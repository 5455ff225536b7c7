import type { CalendarWish } from "@vigie/shared/calendar.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import { Value } from "typebox/value";
import type { CalendarVersionRow, Unit } from "../registry/registry.ts";

/** Calendars that are looked through for one that says the same. */
const CALENDARS_READ_MAX = 1_000;

/**
 * The calendars that a template asks for, by its keys: each one that is kept already under this name
 * and with this content, else a new one. A complement names its base by key, and comes after it.
 */
export async function keepCalendars(
  { contracts }: Unit,
  newId: (prefix: IdPrefix) => string,
  wishes: Readonly<Record<string, CalendarWish>>,
): Promise<Map<string, string>> {
  const kept = await contracts.newestCalendars({ limit: CALENDARS_READ_MAX });
  const byKey = new Map<string, CalendarVersionRow>();
  for (const [key, wish] of Object.entries(wishes)) {
    const base = byKey.get(wish.document.complementOf ?? "");
    const wanted = {
      name: wish.name,
      document: { ...wish.document, ...(base && { complementOf: base.calendarId }) },
    };
    const same = kept.find(({ name, document }) => Value.Equal({ name, document }, wanted));
    byKey.set(key, same ?? (await add(contracts, newId, { ...wanted, base })));
  }
  return new Map(Array.from(byKey, ([key, { calendarId }]) => [key, calendarId]));
}

async function add(
  contracts: Unit["contracts"],
  newId: (prefix: IdPrefix) => string,
  { name, document, base }: CalendarWish & { readonly base: CalendarVersionRow | undefined },
): Promise<CalendarVersionRow> {
  const row = {
    id: newId("clv"),
    calendarId: newId("cal"),
    name,
    number: 1,
    document,
    baseVersionId: base?.id ?? null,
  };
  await contracts.addCalendarVersion(row);
  return row;
}
