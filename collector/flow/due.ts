import type {
  EscalationRow,
  TargetRow,
  TicketRow,
  TicketTransitionRow,
  Unit,
} from "../registry/registry.ts";
import { toInstant } from "./documents.ts";

/** Vigie itself, where a transition says who. */
export const VIGIE = "vigie";

/** The promises of a ticket and the steps of its escalations. */
export type Promises = {
  readonly targets: readonly TargetRow[];
  readonly steps: readonly EscalationRow[];
};

/** What of a ticket is due: promises that broke, and steps of escalations. */
export type Due = Promises & {
  /** All that was looked at, while nothing of it was due: else it is to be read again. */
  readonly all: Promises | undefined;
};

export async function findDue(unit: Unit, { id }: TicketRow, nowMs: number): Promise<Due> {
  const all = await readPromises(unit, id);
  const targets = all.targets.filter(
    ({ state, breachAfterMs }) => state === "running" && isPast(breachAfterMs, nowMs),
  );
  const steps = all.steps.filter(
    ({ state, firesAfterMs }) => state === "planned" && isPast(firesAfterMs, nowMs),
  );
  return { targets, steps, all: targets.length + steps.length === 0 ? all : undefined };
}

export async function readPromises({ tickets }: Unit, ticketId: string): Promise<Promises> {
  return { targets: await tickets.targets(ticketId), steps: await tickets.escalations(ticketId) };
}

/**
 * Says what is due, each thing once, whoever comes first: the sweeper, or somebody whose act finds that
 * the sweeper did not come by yet.
 */
export async function tellDue(
  { tickets }: Unit,
  due: Promises,
  { ticket, nowMs }: { readonly ticket: TicketRow; readonly nowMs: number },
): Promise<void> {
  const lines: TicketTransitionRow[] = [];
  for (const target of due.targets) {
    if (!(await tickets.breach(target))) continue;
    lines.push(brokenLine(ticket, target, { atMs: target.breachAfterMs ?? nowMs, nowMs }));
  }
  if (lines.length > 0) await tickets.settleBreak(ticket.id);
  for (const step of due.steps) {
    if (await tickets.fire(step, nowMs)) lines.push(firedLine(ticket, step, nowMs));
  }
  for (const line of lines.toSorted((a, b) => a.effectiveAtMs - b.effectiveAtMs)) {
    await tickets.addTransition(line);
  }
}

/** The line that says that a promise broke; it broke at `atMs`, and was noticed now. */
export function brokenLine(
  ticket: Pick<TicketRow, "id" | "state">,
  { kind }: Pick<TargetRow, "kind">,
  { atMs, nowMs }: { readonly atMs: number; readonly nowMs: number },
): TicketTransitionRow {
  return {
    ...lineOf(ticket, nowMs),
    kind: "breached",
    effectiveAtMs: atMs,
    parameters: { target: kind },
  };
}

/** The line that takes back a breach: by what is known now the promise was not broken. */
export function withdrawnLine(
  ticket: Pick<TicketRow, "id" | "state">,
  { kind }: Pick<TargetRow, "kind">,
  nowMs: number,
): TicketTransitionRow {
  return {
    ...lineOf(ticket, nowMs),
    kind: "breach_withdrawn",
    effectiveAtMs: nowMs,
    parameters: { target: kind },
  };
}

/** A step that comes late says when it should have come, and when it came. */
function firedLine(
  ticket: TicketRow,
  { target, step, atMs }: EscalationRow,
  nowMs: number,
): TicketTransitionRow {
  const originalAtMs = atMs ?? nowMs;
  return {
    ...lineOf(ticket, nowMs),
    kind: "escalated",
    effectiveAtMs: originalAtMs,
    parameters: { target, step, originalAt: toInstant(originalAtMs) },
  };
}

function isPast(instantMs: number | null, nowMs: number): boolean {
  return instantMs !== null && instantMs < nowMs;
}

/** A line of Vigie's own, which changes no state. */
function lineOf({ id, state }: Pick<TicketRow, "id" | "state">, nowMs: number) {
  return {
    ticketId: id,
    atMs: nowMs,
    actor: VIGIE,
    fromState: state,
    toState: state,
    promises: null,
    text: null,
  };
}
