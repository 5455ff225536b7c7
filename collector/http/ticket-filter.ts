import { OPEN_TICKET_STATES, type TicketState } from "@vigie/shared/ticket.ts";
import type { TicketSummary } from "@vigie/shared/ticket-document.ts";
import type { TicketFilter } from "@vigie/shared/ticket-query.ts";
import type { TicketNarrowing, TicketPlace } from "../registry/registry.ts";
import type { Position } from "./cursors.ts";

/** What a request finds tickets by, in the words of the registry. */
export function toNarrowing({ q, queued, ...filter }: TicketFilter): TicketNarrowing {
  return {
    ...given("search", q),
    ...given("queued", queued),
    ...given("states", statesOf(filter.state)),
    ...given("types", several(filter.type)),
    ...given("priorities", several(filter.priority)),
    ...given("coverages", several(filter.coverage)),
    ...given("channels", several(filter.channel)),
    ...given("tags", several(filter.tag)),
    ...given("customerId", filter.customer),
    ...given("siteId", filter.site),
    ...given("machineId", filter.machine),
    ...given("equipmentId", filter.equipment),
    ...given("requesterId", filter.requester),
    ...given("ruleId", filter.rule),
    ...given("assigneeId", orNone(filter.assignee)),
    ...given("teamId", orNone(filter.team)),
    ...given("parentId", orNone(filter.parent)),
  };
}

function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value };
function given(name: string, value: unknown) {
  return value === undefined ? {} : { [name]: value };
}

function several<Value extends string | number>(
  wished: Value | Value[] | undefined,
): Value[] | undefined {
  if (wished === undefined) return undefined;
  return Array.isArray(wished) ? [...new Set(wished)] : [wished];
}

function statesOf(wished: TicketFilter["state"]): TicketState[] | undefined {
  const named = several(wished);
  const states = named?.flatMap((name) => (name === "open" ? OPEN_TICKET_STATES : [name]));
  return states && [...new Set(states)];
}

/** An id, or the word for having none. */
function orNone(wished: string | undefined): string | null | undefined {
  return wished === "none" ? null : wished;
}

/** Where a ticket stands, as a cursor keeps it: whatever the order, all that orders compare. */
export function toPosition(ticket: TicketSummary): Position {
  const { id, number, priority, updatedAt, breaksAt } = ticket;
  const place = [number, priority, toMs(updatedAt), breaksAt === null ? null : toMs(breaksAt)];
  return { key: JSON.stringify(place), id };
}

/** The place that `toPosition` put into a cursor; its seal says that it is ours. */
export function toPlace({ key }: Position): TicketPlace {
  const [number, priority, updatedAtMs, breaksAtMs] = JSON.parse(String(key));
  return { number, priority, updatedAtMs, breaksAtMs };
}

function toMs(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}
