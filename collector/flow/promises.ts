import type { ContractClauses } from "@vigie/shared/contract.ts";
import type { CalendarNumberRow, FrozenPromise, Tables, TicketRow } from "../registry/registry.ts";
import { basisOf } from "./bases.ts";

/**
 * What a contract promises a ticket, frozen: from then on its clocks name versions of calendars, and
 * whatever is edited later makes other versions.
 */
export type Frozen = {
  readonly promises: readonly FrozenPromise[];
  /** The version of each calendar by which the contract counts. */
  readonly calendarVersionIds: readonly string[];
};

export type Freezing = {
  readonly clauses: Pick<ContractClauses, "levels">;
  readonly priority: number;
  /** Versions that the ticket was given before; of other calendars the newest is taken. */
  readonly known: readonly string[];
};

export async function freeze(
  { contracts }: Pick<Tables, "contracts">,
  { clauses, priority, known }: Freezing,
): Promise<Frozen> {
  const versions = versionsInForce(await contracts.calendarNumbers(), known);
  const versionOf = (calendarId: string): string => {
    const version = versions.get(calendarId);
    if (version === undefined)
      throw new Error(`the contract names no known calendar: ${calendarId}`);
    return version.id;
  };
  const level = clauses.levels.find((promised) => promised.priority === priority);
  const named = clauses.levels.flatMap(({ targets }) => targets);
  return {
    promises: (level?.targets ?? []).map(({ calendarId, ...promise }) => ({
      ...promise,
      calendarVersionId: versionOf(calendarId),
    })),
    calendarVersionIds: [
      ...new Set(named.flatMap(({ calendarId }) => versions.get(calendarId)?.id ?? [])),
    ],
  };
}

/** What is promised under a ticket's terms: nothing where it is not covered, or is a part of an outage. */
export async function frozenFor(
  read: Pick<Tables, "contracts">,
  ticket: Pick<TicketRow, "contractVersionId" | "coverage" | "parentId" | "priority">,
  known: readonly string[],
): Promise<Frozen> {
  const version = await basisOf(read, ticket);
  if (version === undefined) return { promises: [], calendarVersionIds: [] };
  const { clauses } = version;
  const frozen = await freeze(read, { clauses, priority: ticket.priority, known });
  const isOwed = ticket.coverage === "covered" && ticket.parentId === null;
  return isOwed ? frozen : { ...frozen, promises: [] };
}

/** By calendar: the version that is known, else the newest. */
function versionsInForce(
  rows: readonly CalendarNumberRow[],
  known: readonly string[],
): Map<string, CalendarNumberRow> {
  const inForce = new Map<string, CalendarNumberRow>();
  for (const row of rows.toSorted((a, b) => a.number - b.number)) inForce.set(row.calendarId, row);
  for (const row of rows) if (known.includes(row.id)) inForce.set(row.calendarId, row);
  return inForce;
}
