import type { TicketTarget } from "@vigie/shared/ticket.ts";

/**
 * The one promised time of a ticket that a list shows: one that is broken and still runs, else the one
 * that is due next, else one that is paused; undefined where nothing is promised any more.
 */
export function nextTarget(targets: readonly TicketTarget[]): TicketTarget | undefined {
  const [first] = targets
    .filter(isRunning)
    .sort((a, b) => rankOf(a) - rankOf(b) || dueOf(a).localeCompare(dueOf(b)));
  return first;
}

/** One that was broken and is kept by now runs no more. */
function isRunning({ state, openIntervals }: TicketTarget): boolean {
  if (state === "breached") return openIntervals.length > 0;
  return state === "running" || state === "out_of_hours" || state === "paused";
}

function rankOf({ state }: TicketTarget): number {
  if (state === "breached") return 0;
  return state === "paused" ? 2 : 1;
}

/** What has no due time comes last. */
function dueOf({ dueAt }: TicketTarget): string {
  return dueAt ?? "9999";
}
