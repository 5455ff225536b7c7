import type { Channel } from "@vigie/shared/contract.ts";
import type { TicketState, TicketType } from "@vigie/shared/ticket.ts";
import type { TicketCoverage } from "@vigie/shared/ticket-document.ts";
import type { TicketSort } from "@vigie/shared/ticket-query.ts";

/** What narrows a list of tickets; of several values a ticket has one, and null = it has none. */
export type TicketNarrowing = {
  readonly ids?: readonly string[];
  /** What a person looks for; whatever they typed. Blank narrows nothing. */
  readonly search?: string;
  readonly states?: readonly TicketState[];
  readonly types?: readonly TicketType[];
  readonly priorities?: readonly number[];
  readonly coverages?: readonly TicketCoverage[];
  readonly channels?: readonly Channel[];
  readonly tags?: readonly string[];
  readonly customerId?: string;
  readonly siteId?: string;
  readonly machineId?: string;
  readonly equipmentId?: string;
  readonly requesterId?: string;
  readonly ruleId?: string;
  readonly assigneeId?: string | null;
  readonly teamId?: string | null;
  readonly parentId?: string | null;
  /** Whether it waits for a slot. */
  readonly queued?: boolean;
};

/** Where a ticket stands in every order; a page goes on after the place of the last of the one before. */
export type TicketPlace = {
  readonly number: number;
  readonly priority: number;
  readonly updatedAtMs: number;
  readonly breaksAtMs: number | null;
};

export type TicketQuery = TicketNarrowing & {
  /** By number if left out. */
  readonly sort?: TicketSort;
  /** `desc` if left out. Orders are whole: what is equal otherwise goes by number, the same way. */
  readonly order?: "asc" | "desc";
  readonly limit: number;
  readonly after?: TicketPlace;
};

/** A page of what people named: by name, as names are compared, then by id. */
export type PageByName = {
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: { readonly name: string; readonly id: string };
};
