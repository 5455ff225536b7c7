import type { TimeKind } from "@vigie/shared/work.ts";

/** Time that people worked on tickets. */

export type TimeEntryRow = {
  readonly id: string;
  readonly ticketId: string;
  /** Who worked, in their own words. */
  readonly person: string;
  readonly kind: TimeKind;
  readonly startedAtMs: number;
  /** null = it runs. */
  readonly endedAtMs: number | null;
  /** Of it, outside the hours that the ticket's first promise counted by; null = none did. */
  readonly outOfHoursMs: number | null;
  readonly note: string;
  readonly version: number;
};

/** An entry with the number of its ticket. */
export type NumberedTimeEntryRow = TimeEntryRow & { readonly ticketNumber: number };

/** Whole minutes of ended entries, each rounded on its own. */
export type WorkedRow = {
  readonly workMinutes: number;
  readonly travelMinutes: number;
  /** Of the work. */
  readonly outOfHoursMinutes: number;
};

export interface TimeEntries {
  /** Rejects when the person has another one that runs. */
  add(row: TimeEntryRow): Promise<void>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  change(row: TimeEntryRow): Promise<boolean>;
  /** False = somebody else changed it. */
  remove(id: string, version: number): Promise<boolean>;
  find(id: string): Promise<NumberedTimeEntryRow | undefined>;
  /** Of a ticket, newest first. */
  list(query: {
    readonly ticketId: string;
    readonly limit: number;
    readonly after?: Pick<TimeEntryRow, "startedAtMs" | "id">;
  }): Promise<TimeEntryRow[]>;
  count(ticketId: string): Promise<number>;
  /** The timer of a person, whatever it is on. */
  running(person: string): Promise<NumberedTimeEntryRow | undefined>;
  /** The first ended entry of a person that overlaps a span; an entry lasts at most a day. */
  overlapping(query: {
    readonly person: string;
    readonly kind: TimeKind;
    readonly startMs: number;
    readonly endMs: number;
    /** This one does not count. */
    readonly exceptId?: string;
  }): Promise<NumberedTimeEntryRow | undefined>;
  worked(ticketId: string): Promise<WorkedRow>;
}
