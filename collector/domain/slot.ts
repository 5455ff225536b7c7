import type { Channel, SimultaneousLimit } from "@vigie/shared/contract.ts";
import type { TicketCoverage } from "@vigie/shared/ticket-document.ts";

/**
 * Requests that a contract lets be worked on at once. A ticket of this kind has the key of the limit
 * under which it counts, and holds a slot of it from its opening, or from when one frees, until it is
 * over; also while it waits for somebody, because it is not over then. The first to come is the first
 * to begin.
 *
 * What monitoring finds neither waits nor takes a slot: a limit is about what people ask for.
 */

/** What of a ticket says under which limit it counts. */
export type Request = {
  readonly channel: Channel;
  readonly coverage: TicketCoverage;
  readonly customerId: string;
  readonly siteId: string | null;
  /** The ticket of the outage that it is a part of. */
  readonly parentId: string | null;
};

/** The clause of a contract, with its contract. */
export type Limited = {
  readonly contractId: string;
  readonly clauses: { readonly simultaneous: SimultaneousLimit | null };
};

/**
 * The key of the limit under which a request counts; null = under none. A customer's tickets of all
 * contracts with such a clause count together; requests that name no site have a queue of their own.
 */
export function slotKeyOf(request: Request, contract: Limited | undefined): string | null {
  const limit = contract?.clauses.simultaneous;
  if (contract === undefined || limit == null || !isLimited(request)) return null;
  return KEYS[limit.per](request, contract);
}

const KEYS: Readonly<
  Record<SimultaneousLimit["per"], (request: Request, contract: Limited) => string>
> = {
  customer: ({ customerId }) => customerId,
  contract: (_request, { contractId }) => contractId,
  site: ({ siteId }, { contractId }) => `${contractId} ${siteId ?? "-"}`,
};

function isLimited({ channel, coverage, parentId }: Request): boolean {
  return channel !== "monitoring" && coverage === "covered" && parentId === null;
}

/** Whether the next one may begin. */
export function hasRoom(taken: number, limit: SimultaneousLimit | null): boolean {
  return limit === null || taken < limit.limit;
}
