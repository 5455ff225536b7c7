import type { Refusal } from "@vigie/shared/problems.ts";
import type { TransitionKind } from "@vigie/shared/ticket.ts";
import { ticketStateText } from "@vigie/shared/ticket-words.ts";
import { causeOf, isOpen, type TicketAct } from "../domain/ticket.ts";
import { CLOCK_LINES_MAX } from "../domain/ticket-line.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { conflict, type Desk, type Given, type HandAct, notFound, type Outcome } from "./acts.ts";
import { settleAttachments, wrongAttachments } from "./attachment-keeper.ts";
import type { TicketDesk } from "./desk.ts";
import { touchTicket } from "./draft.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { sideFullness } from "./side-lines.ts";
import { invalid } from "./terms.ts";

/** What people do to tickets, through the same ledger as everything that happens by itself. */

type Tools = {
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly now: () => { readonly wallMs: number };
};

export function createHandDesk(tools: Tools): Desk {
  return {
    act: (ticketId, doing, given = {}) =>
      tools.ledger.write((gathering) => carryOut(tools, gathering, { ticketId, doing, given })),
    merge: (ticketId, { by, into, text }, version) =>
      tools.ledger.write((gathering) =>
        merge(tools, gathering, { ticketId, by, into, given: { text, version } }),
      ),
  };
}

export type Wish = {
  readonly ticketId: string;
  readonly doing: HandAct;
  readonly given: Given;
  /** What the lines say besides, such as the call that they are about. */
  readonly parameters?: TicketTransitionRow["parameters"];
};

/** Does it in a unit that is open already. */
export async function carryOut(
  { desk, now }: Pick<Tools, "desk" | "now">,
  { unit, draft }: Gathering,
  { ticketId, doing, given, parameters }: Wish,
): Promise<Outcome> {
  const nowMs = now().wallMs;
  const ticket = await findAt(unit, ticketId, given.version);
  if ("problem" in ticket) return ticket;
  // What is told at once comes after all that was done, also where a clock was set back meanwhile.
  const lateMs = given.atMs === nowMs ? undefined : given.atMs;
  const refusal =
    (await refusalOf(unit, ticket, { doing, lateMs, nowMs })) ??
    (await wrongAttachments(unit, ticketId, given.attachmentIds));
  if (refusal !== undefined) return refusal;
  const act = await toAct(unit, ticket, { doing, lateMs });
  const { text } = given;
  const done = await desk.perform({
    unit,
    ticket,
    act,
    nowMs,
    effectiveAtMs: lateMs,
    by: doing.by,
    text,
    ...(parameters !== undefined && { parameters }),
  });
  if ("problem" in done) return done;
  await settleAttachments({ unit, draft }, { ticketId, act: doing.kind, ids: given.attachmentIds });
  touchTicket(draft, ticket);
  return done;
}

/** The ticket, if it still is as the person saw it. */
async function findAt(
  { tickets }: Unit,
  ticketId: string,
  version: number | undefined,
): Promise<TicketRow | Refusal> {
  const ticket = await tickets.find(ticketId);
  if (ticket === undefined) return notFound(ticketId);
  if (version === undefined || version === ticket.version) return ticket;
  return conflict(ticket.version);
}

type Telling = Pick<Wish, "doing"> & {
  /** When it happened, where it is told late. */
  readonly lateMs: number | undefined;
};

async function refusalOf(
  unit: Unit,
  ticket: TicketRow,
  { doing, lateMs, nowMs }: Telling & { readonly nowMs: number },
): Promise<Refusal | undefined> {
  if (lateMs !== undefined) {
    const wrong =
      wrongMoment(ticket, lateMs, nowMs) ?? (await overtaken(unit, ticket, { doing, lateMs }));
    if (wrong !== undefined) return wrong;
  }
  if (doing.kind === "start" && isOpen(ticket) && ticket.queuedAtMs === null) {
    return invalid("the ticket does not wait in a queue");
  }
  return (
    (await duplicate(unit, ticket, doing.kind)) ??
    (await repetition(unit, ticket, doing.kind)) ??
    (await fullness(unit, ticket.id, doing.kind))
  );
}

function wrongMoment({ openedAtMs }: TicketRow, atMs: number, nowMs: number): Refusal | undefined {
  if (atMs > nowMs) return invalid("at: this has not happened yet");
  return atMs < openedAtMs ? invalid("at: the ticket was opened later than this") : undefined;
}

/** What may be told after something later: it moves no state that the later one left. */
const TOLD_LATE: ReadonlySet<HandAct["kind"]> = new Set<HandAct["kind"]>([
  "comment",
  "log_call",
  "customer_message",
  "arrive",
  "work_around",
  "restore",
]);

/** Clocks follow what happened last, the state what was told last: they may not part. */
async function overtaken(
  { tickets }: Unit,
  { id }: TicketRow,
  { doing, lateMs }: { readonly doing: HandAct; readonly lateMs: number },
): Promise<Refusal | undefined> {
  if (TOLD_LATE.has(doing.kind) || lateMs >= ((await tickets.lastClockMs(id)) ?? lateMs)) {
    return undefined;
  }
  return invalid("at: other things were done on the ticket since then: leave it out");
}

/** Of one cause there is one open ticket. */
async function duplicate(
  { tickets }: Unit,
  ticket: TicketRow,
  kind: HandAct["kind"],
): Promise<Refusal | undefined> {
  const cause = kind === "reopen" ? causeOf(ticket) : undefined;
  const standing = cause && (await tickets.openFor(cause));
  if (standing === undefined || standing.id === ticket.id) return undefined;
  return { problem: "ticket_duplicate", detail: String(standing.number) };
}

/** What is done once; after a reopening it may be done again. */
const ONCE: ReadonlyMap<HandAct["kind"], TransitionKind> = new Map([
  ["arrive", "arrived"],
  ["work_around", "worked_around"],
  ["restore", "restored"],
]);

async function repetition(
  { tickets }: Unit,
  ticket: TicketRow,
  kind: HandAct["kind"],
): Promise<Refusal | undefined> {
  const line = ONCE.get(kind);
  if (line === undefined || !isOpen(ticket)) return undefined;
  const lines = await tickets.clockLines([ticket.id]);
  const reopened = lines.findLastIndex((said) => said.kind === "reopened");
  if (!lines.slice(reopened + 1).some((said) => said.kind === line)) return undefined;
  return invalid(`${kind}: the history has this already; say more of it in a comment`);
}

/** Comments that a ticket takes. */
const COMMENTS_MAX = 1_000;

/** Changes of terms: each makes the count longer, for as long as the ticket lives. */
const CHANGES_MAX = 100;
const TERM_CHANGES: ReadonlySet<HandAct["kind"]> = new Set<HandAct["kind"]>([
  "set_priority",
  "set_weight",
  "set_type",
  "set_contract",
]);
const TERM_LINES = [
  "priority_changed",
  "contract_changed",
  "coverage_changed",
] as const satisfies readonly TransitionKind[];

/** A ticket can always be ended, however much was said of it. */
const ENDS: ReadonlySet<HandAct["kind"]> = new Set<HandAct["kind"]>(["resolve", "close", "cancel"]);

async function fullness(
  { tickets }: Unit,
  ticketId: string,
  kind: HandAct["kind"],
): Promise<Refusal | undefined> {
  if (ENDS.has(kind)) return undefined;
  if (kind === "comment") {
    const comments = await tickets.transitionCount(ticketId, "commented");
    return comments < COMMENTS_MAX ? undefined : full(COMMENTS_MAX);
  }
  if ((await tickets.clockLineCount(ticketId)) >= CLOCK_LINES_MAX) {
    return full(CLOCK_LINES_MAX);
  }
  if (!TERM_CHANGES.has(kind)) return undefined;
  let changes = 0;
  for (const line of TERM_LINES) changes += await tickets.transitionCount(ticketId, line);
  if (changes >= CHANGES_MAX) return full(CHANGES_MAX);
  return sideFullness({ tickets }, ticketId, "changed");
}

function full(max: number): Refusal {
  return { problem: "ticket_full", detail: String(max) };
}

/** A message ends the wait that it answers; one that is told late answers no later wait. */
async function toAct(
  { tickets }: Unit,
  { id, state }: TicketRow,
  { doing, lateMs }: Telling,
): Promise<TicketAct> {
  if (doing.kind !== "customer_message") return doing;
  if (state !== "waiting_customer") return { ...doing, endsWait: false };
  if (lateMs === undefined) return { ...doing, endsWait: true };
  const waits = (await tickets.clockLines([id])).filter(({ kind }) => kind === "waiting");
  const sinceMs = waits.at(-1)?.effectiveAtMs ?? lateMs;
  return { ...doing, endsWait: sinceMs <= lateMs };
}

export type Merging = {
  readonly ticketId: string;
  readonly by: string;
  readonly into: string;
  readonly given: { readonly text: string | undefined; readonly version: number };
};

/** The same for a merge. */
export async function merge(
  { desk, now }: Pick<Tools, "desk" | "now">,
  { unit, draft }: Gathering,
  { ticketId, by, into, given }: Merging,
): Promise<Outcome> {
  const nowMs = now().wallMs;
  const ticket = await findAt(unit, ticketId, given.version);
  if ("problem" in ticket) return ticket;
  const other = into === ticketId ? undefined : await unit.tickets.find(into);
  if (other === undefined || other.customerId !== ticket.customerId) {
    return invalid("into: name another ticket of the same customer");
  }
  const { id, number } = other;
  if (isOver(other))
    return invalid(`into: ticket ${number} is ${ticketStateText(other.state, "en")}`);
  const told = { unit, nowMs, by };
  const merging = { kind: "merge", by, into: { id, number } } as const;
  const merged = await desk.perform({ ...told, ticket, act: merging, text: given.text });
  if ("problem" in merged) return merged;
  const taking = { kind: "take_in", by, from: ticket.number } as const;
  const taken = await desk.perform({ ...told, ticket: other, act: taking });
  if ("problem" in taken) throw new Error(`ticket ${number} took nothing in: ${taken.detail}`);
  if (leavesSlot(ticket, other)) {
    const heir = (await unit.tickets.find(id)) ?? other;
    await desk.perform({ ...told, ticket: heir, act: { kind: "start", by } });
  }
  touchTicket(draft, ticket);
  touchTicket(draft, other);
  return merged;
}

/** What had begun goes on with the ticket that it is merged into, though others have waited longer. */
function leavesSlot({ slotKey, queuedAtMs }: TicketRow, heir: TicketRow): boolean {
  const isHeld = slotKey !== null && queuedAtMs === null;
  return isHeld && heir.queuedAtMs !== null && heir.slotKey === slotKey;
}

/** Of these nothing more is heard: what is merged into them would be forgotten. */
function isOver({ state }: TicketRow): boolean {
  return state === "closed" || state === "cancelled" || state === "merged";
}
