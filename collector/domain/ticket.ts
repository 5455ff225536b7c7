import type { Refusal } from "@vigie/shared/problems.ts";
import type { Severity } from "@vigie/shared/rule.ts";
import {
  OPEN_TICKET_STATES,
  type TargetKind,
  type TargetState,
  type TicketState,
  type TransitionKind,
} from "@vigie/shared/ticket.ts";

/**
 * What may happen to a ticket, and what it does to the ticket and to its promised times. Nothing is
 * changed here: a decision says what the desk has to write.
 */

export type Ticket = {
  readonly state: TicketState;
  /** Who took it; null = nobody. */
  readonly takenBy: string | null;
};

export type TicketAct =
  | { readonly kind: "repeat" }
  | {
      readonly kind: "recover";
      /** Whether the rule lets a recovery resolve the ticket. */
      readonly resolves: boolean;
    }
  | { readonly kind: "acknowledge"; readonly by: string }
  | { readonly kind: "comment"; readonly by: string }
  | { readonly kind: "resolve"; readonly by: string }
  /** Firing again within `REOPEN_WITHIN_MS` of a resolution by itself. */
  | { readonly kind: "reopen" }
  /** A target's budget was exceeded while it ran. */
  | { readonly kind: "breach"; readonly target: TargetKind };

/** What an act does to the targets that still run. */
export type TargetEffect =
  | { readonly kind: "keep" }
  | {
      readonly kind: "end";
      readonly targets: "acknowledgement" | "all";
      /** `judged` = met or breached, by its clock; `not_needed` = neither, unless breached already. */
      readonly as: "judged" | "not_needed";
    }
  /** Targets that ended as not needed run on; the time in which the ticket was closed is no time. */
  | { readonly kind: "resume" }
  | { readonly kind: "breach"; readonly target: TargetKind };

export type Decision = Ticket & {
  /** What its history gains, in order. */
  readonly lines: readonly TransitionKind[];
  readonly targets: TargetEffect;
};

/** How long after it resolved itself a ticket is taken up again, instead of a new one. */
export const REOPEN_WITHIN_MS = 30 * 60_000;

const KEEP: TargetEffect = { kind: "keep" };

/**
 * What an act does to a ticket, or why it cannot: `ticket_state`, with the state as its detail.
 *
 *     new --acknowledge--> acknowledged ...> in_progress <...> waiting_customer, waiting_third_party
 *
 *     all of these --a person resolves it, or it recovers before anybody took it--> resolved
 *     all of these ...> cancelled, merged
 *     resolved --it fires again, and nobody had taken it--> new
 *     resolved ...> closed
 *
 * Dotted ways are a person's change of state and not an act. Closed, cancelled and merged are ends:
 * nothing happens there any more.
 */
export function decide(ticket: Ticket, act: TicketAct): Decision | Refusal {
  if (!isOpen(ticket) && ticket.state !== "resolved") return refusal(ticket);
  switch (act.kind) {
    case "repeat":
      return whileOpen(ticket, note(ticket, "repeated"));
    case "recover":
      return recover(ticket, act.resolves);
    case "acknowledge":
      return acknowledge(ticket, act.by);
    case "comment":
      return note(ticket, "commented");
    case "resolve":
      return whileOpen(ticket, resolve(ticket, act.by));
    case "reopen":
      return reopen(ticket);
    case "breach":
      return whileOpen(ticket, breach(ticket, act.target));
  }
}

export type EndedState = Extract<TargetState, "met" | "breached" | "not_needed">;

/** How a running target ends, by the effect and by whether its clock had passed the budget. */
export function endOf(as: "judged" | "not_needed", isBreached: boolean): EndedState {
  if (isBreached) return "breached";
  return as === "judged" ? "met" : "not_needed";
}

export type Level = "high" | "medium" | "low";
export type Priority = 1 | 2 | 3 | 4;

/**
 * Priority by impact, then urgency. It is the simple priority coding of ITIL (Service Operation,
 * 2011, table 4.1), whose fifth step, low and low, is one with the fourth here.
 */
export const PRIORITY_MATRIX: Readonly<Record<Level, Readonly<Record<Level, Priority>>>> = {
  high: { high: 1, medium: 2, low: 3 },
  medium: { high: 2, medium: 3, low: 4 },
  low: { high: 3, medium: 4, low: 4 },
};

/** The priority of a ticket that a rule opens: critical is high and high, warning medium and medium. */
export function priorityOf(severity: Severity): Priority {
  const level = severity === "critical" ? "high" : "medium";
  return PRIORITY_MATRIX[level][level];
}

/** A recovery after a person resolved it is worth a line; it changes nothing else. */
function recover(ticket: Ticket, resolves: boolean): Decision {
  if (!isOpen(ticket) || !resolves || ticket.takenBy !== null) return note(ticket, "recovered");
  return {
    state: "resolved",
    takenBy: null,
    lines: ["recovered", "resolved"],
    targets: { kind: "end", targets: "all", as: "not_needed" },
  };
}

function acknowledge(ticket: Ticket, by: string): Decision | Refusal {
  if (ticket.state !== "new") return refusal(ticket);
  return {
    state: "acknowledged",
    takenBy: by,
    lines: ["acknowledged"],
    targets: { kind: "end", targets: "acknowledgement", as: "judged" },
  };
}

/** Whoever resolves a ticket that nobody took has taken it: so it does not reopen by itself. */
function resolve({ takenBy }: Ticket, by: string): Decision {
  return {
    state: "resolved",
    takenBy: takenBy ?? by,
    lines: ["resolved"],
    targets: { kind: "end", targets: "all", as: "judged" },
  };
}

function reopen(ticket: Ticket): Decision | Refusal {
  if (ticket.state !== "resolved" || ticket.takenBy !== null) return refusal(ticket);
  return { state: "new", takenBy: null, lines: ["reopened"], targets: { kind: "resume" } };
}

function breach(ticket: Ticket, target: TargetKind): Decision {
  return { ...note(ticket, "breached"), targets: { kind: "breach", target } };
}

function note({ state, takenBy }: Ticket, line: TransitionKind): Decision {
  return { state, takenBy, lines: [line], targets: KEEP };
}

function whileOpen(ticket: Ticket, decision: Decision): Decision | Refusal {
  return isOpen(ticket) ? decision : refusal(ticket);
}

function isOpen({ state }: Ticket): boolean {
  return OPEN_TICKET_STATES.some((open) => open === state);
}

function refusal({ state }: Ticket): Refusal {
  return { problem: "ticket_state", detail: state };
}
