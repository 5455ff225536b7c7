import { CHANGE_MODES, REOPEN_MODES } from "@vigie/shared/sla.ts";
import type { TargetKind, TicketState, TransitionKind, WaitsFor } from "@vigie/shared/ticket.ts";
import type { ClockEvent, Promised } from "./course.ts";

/**
 * What the lines of a ticket's history mean to its clocks. A line that was told late takes its place by
 * when it happened: so a mail that was imported late gives the same clock as one that came in time.
 *
 * The first response is the first public reply or outgoing call of the staff. What a customer asks for is
 * their first message, and begins when they asked: so whatever is said to them comes after it. What
 * monitoring found needs no message of theirs. A later message ends a wait for them and begins no clock.
 */

/** The lines that clocks are made from; nothing else in a history moves them. */
export const CLOCK_KINDS = [
  "opened",
  "queued",
  "started",
  "acknowledged",
  "replied",
  "called",
  "customer_wrote",
  "waiting",
  "went_on",
  "arrived",
  "worked_around",
  "restored",
  "resolved",
  "reopened",
  "cancelled",
  "merged",
  "priority_changed",
  "contract_changed",
  "coverage_changed",
] as const satisfies readonly TransitionKind[];

/** Lines of one ticket from which its clocks are made; beyond it a ticket can only be ended. */
export const CLOCK_LINES_MAX = 4_000;

export type ClockLine = {
  readonly kind: TransitionKind;
  readonly effectiveAtMs: number;
  readonly toState: TicketState;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** What is promised from here on; null = as before. */
  readonly promises: readonly Promised<TargetKind>[] | null;
};

/**
 * The events of lines, which are given in the order in which they happened. What was done once is done:
 * the second reply is no event.
 */
export function toClockEvents(lines: readonly ClockLine[]): ClockEvent<TargetKind>[] {
  const events: ClockEvent<TargetKind>[] = [];
  const done = new Set<TargetKind>();
  let waits: WaitsFor | undefined;
  for (const line of lines) {
    if (endsWait(line, waits)) {
      events.push({ kind: "resumed", atMs: line.effectiveAtMs });
      waits = undefined;
    }
    for (const event of eventsOf(line)) {
      if (event.kind === "fulfilled" && done.has(event.target)) continue;
      if (event.kind === "fulfilled") done.add(event.target);
      events.push(event);
    }
    if (line.kind !== "waiting") continue;
    if (waits === undefined) events.push({ kind: "paused", atMs: line.effectiveAtMs });
    waits = line.toState === "waiting_customer" ? "customer" : "third_party";
  }
  return events;
}

/** Lines after which nobody is waited for; of the customer's own words only the customer was. */
const WAIT_ENDERS: ReadonlySet<TransitionKind> = new Set<TransitionKind>([
  "went_on",
  "resolved",
  "cancelled",
  "merged",
]);

function endsWait({ kind }: ClockLine, waits: WaitsFor | undefined): boolean {
  if (waits === undefined) return false;
  return kind === "customer_wrote" ? waits === "customer" : WAIT_ENDERS.has(kind);
}

function eventsOf(line: ClockLine): ClockEvent<TargetKind>[] {
  const kind = CLOCK_KINDS.find((known) => known === line.kind);
  return kind === undefined ? [] : EVENTS[kind](line);
}

/**
 * What a person does with a ticket keeps promises. Whoever works on it has taken it, and a restored
 * service needs no workaround any more.
 */
const EVENTS: Readonly<
  Record<(typeof CLOCK_KINDS)[number], (line: ClockLine) => ClockEvent<TargetKind>[]>
> = {
  opened: ({ effectiveAtMs: atMs, promises }) => [
    { kind: "opened", atMs, promises: promises ?? [] },
  ],
  // No clock runs for what waits for a slot; what is done meanwhile is done when they start.
  queued: () => [],
  started: ({ effectiveAtMs: atMs, promises }) => [
    { kind: "changed", atMs, mode: "restart", promises: promises ?? [], keepsOthers: false },
  ],
  acknowledged: keeps("acknowledgement"),
  replied: keeps("acknowledgement", "first_response"),
  called: keeps("acknowledgement", "first_response"),
  customer_wrote: keeps(),
  waiting: keeps("acknowledgement"),
  went_on: keeps("acknowledgement"),
  arrived: keeps("acknowledgement", "on_site_arrival"),
  worked_around: keeps("acknowledgement", "workaround"),
  restored: keeps("acknowledgement", "workaround", "restoration"),
  resolved,
  reopened,
  cancelled: ({ effectiveAtMs: atMs }) => [{ kind: "cancelled", atMs }],
  merged: ({ effectiveAtMs: atMs }) => [{ kind: "cancelled", atMs }],
  priority_changed: changed,
  contract_changed: changed,
  coverage_changed: (line) => (line.promises === null ? [] : changed(line)),
};

function keeps(...targets: TargetKind[]): (line: ClockLine) => ClockEvent<TargetKind>[] {
  return ({ effectiveAtMs }) => fulfilled(effectiveAtMs, targets);
}

function fulfilled(atMs: number, targets: readonly TargetKind[]): ClockEvent<TargetKind>[] {
  return targets.map((target) => ({ kind: "fulfilled", atMs, target }));
}

/** Whoever resolves a ticket has taken it; one that recovered by itself was not needed. */
function resolved({ effectiveAtMs: atMs, parameters }: ClockLine): ClockEvent<TargetKind>[] {
  if (parameters["as"] === "not_needed") return [{ kind: "closed", atMs, as: "not_needed" }];
  return [...fulfilled(atMs, ["acknowledgement"]), { kind: "closed", atMs, as: "judged" }];
}

/** A person who reopens it has it in hand; one that came back by itself is new again. */
function reopened({
  effectiveAtMs: atMs,
  parameters,
  toState,
}: ClockLine): ClockEvent<TargetKind>[] {
  const mode = REOPEN_MODES.find((known) => known === parameters["mode"]) ?? "resume";
  const taken = toState === "new" ? [] : fulfilled(atMs, ["acknowledgement"]);
  return [{ kind: "reopened", atMs, mode }, ...taken];
}

function changed({
  effectiveAtMs: atMs,
  parameters,
  promises,
}: ClockLine): ClockEvent<TargetKind>[] {
  const mode = CHANGE_MODES.find((known) => known === parameters["mode"]) ?? "carry_elapsed";
  return [{ kind: "changed", atMs, mode, promises: promises ?? [], keepsOthers: false }];
}
