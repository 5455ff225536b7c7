import { expect, test } from "vitest";
import { nextTarget } from "../../../dashboard/tickets/next-target.ts";
import type { TargetKind, TicketTarget } from "../../../shared/ticket.ts";

function target(kind: TargetKind, over: Partial<TicketTarget>): TicketTarget {
  return {
    kind,
    cycle: 1,
    state: "running",
    budgetSeconds: 3_600,
    elapsedSeconds: 0,
    remainingSeconds: 3_600,
    overrunSeconds: 0,
    dueAt: "2026-11-23T10:00:00Z",
    openIntervals: [[0, 1]],
    ...over,
  };
}

const soon = target("acknowledgement", { dueAt: "2026-11-23T09:00:00Z" });
const later = target("restoration", {});
const broken = target("first_response", { state: "breached", dueAt: null });
const paused = target("workaround", { state: "paused", dueAt: null });
const kept = target("resolution", { state: "met" });
const brokenAndKept = target("resolution", { state: "breached", openIntervals: [] });

test.for([
  [[later, soon], "acknowledgement", "what is due first"],
  [[soon, broken], "first_response", "what is broken goes before all"],
  [[paused, later], "restoration", "what is paused comes last"],
  [[paused], "workaround", "but is shown where nothing else is"],
  [[kept, brokenAndKept], undefined, "what is over is not shown"],
] as const)("%#: %s, %s", ([targets, kind]) => {
  expect(nextTarget(targets)?.kind).toBe(kind);
});
