import type { EscalationTarget } from "@vigie/shared/escalation-policy.ts";
import { isUntaken, policyOf, type Wake, wakeOf } from "../domain/escalation-policy.ts";
import type { Person } from "../domain/notice-audience.ts";
import type {
  EscalationPolicyRow,
  Tables,
  TicketRow,
  Unit,
  WatchRow,
} from "../registry/registry.ts";
import { touchTicket } from "./draft.ts";
import { VIGIE } from "./due.ts";
import type { Gathering } from "./ledger.ts";
import { readStaff } from "./notice-book.ts";
import type { Notifier } from "./notifier.ts";
import { type OnCallTools, onCallBy } from "./on-call.ts";
import type { Stepper } from "./stepper.ts";
import { toWatch } from "./watches.ts";

/**
 * Wakes the next ones for tickets that nobody takes. A step is fired once, late where the collector was
 * away; where a step finds nobody the next one of its round comes at once. When policies are changed every
 * ticket is looked at again, behind those whose step is due.
 */

type Tools = OnCallTools & { readonly notifier: Notifier };

/** Tickets taken in one sweep; what is left is taken by the next. */
const SWEPT_AT_ONCE = 500;

export async function sweepWatches(
  tools: Tools & { readonly read: Tables; readonly stepper: Stepper },
  { wallMs: nowMs }: { readonly wallMs: number },
): Promise<void> {
  const { read, stepper } = tools;
  const rows = await read.onCall.dueWatches(nowMs, stepper.rowsFor(SWEPT_AT_ONCE));
  const step = (gathering: Gathering, row: WatchRow) => escalate(tools, gathering, { row, nowMs });
  await stepper.each({ what: "watch", rows, idOf: ({ ticketId }) => ticketId, step }, nowMs);
}

/** As it is now: whatever was due may have been done since it was asked for, and then nothing is. */
async function escalate(
  tools: Tools,
  gathering: Gathering,
  { row: { ticketId }, nowMs }: { readonly row: WatchRow; readonly nowMs: number },
): Promise<void> {
  const { onCall, tickets } = gathering.unit;
  const watch = await onCall.watchOf(ticketId);
  if (watch === undefined) return;
  const ticket = await tickets.find(ticketId);
  if (ticket === undefined || !isUntaken(ticket)) {
    await onCall.unwatch(ticketId);
    return;
  }
  const policy = policyOf(await onCall.policies(), ticket);
  if (policy === undefined || policy.id !== watch.policyId) {
    await onCall.watch(toWatch(ticketId, policy, nowMs));
    return;
  }
  await climb(tools, gathering, { ticket, policy, watch, nowMs });
}

type Climb = {
  readonly ticket: TicketRow;
  readonly policy: EscalationPolicyRow;
  readonly watch: WatchRow;
  readonly nowMs: number;
};

/** Fires every step that is due, and plans the one after it. */
async function climb(
  tools: Tools,
  gathering: Gathering,
  { ticket, policy, watch, nowMs }: Climb,
): Promise<void> {
  let nextStep = watch.nextStep;
  let goesOn = false;
  let next = wakeOf(policy, watch.sinceMs, nextStep);
  while (next !== undefined && (next.atMs <= nowMs || (goesOn && next.index > 0))) {
    goesOn = !(await fire(tools, gathering, { ticket, policy, wake: next, nowMs }));
    nextStep += 1;
    next = wakeOf(policy, watch.sinceMs, nextStep);
  }
  const planned = { nextStep, nextAtMs: next?.atMs ?? null };
  if (await gathering.unit.onCall.stepWatch(watch, planned)) return;
  throw new Error(`the watch of ${ticket.id} changed inside its own unit`);
}

type Firing = Omit<Climb, "watch"> & { readonly wake: Wake };

/** Whether a step found anybody. Who knows already is not told, and where all do it says nothing. */
async function fire(
  { notifier, ...tools }: Tools,
  { unit, draft }: Gathering,
  { ticket, policy, wake: { step, index, round, atMs }, nowMs }: Firing,
): Promise<boolean> {
  const people = await peopleFor(tools, unit, { to: step.to, nowMs });
  const asleep = await notifier.whoSleeps(unit, { ticket, people }, nowMs);
  if (people.length > 0 && asleep.length === 0) return true;
  const row = {
    ticketId: ticket.id,
    kind: "escalated",
    atMs: nowMs,
    effectiveAtMs: Math.min(atMs, nowMs),
    actor: VIGIE,
    fromState: ticket.state,
    toState: ticket.state,
    parameters: { policy: policy.id, step: index + 1, round: round + 1, told: named(asleep) },
    promises: null,
    text: null,
  } as const;
  const line = { ...row, id: await unit.tickets.addTransition(row) };
  draft.notices += await notifier.wake(unit, { ticket, people: asleep, line }, nowMs);
  touchTicket(draft, ticket);
  return people.length > 0;
}

/** People who are named in a line of a history; of more it says that there are. */
const NAMED_MAX = 20;

function named(people: readonly Person[]): string {
  const names = people.slice(0, NAMED_MAX).map(({ name }) => name);
  return [...names, ...(people.length > NAMED_MAX ? ["…"] : [])].join(", ");
}

type Asked = { readonly to: EscalationTarget; readonly nowMs: number };

/** Those of the staff whom a step means, and who are here. */
async function peopleFor(
  tools: OnCallTools,
  unit: Unit,
  { to, nowMs }: Asked,
): Promise<readonly Person[]> {
  const staff = await readStaff(unit);
  switch (to.tells) {
    case "staff":
      return staff.filter(({ id }) => id === to.staffId);
    case "team":
      return staff.filter(({ teamIds }) => teamIds.includes(to.teamId));
    case "role":
      return staff.filter(({ role }) => role === to.role);
    case "rota": {
      const ids = await onCallIds(tools, unit, { rotaId: to.rotaId, nowMs });
      return staff.filter(({ id }) => ids.has(id));
    }
    case "on_call": {
      const ids = await onCallIds(tools, unit, { nowMs });
      const onCall = staff.filter(({ id }) => ids.has(id));
      return onCall.length > 0 ? onCall : staff.filter(({ role }) => role === "dispatcher");
    }
  }
}

/** Who is on call by one rota, or by any. */
async function onCallIds(
  tools: OnCallTools,
  unit: Unit,
  { rotaId, nowMs }: { readonly rotaId?: string; readonly nowMs: number },
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const rota of await unit.onCall.rotas()) {
    if (rotaId !== undefined && rota.id !== rotaId) continue;
    const shift = await onCallBy(tools, unit, { rota, nowMs });
    if (shift !== undefined) ids.add(shift.staffId);
  }
  return ids;
}
