import type {
  EscalationPolicyDocument,
  EscalationPolicyStep,
} from "@vigie/shared/escalation-policy.ts";
import type { TicketState } from "@vigie/shared/ticket.ts";

/** When the next one is told of a ticket that nobody takes, and of which tickets at all. */

/** The parts of a policy that decide. */
export type EscalationPolicy = Omit<EscalationPolicyDocument, "key" | "name" | "label" | "version">;

/** A step of a policy for one ticket, once in each round. */
export type Wake = {
  readonly step: EscalationPolicyStep;
  /** From 0 on, likewise the round. */
  readonly index: number;
  readonly round: number;
  readonly atMs: number;
};

const MINUTE_MS = 60_000;

/**
 * Whether somebody has still to take a ticket. What waits for a slot has not begun, and a part of an
 * outage wakes nobody by itself: the outage does. Who was only given it has not taken it.
 */
export function isUntaken({
  state,
  takenBy,
  queuedAtMs,
  parentId,
}: {
  readonly state: TicketState;
  readonly takenBy: string | null;
  readonly queuedAtMs: number | null;
  readonly parentId: string | null;
}): boolean {
  return state === "new" && takenBy === null && queuedAtMs === null && parentId === null;
}

/** Whether a policy is about a ticket. */
function isAbout(
  { enabled, customerIds, priorities }: EscalationPolicy,
  { customerId, priority }: { readonly customerId: string; readonly priority: number },
): boolean {
  return (
    enabled &&
    (customerIds.length === 0 || customerIds.includes(customerId)) &&
    (priorities.length === 0 || priorities.some((one) => one === priority))
  );
}

/** Of the policies about a ticket the one that is most its own: named customers before all, then the oldest. */
export function policyOf<Policy extends EscalationPolicy>(
  policies: readonly Policy[],
  ticket: { readonly customerId: string; readonly priority: number },
): Policy | undefined {
  const about = policies.filter((policy) => isAbout(policy, ticket));
  return about.find(({ customerIds }) => customerIds.length > 0) ?? about[0];
}

/**
 * The n-th step to fire of a ticket that was opened at `openedAtMs`, counted over all rounds from 0;
 * undefined after the last one. Its instant follows from the opening alone, so that a step that fires
 * late moves none of those after it.
 */
export function wakeOf(
  { steps, repeats, repeatAfterMinutes }: EscalationPolicy,
  openedAtMs: number,
  n: number,
): Wake | undefined {
  const index = n % steps.length;
  const round = Math.floor(n / steps.length);
  const step = steps[index];
  const last = steps.at(-1);
  if (step === undefined || last === undefined || round > repeats) return undefined;
  const roundMinutes = last.afterMinutes + repeatAfterMinutes;
  const atMs = openedAtMs + (round * roundMinutes + step.afterMinutes) * MINUTE_MS;
  return { step, index, round, atMs };
}

/** What is wrong with steps, in words; their order is that of their time. */
export function wrongSteps(steps: readonly EscalationPolicyStep[]): string | undefined {
  const at = steps.findIndex(
    ({ afterMinutes }, index) => afterMinutes <= (steps[index - 1]?.afterMinutes ?? -1),
  );
  if (at === -1) return undefined;
  const { afterMinutes } = steps[at] ?? {};
  return `steps[${at}].afterMinutes: ${afterMinutes} is not later than the step before it`;
}
