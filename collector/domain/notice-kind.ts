import type { NoticeKind } from "@vigie/shared/notice.ts";
import type { TicketState, TransitionKind } from "@vigie/shared/ticket.ts";
import type { Pace } from "./notice-pace.ts";

/** Which lines of a ticket's history are worth telling somebody, and how soon. */

export type NoticedLine = {
  readonly kind: TransitionKind;
  readonly fromState: TicketState | null;
  readonly toState: TicketState;
  readonly parameters: Readonly<Record<string, string | number>>;
};

export type NoticedTicket = {
  readonly priority: number;
  /** A part of an outage says nothing by itself: the outage does. */
  readonly parentId: string | null;
  readonly assigneeId: string | null;
};

/** Something to tell. */
export type Noticed = {
  readonly kind: NoticeKind;
  readonly pace: Pace;
  readonly isUrgent: boolean;
  /** How much later it is told, if it still holds then. */
  readonly afterMs: number;
};

/** How long a ticket of the highest priority may lie there before it is said that nobody has it. */
const UNASSIGNED_AFTER_MS = 10 * 60_000;

const HIGHEST_PRIORITY = 1;

/** Of what is calm, the new is told at once where it matters most. */
const PACES: Readonly<Record<NoticeKind, Pace>> = {
  ticket_opened: "calm",
  outage_opened: "calm",
  ticket_reopened: "calm",
  ticket_unassigned: "calm",
  assigned: "prompt",
  ticket_taken: "calm",
  ticket_waiting: "calm",
  ticket_resolved: "calm",
  ticket_closed: "calm",
  ticket_cancelled: "calm",
  customer_replied: "prompt",
  staff_replied: "at_once",
  breach_near: "prompt",
  breached: "prompt",
  escalated: "prompt",
  ticket_unacknowledged: "prompt",
  on_call_begins: "at_once",
  on_call_ends: "at_once",
  undelivered: "calm",
  channel_refused: "at_once",
};

/** What a line gives to tell; most give nothing. */
export function noticedIn(line: NoticedLine, ticket: NoticedTicket): Noticed[] {
  return kindsOf(line, ticket).map((kind) => ({
    kind,
    pace: PACES[kind],
    isUrgent: isUrgent(kind, ticket),
    afterMs: isConditional(kind) ? UNASSIGNED_AFTER_MS : 0,
  }));
}

/**
 * Whether what is told later than it was written still holds; what is told at once always does. One
 * that nobody had has somebody now, or is over.
 */
export function stillHolds(
  kind: NoticeKind,
  {
    state,
    assigneeId,
    parentId,
  }: Omit<NoticedTicket, "priority"> & { readonly state: TicketState },
): boolean {
  if (!isConditional(kind)) return true;
  return state === "new" && assigneeId === null && parentId === null;
}

/** Whether it is told later, and only if it still holds then. */
export function isConditional(kind: NoticeKind): boolean {
  return kind === "ticket_unassigned";
}

/** How a kind is told, where no line says so. */
export function paceOf(kind: NoticeKind): Pace {
  return PACES[kind];
}

function kindsOf(line: NoticedLine, ticket: NoticedTicket): NoticeKind[] {
  const own = ownKindOf(line, ticket);
  const kinds = own === undefined ? [] : [own];
  if (ticket.parentId !== null) return kinds.filter((kind) => !BY_ITSELF.has(kind));
  if (line.kind === "opened" && ticket.assigneeId !== null) kinds.push("assigned");
  const needsSomebody = line.kind === "opened" && ticket.assigneeId === null;
  if (needsSomebody && ticket.priority === HIGHEST_PRIORITY) kinds.push("ticket_unassigned");
  // Whatever a person does first on a new ticket, they have taken it by that.
  if (line.fromState === "new" && TAKEN.has(line.toState)) kinds.push("ticket_taken");
  return kinds;
}

const TAKEN: ReadonlySet<TicketState> = new Set<TicketState>([
  "acknowledged",
  "in_progress",
  "waiting_customer",
  "waiting_third_party",
]);

/** What happens to a ticket by itself, without anybody having a hand in it. */
const BY_ITSELF: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  "ticket_opened",
  "ticket_reopened",
  "ticket_resolved",
  "breach_near",
  "breached",
  "escalated",
]);

function ownKindOf(
  { kind, parameters }: NoticedLine,
  { assigneeId }: NoticedTicket,
): NoticeKind | undefined {
  if (kind === "opened") return "machines" in parameters ? "outage_opened" : "ticket_opened";
  if (kind === "assigned") return assigneeId === null ? undefined : "assigned";
  if (kind !== "escalated") return SAME_KINDS[kind];
  // Of a policy, not of a promised time: it says whom it told, who may be nobody.
  const { told } = parameters;
  if (told !== undefined) return told === "" ? undefined : "ticket_unacknowledged";
  return isBeforeDue(String(parameters["step"] ?? "")) ? "breach_near" : "escalated";
}

const SAME_KINDS: Readonly<Partial<Record<TransitionKind, NoticeKind>>> = {
  reopened: "ticket_reopened",
  waiting: "ticket_waiting",
  resolved: "ticket_resolved",
  closed: "ticket_closed",
  cancelled: "ticket_cancelled",
  customer_wrote: "customer_replied",
  replied: "staff_replied",
  breached: "breached",
};

/** Whether a step such as `75%` or `-1800s` comes before the due time. */
function isBeforeDue(step: string): boolean {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(step)?.[1];
  return percent === undefined ? step.startsWith("-") : Number(percent) < 100;
}

/** Of the highest priority it is urgent that there is something, not what becomes of it. */
const URGENT: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  "ticket_opened",
  "ticket_reopened",
  "ticket_unassigned",
]);

function isUrgent(kind: NoticeKind, { priority }: NoticedTicket): boolean {
  return kind === "outage_opened" || (priority === HIGHEST_PRIORITY && URGENT.has(kind));
}
