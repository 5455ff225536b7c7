import { isUntaken, policyOf, wakeOf } from "../domain/escalation-policy.ts";
import type {
  EscalationPolicyRow,
  TicketRow,
  TicketTransitionRow,
  Unit,
  WatchRow,
} from "../registry/registry.ts";

/**
 * Which tickets nobody has taken, and when somebody is woken for each: a row as long as that is so, under
 * a policy or under none yet. What begins, is reopened or comes under another policy counts from then on.
 */

type Added = Pick<TicketTransitionRow, "ticketId" | "kind" | "fromState" | "toState">;

/** Lines that change who is to be woken without another state; those with one always do. */
const TELLING: ReadonlySet<string> = new Set<TicketTransitionRow["kind"]>([
  "opened",
  "queued",
  "started",
  "changed",
  "priority_changed",
  "coverage_changed",
]);

/** Keeps the watches of the tickets whose histories a unit added lines to. */
export async function watchTickets(
  unit: Unit,
  lines: readonly Added[],
  nowMs: number,
): Promise<void> {
  const telling = lines.filter(
    ({ kind, fromState, toState }) => TELLING.has(kind) || fromState !== toState,
  );
  const ticketIds = new Set(telling.map(({ ticketId }) => ticketId));
  if (ticketIds.size === 0) return;
  const policies = await unit.onCall.policies();
  for (const ticketId of ticketIds) {
    const ticket = await unit.tickets.find(ticketId);
    if (ticket === undefined || !isUntaken(ticket)) await unit.onCall.unwatch(ticketId);
    else await watchTicket(unit, { ticket, policies, nowMs });
  }
}

type Watching = {
  readonly ticket: TicketRow;
  readonly policies: readonly EscalationPolicyRow[];
  readonly nowMs: number;
};

async function watchTicket({ onCall }: Unit, { ticket, policies, nowMs }: Watching): Promise<void> {
  const policy = policyOf(policies, ticket);
  const before = await onCall.watchOf(ticket.id);
  if (before !== undefined && before.policyId === (policy?.id ?? null)) return;
  await onCall.watch(toWatch(ticket.id, policy, nowMs));
}

/** A ticket that comes under a policy, or under none, at an instant. */
export function toWatch(
  ticketId: string,
  policy: EscalationPolicyRow | undefined,
  sinceMs: number,
): WatchRow {
  const first = policy && wakeOf(policy, sinceMs, 0);
  return {
    ticketId,
    policyId: policy?.id ?? null,
    sinceMs,
    nextStep: 0,
    nextAtMs: first?.atMs ?? null,
  };
}
