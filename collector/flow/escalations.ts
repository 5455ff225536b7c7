import { escalationsOf, stepName } from "../domain/course.ts";
import type { EscalationRow, Unit } from "../registry/registry.ts";
import type { CountedTarget } from "./clocks.ts";

/**
 * The steps of escalations as rows. A step is fired once for each (ticket, target, cycle, step); one
 * that fired and that a later due time no longer justifies is armed again.
 *
 *     planned --now is past its instant--> fired
 *     planned --its target ended, or promises it no longer--> cancelled --it runs again--> planned
 *     fired --its instant lies ahead again--> planned
 */
export async function planEscalations({
  unit,
  ticketId,
  counted,
  before,
  nowMs,
}: {
  readonly unit: Unit;
  readonly ticketId: string;
  readonly counted: readonly CountedTarget[];
  /** The rows as they are. */
  readonly before: readonly EscalationRow[];
  readonly nowMs: number;
}): Promise<void> {
  const wanted = counted.flatMap((target) => plannedOf(target, ticketId, nowMs));
  const known = new Map(before.map((row) => [keyOf(row), row]));
  for (const plan of wanted) {
    const row = known.get(keyOf(plan));
    known.delete(keyOf(plan));
    if (row === undefined || isMoved(row, plan, nowMs)) {
      await unit.tickets.saveEscalation(plan);
    }
  }
  for (const row of known.values()) {
    if (row.state !== "planned") continue;
    const ended = { state: "cancelled", atMs: null, firesAfterMs: null } as const;
    await unit.tickets.saveEscalation({ ...row, ...ended });
  }
}

/** What a running target asks for; the same step twice is one. */
function plannedOf(
  { course, steps }: CountedTarget,
  ticketId: string,
  nowMs: number,
): EscalationRow[] {
  if (course.end !== undefined || steps.length === 0) return [];
  const plans = new Map<string, EscalationRow>();
  for (const { step, atMs, firesAfterMs } of escalationsOf(course, steps, nowMs)) {
    const name = stepName(step);
    plans.set(name, {
      ticketId,
      target: course.kind,
      cycle: course.cycle,
      step: name,
      state: "planned",
      atMs,
      firesAfterMs,
      firedAtMs: null,
      originalAtMs: null,
    });
  }
  return [...plans.values()];
}

function keyOf({ target, cycle, step }: EscalationRow): string {
  return `${target} ${cycle} ${step}`;
}

function isMoved(before: EscalationRow, plan: EscalationRow, nowMs: number): boolean {
  if (before.state === "fired") return plan.atMs !== null && plan.atMs > nowMs;
  return (
    before.state !== plan.state ||
    before.atMs !== plan.atMs ||
    before.firesAfterMs !== plan.firesAfterMs
  );
}
