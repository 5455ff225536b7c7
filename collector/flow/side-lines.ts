import type { Refusal } from "@vigie/shared/problems.ts";
import type { TransitionKind } from "@vigie/shared/ticket.ts";
import type { TicketRow, TicketTransitionRow, Unit } from "../registry/registry.ts";
import { touchTicket } from "./draft.ts";
import type { Gathering } from "./ledger.ts";

/** Lines of a history that move neither state nor clock: who has a ticket, what was linked or attached. */

/** Where something is written down about a ticket. */
export type Beside = Pick<Gathering, "unit" | "draft">;

type SideKind = Extract<
  TransitionKind,
  "assigned" | "changed" | "linked" | "unlinked" | "attached"
>;

export type SideLine = {
  readonly kind: SideKind;
  readonly by: string;
  readonly nowMs: number;
  readonly parameters: TicketTransitionRow["parameters"];
};

/** Writes a line, and has the pages told; returns its id. */
export async function writeSideLine(
  { unit, draft }: Beside,
  ticket: TicketRow,
  { kind, by, nowMs, parameters }: SideLine,
): Promise<number> {
  const id = await unit.tickets.addTransition({
    ticketId: ticket.id,
    kind,
    atMs: nowMs,
    effectiveAtMs: nowMs,
    actor: by,
    fromState: ticket.state,
    toState: ticket.state,
    parameters,
    promises: null,
    text: null,
  });
  touchTicket(draft, ticket);
  return id;
}

/** Such lines of one kind in one history. */
const SIDE_LINES_MAX = 1_000;

/** Whether a history takes one more of these. */
export async function sideFullness(
  { tickets }: Pick<Unit, "tickets">,
  ticketId: string,
  kind: SideKind,
): Promise<Refusal | undefined> {
  const lines = await tickets.transitionCount(ticketId, kind);
  if (lines < SIDE_LINES_MAX) return undefined;
  return { problem: "ticket_full", detail: String(SIDE_LINES_MAX) };
}

/** A ticket that ended for good is as it is; what is said goes to another one. */
export function overFor(
  { state }: Pick<TicketRow, "state">,
  ends: readonly TicketRow["state"][],
): Refusal | undefined {
  return ends.includes(state) ? { problem: "ticket_state", detail: state } : undefined;
}
