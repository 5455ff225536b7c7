import type { Level, PriorityMatrix } from "@vigie/shared/contract.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { ChangeMode, ReopenMode } from "@vigie/shared/sla.ts";
import {
  OPEN_TICKET_STATES,
  type TicketState,
  type TicketType,
  type TransitionKind,
  type WaitsFor,
} from "@vigie/shared/ticket.ts";

/**
 * What may happen to a ticket. Nothing is changed here: a decision says which lines its history gains,
 * and what the ticket is then. What the lines mean to its clocks is said in ticket-line.ts.
 */

export type Ticket = {
  readonly state: TicketState;
  /** Who took it; null = nobody. */
  readonly takenBy: string | null;
};

/** Who does it, where a person does: whoever works on a ticket that nobody took has taken it. */
type By = { readonly by: string };
type Nothing = Readonly<Record<never, never>>;

/** What may be done to a ticket, by the name of the act. */
type Acts = {
  readonly repeat: Nothing;
  /** `resolves`: whether the rule lets a recovery resolve the ticket. */
  readonly recover: { readonly resolves: boolean };
  readonly acknowledge: By;
  /** Said among the staff; the customer does not see it. */
  readonly comment: By;
  /** Said to the customer; what it waits for then is saved with it. */
  readonly reply: By & { readonly waits?: WaitsFor | undefined };
  /** The staff has called the customer. */
  readonly log_call: By;
  /** The customer said something; `endsWait` when that is what it waited for. */
  readonly customer_message: By & { readonly endsWait: boolean };
  readonly wait: By & { readonly waits: WaitsFor };
  readonly go_on: By;
  readonly arrive: By;
  /** A request that waited for a slot begins. */
  readonly start: By;
  readonly work_around: By;
  readonly restore: By;
  readonly resolve: By;
  readonly close: By;
  readonly cancel: By;
  readonly reopen: By & { readonly mode: ReopenMode };
  /** Firing again within `REOPEN_WITHIN_MS` of a resolution by itself. */
  readonly fire_again: Nothing;
  readonly merge: By & { readonly into: { readonly id: string; readonly number: number } };
  /** Another ticket was merged into this one; `from` is its number. */
  readonly take_in: By & { readonly from: number };
  readonly set_priority: By & { readonly priority: number; readonly mode: ChangeMode };
  readonly set_weight: By & Weight & { readonly mode: ChangeMode };
  /** Another type: the contract may leave it out, and then its promises end. */
  readonly set_type: By & { readonly type: TicketType; readonly mode: ChangeMode };
  readonly set_contract: By & { readonly contractVersionId: string; readonly mode: ChangeMode };
  /** It turned out to be a part of an outage: what is promised is promised for the whole. */
  readonly become_part: By & { readonly of: { readonly id: string; readonly number: number } };
  /** It is a part no more, of the ticket with this number: what is promised is promised for itself. */
  readonly stand_alone: By & { readonly from: number };
};

type ActKind = keyof Acts;
type ActOf<Kind extends ActKind> = {
  [Name in Kind]: { readonly kind: Name } & Acts[Name];
}[Kind];
export type TicketAct = ActOf<ActKind>;

/** A line of a ticket's history, and what the ticket is after it. */
export type Line = {
  readonly kind: TransitionKind;
  readonly toState: TicketState;
  readonly parameters?: Readonly<Record<string, string | number>>;
};

export type Decision = Ticket & {
  /** What its history gains, in order. */
  readonly lines: readonly Line[];
};

/** How long after it resolved itself a ticket is taken up again, instead of a new one. */
export const REOPEN_WITHIN_MS = 30 * 60_000;

/**
 * What an act does to a ticket, or why it cannot: `ticket_state`, with the state as its detail.
 *
 *     new --acknowledge, reply, call--> acknowledged --go on, arrive, work around, restore--> in_progress
 *     any open one --wait--> waiting_customer, waiting_third_party --go on--> in_progress
 *     waiting_customer --the customer's message--> in_progress
 *
 *     any open one --a person resolves it, or it recovers before anybody took it--> resolved
 *     any open one --cancel--> cancelled, --merge--> merged
 *     resolved --close--> closed
 *     resolved, closed --a person reopens it--> in_progress
 *     resolved --it fires again, and nobody had taken it--> new
 *
 * Cancelled and merged are ends for good. Closed is one unless a person reopens it.
 */
export function decide<Kind extends ActKind>(ticket: Ticket, act: ActOf<Kind>): Decision | Refusal {
  const kind: Kind = act.kind;
  return possibleActs(ticket)[kind]?.(ticket, act) ?? refusal(ticket);
}

/** Whether somebody still has to do something. */
export function isOpen({ state }: Pick<Ticket, "state">): boolean {
  return OPEN_TICKET_STATES.some((open) => open === state);
}

/** The priority of a ticket, by impact, then urgency. */
export function priorityOf({ impact, urgency }: Weight, matrix: PriorityMatrix): number {
  return matrix[impact][urgency];
}

/** What a ticket weighs. */
export type Weight = { readonly impact: Level; readonly urgency: Level };

/** What an alert of a rule is about: at most one open ticket has it. */
export type Cause = {
  readonly machineId: string;
  readonly ruleId: string;
  readonly object: string;
};

/** The cause that a ticket was opened for; undefined = a person asked for it. */
export function causeOf({
  machineId,
  ruleId,
  object,
}: {
  readonly machineId: string | null;
  readonly ruleId: string | null;
  readonly object: string;
}): Cause | undefined {
  return machineId === null || ruleId === null ? undefined : { machineId, ruleId, object };
}

type Deciding = {
  readonly [Kind in ActKind]?: (ticket: Ticket, act: ActOf<Kind>) => Decision | Refusal;
};

function possibleActs(ticket: Ticket): Deciding {
  if (isOpen(ticket)) return WHILE_OPEN;
  if (ticket.state === "resolved") return WHILE_RESOLVED;
  return ticket.state === "closed" ? { reopen } : {};
}

const WHILE_OPEN: Deciding = {
  recover,
  reply,
  wait,
  repeat: (ticket) => note(ticket, { kind: "repeated" }),
  acknowledge: (ticket, { by }) =>
    ticket.state === "new" ? take(ticket, by, "acknowledged") : refusal(ticket),
  comment: (ticket) => note(ticket, { kind: "commented" }),
  log_call: (ticket, { by }) => take(ticket, by, "called"),
  customer_message: (ticket, { endsWait }) =>
    move(ticket, endsWait ? "in_progress" : ticket.state, "customer_wrote"),
  go_on: (ticket, { by }) =>
    ticket.state === "in_progress" ? refusal(ticket) : goOn(ticket, by, "went_on"),
  arrive: (ticket, { by }) => work(ticket, by, "arrived"),
  start: (ticket) => note(ticket, { kind: "started" }),
  work_around: (ticket, { by }) => work(ticket, by, "worked_around"),
  restore: (ticket, { by }) => work(ticket, by, "restored"),
  resolve: (ticket, { by }) => move(takenBy(ticket, by), "resolved", "resolved"),
  cancel: (ticket) => move(ticket, "cancelled", "cancelled"),
  merge: (ticket, { into }) =>
    move(ticket, "merged", { kind: "merged", parameters: { into: into.number } }),
  take_in: takeIn,
  set_priority: (ticket, { priority, mode }) =>
    note(ticket, { kind: "priority_changed", parameters: { to: priority, mode } }),
  set_contract: (ticket, { contractVersionId, mode }) =>
    note(ticket, { kind: "contract_changed", parameters: { to: contractVersionId, mode } }),
  set_weight: (ticket, { impact, urgency }) =>
    note(ticket, { kind: "changed", parameters: { field: "weight", impact, urgency } }),
  set_type: (ticket, { type }) =>
    note(ticket, { kind: "changed", parameters: { field: "type", to: type } }),
  become_part: (ticket, { of }) =>
    note(ticket, { kind: "coverage_changed", parameters: { partOf: of.number } }),
  stand_alone: (ticket, { from }) =>
    note(ticket, { kind: "coverage_changed", parameters: { partNoMore: from } }),
};

/** A resolved ticket still hears, and may be closed; its clocks have stopped. */
const WHILE_RESOLVED: Deciding = {
  reopen,
  recover: (ticket) => note(ticket, { kind: "recovered" }),
  comment: (ticket) => note(ticket, { kind: "commented" }),
  reply: (ticket, { waits }) =>
    waits === undefined ? note(ticket, { kind: "replied" }) : refusal(ticket),
  log_call: (ticket) => note(ticket, { kind: "called" }),
  customer_message: (ticket) => note(ticket, { kind: "customer_wrote" }),
  take_in: takeIn,
  close: (ticket) => move(ticket, "closed", "closed"),
  fire_again: (ticket) =>
    ticket.takenBy === null
      ? move(ticket, "new", { kind: "reopened", parameters: { mode: "resume" } })
      : refusal(ticket),
};

/** A recovery is worth a line; it resolves what nobody took, where the rule lets it. */
function recover(ticket: Ticket, { resolves }: ActOf<"recover">): Decision {
  const recovered = note(ticket, { kind: "recovered" });
  if (!resolves || ticket.takenBy !== null) return recovered;
  const resolved = { kind: "resolved", parameters: { as: "not_needed" } } as const;
  return then(recovered, move(ticket, "resolved", resolved));
}

function reply(ticket: Ticket, { by, waits }: ActOf<"reply">): Decision {
  const replied = take(ticket, by, "replied");
  return waits === undefined ? replied : then(replied, move(replied, WAITING[waits], "waiting"));
}

const WAITING = {
  customer: "waiting_customer",
  third_party: "waiting_third_party",
} as const satisfies Record<WaitsFor, TicketState>;

function wait(ticket: Ticket, { by, waits }: ActOf<"wait">): Decision | Refusal {
  if (ticket.state === WAITING[waits]) return refusal(ticket);
  return move(takenBy(ticket, by), WAITING[waits], "waiting");
}

function reopen(ticket: Ticket, { by, mode }: ActOf<"reopen">): Decision {
  const reopened = { kind: "reopened", parameters: { mode } } as const;
  return move(takenBy(ticket, by), "in_progress", reopened);
}

function takeIn(ticket: Ticket, { from }: ActOf<"take_in">): Decision {
  return note(ticket, { kind: "took_in", parameters: { from } });
}

function take(ticket: Ticket, by: string, kind: TransitionKind): Decision {
  const state = ticket.state === "new" ? "acknowledged" : ticket.state;
  return move(takenBy(ticket, by), state, kind);
}

/** Only going on ends a wait; what is done on a ticket that waits is done while it waits. */
function work(ticket: Ticket, by: string, kind: TransitionKind): Decision {
  const isWaiting = Object.values(WAITING).some((state) => state === ticket.state);
  return isWaiting ? move(takenBy(ticket, by), ticket.state, kind) : goOn(ticket, by, kind);
}

function goOn(ticket: Ticket, by: string, kind: TransitionKind): Decision {
  return move(takenBy(ticket, by), "in_progress", kind);
}

/** It stays with whoever has it. */
function takenBy(ticket: Ticket, by: string): Ticket {
  return { ...ticket, takenBy: ticket.takenBy ?? by };
}

/** One act that is two lines. */
function then(first: Decision, second: Decision): Decision {
  return { ...second, lines: [...first.lines, ...second.lines] };
}

function note(ticket: Ticket, line: Omit<Line, "toState">): Decision {
  return move(ticket, ticket.state, line);
}

function move(
  { takenBy: taker }: Ticket,
  state: TicketState,
  line: TransitionKind | Omit<Line, "toState">,
): Decision {
  const { kind, parameters } =
    typeof line === "string" ? { kind: line, parameters: undefined } : line;
  return {
    state,
    takenBy: taker,
    lines: [{ kind, toState: state, ...(parameters !== undefined && { parameters }) }],
  };
}

function refusal({ state }: Ticket): Refusal {
  return { problem: "ticket_state", detail: state };
}
