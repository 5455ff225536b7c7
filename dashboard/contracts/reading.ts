import type { CalendarDocument, KeptCalendar } from "@vigie/shared/calendar.ts";
import type {
  ContractDocument,
  VersionDocument,
  VersionWish,
} from "@vigie/shared/contract-version.ts";
import type { Missing } from "./draft-missing.ts";

/** A contract as it is being read: which version of it, with the calendars that it names. */
export type ContractReading = {
  readonly contract: ContractDocument;
  readonly version: VersionDocument;
  /** By id. */
  readonly calendars: ReadonlyMap<string, KeptCalendar>;
  /** A draft that the reader may change; undefined = it only reads. */
  readonly editing: Editing | undefined;
};

/** What somebody is making of a draft, before it is saved. */
export type Editing = {
  readonly content: VersionWish;
  readonly missing: Missing;
  readonly change: (content: VersionWish) => void;
};

/** The clauses as they stand on the screen: of the draft being written, else of the version. */
export function clausesOf({ version, editing }: ContractReading): VersionWish["clauses"] {
  return editing?.content.clauses ?? version.clauses;
}

/** The name of a calendar; its id where it is not known, so that nothing is hidden. */
export function calendarName({ calendars }: ContractReading, id: string): string {
  return calendars.get(id)?.name ?? id;
}

/** Only the documents, as the arithmetic of a week wants them. */
export function documentsOf(
  calendars: ContractReading["calendars"],
): ReadonlyMap<string, CalendarDocument> {
  return new Map([...calendars].map(([id, { document }]) => [id, document]));
}

/** The calendars that the clauses name, the levels' first, with those that complements are of. */
export function calendarsNamed(reading: ContractReading): KeptCalendar[] {
  const { levels, channels, pricing } = clausesOf(reading);
  const ids = [
    ...levels.flatMap(({ targets }) => targets.map(({ calendarId }) => calendarId)),
    ...channels.flatMap(({ calendarId }) => calendarId ?? []),
    ...(pricing.multipliers ?? []).map(({ calendarId }) => calendarId),
  ];
  return [...new Set(ids)].flatMap((id) => reading.calendars.get(id) ?? []);
}

/** Whether a variable of the draft puts its value there: then it is changed by the variable alone. */
export function isFilledByVariable({ variables }: VersionWish, pointer: string): boolean {
  return variables.some(({ path }) => path === pointer);
}
