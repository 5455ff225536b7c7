import type { BreachCause } from "@vigie/shared/compliance.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { TargetKind } from "@vigie/shared/ticket.ts";
import type { OutcomeRow, TicketRow, Unit } from "../registry/registry.ts";
import { type Author, conflict, notFound, type Outcome } from "./acts.ts";
import { touchTicket } from "./draft.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { invalid } from "./terms.ts";

/**
 * Why promises were broken, as people say it. The outcome stays as it was frozen; what is said of it
 * may change, and each time the ticket's history gains a line.
 */
export type CauseKeeper = {
  /**
   * Refuses with `not_found`, `version_conflict`, `ticket_change_invalid` for a promise that was not
   * broken, and `ticket_full`.
   */
  readonly say: (ticketId: string, saying: Saying, version: number) => Promise<Outcome>;
};

export type Saying = Author & {
  readonly target: TargetKind;
  /** The last one that has ended if left out. */
  readonly cycle?: number | undefined;
  /** null takes back what was said. */
  readonly cause: BreachCause | null;
};

type Tools = {
  readonly ledger: Ledger;
  readonly now: () => { readonly wallMs: number };
};

/** Times that causes of one ticket are said or changed. */
const LINES_MAX = 200;

export function createCauseKeeper({ ledger, now }: Tools): CauseKeeper {
  return {
    say: (ticketId, saying, version) =>
      ledger.write(async ({ unit, draft }: Gathering): Promise<Outcome> => {
        const ticket = await unit.tickets.find(ticketId);
        if (ticket === undefined) return notFound(ticketId);
        if (version !== ticket.version) return conflict(ticket.version);
        const found = await findBroken(unit, ticketId, saying);
        if ("problem" in found) return found;
        if (found.cause === saying.cause) return { done: true };
        if ((await unit.tickets.transitionCount(ticketId, "cause_said")) >= LINES_MAX) return FULL;
        if (!(await unit.tickets.change(ticket))) return conflict(ticket.version);
        await write(unit, { ticket, found, saying, nowMs: now().wallMs });
        touchTicket(draft, ticket);
        return { done: true };
      }),
  };
}

const FULL: Refusal = { problem: "ticket_full", detail: String(LINES_MAX) };

/** The outcome that is meant, if it is a breach. */
async function findBroken(
  { tickets }: Unit,
  ticketId: string,
  { target, cycle }: Saying,
): Promise<OutcomeRow | Refusal> {
  const found = (await tickets.outcomesOf(ticketId))
    .filter((outcome) => outcome.target === target)
    .filter((outcome) => cycle === undefined || outcome.cycle === cycle)
    .toSorted((a, b) => a.cycle - b.cycle)
    .at(-1);
  if (found === undefined) {
    return invalid(`${target}: it has not ended; say why once the ticket is resolved`);
  }
  if (found.state === "breached") return found;
  return invalid(`${target}: it is ${found.state}; only a broken promise has a cause`);
}

async function write(
  { tickets }: Unit,
  {
    ticket,
    found,
    saying: { by, cause },
    nowMs,
  }: {
    readonly ticket: TicketRow;
    readonly found: OutcomeRow;
    readonly saying: Saying;
    readonly nowMs: number;
  },
): Promise<void> {
  const { ticketId, target, cycle } = found;
  await tickets.setCause({ ticketId, target, cycle, cause });
  await tickets.addTransition({
    ticketId,
    kind: "cause_said",
    atMs: nowMs,
    effectiveAtMs: nowMs,
    actor: by,
    fromState: ticket.state,
    toState: ticket.state,
    parameters: { target, cycle, ...(cause !== null && { cause }) },
    promises: null,
    text: null,
  });
}
