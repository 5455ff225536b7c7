import type { Refusal } from "@vigie/shared/problems.ts";
import type { TransitionKind } from "@vigie/shared/ticket.ts";
import { ticketStateText } from "@vigie/shared/ticket-words.ts";
import { isOpen, type TicketAct } from "../domain/ticket.ts";
import type { TicketRow, Unit } from "../registry/registry.ts";
import { conflict, type Desk, type Given, type HandAct, notFound, type Outcome } from "./acts.ts";
import type { TicketDesk } from "./desk.ts";
import { touchedOf } from "./draft.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { invalid } from "./terms.ts";

/** What people do to tickets, through the same ledger as everything that happens by itself. */

type Tools = {
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly now: () => { readonly wallMs: number };
};

export function createHandDesk(tools: Tools): Desk {
  const act: Desk["act"] = (ticketId, doing, given = {}) =>
    tools.ledger.write((gathering) => carryOut(tools, gathering, { ticketId, doing, given }));

  return {
    act,
    acknowledge: (ticketId, { by }, version) =>
      act(ticketId, { kind: "acknowledge", by }, { version }),
    comment: (ticketId, { by, text }) => act(ticketId, { kind: "comment", by }, { text }),
    resolve: (ticketId, { by, text }, version) =>
      act(ticketId, { kind: "resolve", by }, { text, version }),
    merge: (ticketId, { by, into, text }, version) =>
      tools.ledger.write((gathering) =>
        merge(tools, gathering, { ticketId, by, into, given: { text, version } }),
      ),
  };
}

type Wish = { readonly ticketId: string; readonly doing: HandAct; readonly given: Given };

async function carryOut(
  { desk, now }: Tools,
  { unit, draft }: Gathering,
  { ticketId, doing, given }: Wish,
): Promise<Outcome> {
  const nowMs = now().wallMs;
  const ticket = await findAt(unit, ticketId, given.version);
  if ("problem" in ticket) return ticket;
  const refusal = await refusalOf(unit, ticket, { doing, given, nowMs });
  if (refusal !== undefined) return refusal;
  const effectiveAtMs = given.atMs ?? nowMs;
  const act = await toAct(unit, ticket, { doing, effectiveAtMs });
  const { text } = given;
  const done = await desk.perform({
    unit,
    ticket,
    act,
    nowMs,
    effectiveAtMs,
    by: doing.by,
    text,
  });
  if ("done" in done) touchedOf(draft, ticket.machineId).tickets.add(ticketId);
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

type Judging = Pick<Wish, "doing" | "given"> & { readonly nowMs: number };

async function refusalOf(
  unit: Unit,
  ticket: TicketRow,
  { doing, given: { atMs = ticket.openedAtMs }, nowMs }: Judging,
): Promise<Refusal | undefined> {
  if (atMs > nowMs) return invalid("at: this has not happened yet");
  if (atMs < ticket.openedAtMs) return invalid("at: the ticket was opened later than this");
  if (doing.kind === "reopen") {
    const standing = await unit.tickets.openFor(ticket);
    if (standing !== undefined && standing.id !== ticket.id) {
      return { problem: "ticket_duplicate", detail: String(standing.number) };
    }
  }
  return (
    (await repetition(unit, ticket, doing.kind)) ?? (await fullness(unit, ticket.id, doing.kind))
  );
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

/** Comments that a ticket takes, and lines from which its clocks are made. */
const COMMENTS_MAX = 1_000;
const LINES_MAX = 4_000;

/** Changes of priority and contract: each makes the count longer, for as long as the ticket lives. */
const CHANGES_MAX = 100;

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
  if ((await tickets.clockLineCount(ticketId)) >= LINES_MAX) return full(LINES_MAX);
  if (kind !== "set_priority" && kind !== "set_contract") return undefined;
  const changes =
    (await tickets.transitionCount(ticketId, "priority_changed")) +
    (await tickets.transitionCount(ticketId, "contract_changed"));
  return changes < CHANGES_MAX ? undefined : full(CHANGES_MAX);
}

function full(max: number): Refusal {
  return { problem: "ticket_full", detail: String(max) };
}

/** A message ends the wait that it answers; one that is told late answers no later wait. */
async function toAct(
  { tickets }: Unit,
  { id, state }: TicketRow,
  { doing, effectiveAtMs }: Pick<Wish, "doing"> & { readonly effectiveAtMs: number },
): Promise<TicketAct> {
  if (doing.kind !== "customer_message") return doing;
  if (state !== "waiting_customer") return { ...doing, endsWait: false };
  const waits = (await tickets.clockLines([id])).filter(({ kind }) => kind === "waiting");
  const sinceMs = waits.at(-1)?.effectiveAtMs ?? effectiveAtMs;
  return { ...doing, endsWait: sinceMs <= effectiveAtMs };
}

type Merging = {
  readonly ticketId: string;
  readonly by: string;
  readonly into: string;
  readonly given: { readonly text: string | undefined; readonly version: number };
};

async function merge(
  { desk, now }: Tools,
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
  touchedOf(draft, ticket.machineId).tickets.add(ticketId);
  touchedOf(draft, other.machineId).tickets.add(id);
  return merged;
}

/** Of these nothing more is heard: what is merged into them would be forgotten. */
function isOver({ state }: TicketRow): boolean {
  return state === "closed" || state === "cancelled" || state === "merged";
}
