import type { CalendarDocument } from "@vigie/shared/calendar.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { type Calendar, toCalendar } from "./calendar.ts";

/** Calendars some of which are complements of others: each is made after its base. */

/** A calendar to make. Names are whatever the caller tells its calendars apart by. */
export type NamedCalendar = {
  readonly name: string;
  readonly document: CalendarDocument;
  /** The name of the calendar of which it is the complement. */
  readonly base: string | undefined;
};

/** Which of them cannot be made, and why. */
export type NamedRefusal = Refusal & { readonly name: string };

/**
 * Makes all of them, by name; `known` are there already and may be bases too. Refuses with
 * `calendar_invalid` what toCalendar refuses, and complements in a circle.
 */
export function toCalendars(
  wanted: readonly NamedCalendar[],
  known: ReadonlyMap<string, Calendar> = new Map(),
): { readonly calendars: Map<string, Calendar> } | NamedRefusal {
  const byName = new Map(wanted.map((named) => [named.name, named]));
  const calendars = new Map<string, Calendar>();
  const made = (name: string): Calendar | undefined => calendars.get(name) ?? known.get(name);

  for (const { name } of wanted) {
    const chain = chainFrom(name, (link) =>
      made(link) === undefined ? byName.get(link) : undefined,
    );
    if ("problem" in chain) return chain;
    for (const link of chain.links) {
      const outcome = toCalendar(
        link.document,
        link.base === undefined ? undefined : made(link.base),
      );
      if ("problem" in outcome) return { ...outcome, name: link.name };
      calendars.set(link.name, outcome.calendar);
    }
  }
  return { calendars };
}

/** What is still to be made for a calendar, bases first. Refuses a circle. */
function chainFrom(
  name: string,
  find: (name: string) => NamedCalendar | undefined,
): { readonly links: readonly NamedCalendar[] } | NamedRefusal {
  const links = new Map<string, NamedCalendar>();
  for (let link = find(name); link !== undefined; link = find(link.base ?? "")) {
    if (links.has(link.name)) {
      const circle = [...links.keys(), link.name].join(", ");
      const detail = `it is a complement in a circle: ${circle}`;
      return { problem: "calendar_invalid", detail, name };
    }
    links.set(link.name, link);
    if (link.base === undefined) break;
  }
  return { links: [...links.values()].toReversed() };
}
