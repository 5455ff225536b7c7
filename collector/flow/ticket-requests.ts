import type { Refusal } from "@vigie/shared/problems.ts";
import type {
  InterventionCost,
  TicketChange,
  TicketPreview,
  TicketPreviewWish,
  TicketWish,
} from "@vigie/shared/ticket-wish.ts";
import { consequenceOf } from "../domain/ticket-coverage.ts";
import type { Tables, TicketRow } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { assess, priorityUnder } from "./assessment.ts";
import { correct } from "./corrections.ts";
import { interventionOn, propose } from "./interventions.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { seatFor } from "./slots.ts";
import { openRequest, type RequestTools } from "./ticket-request.ts";

/** Tickets as people ask for them: weighed before they are opened, opened, and put right afterwards. */

/** The id of what was opened, or why it was not. */
export type Opened = { readonly id: string } | Refusal;

export interface TicketRequests {
  /** Refuses with `ticket_invalid` naming the field, or `channel_refused`. */
  open(wish: TicketWish): Promise<Opened>;
  /** What a ticket would be worth now. Refuses with `ticket_invalid`. */
  preview(wish: TicketPreviewWish): Promise<TicketPreview | Refusal>;
  /** Opens a ticket for an alert that no contract covers. Refuses as `propose` says. */
  propose(alertId: string, by: string): Promise<Opened>;
  /** What an intervention on a ticket costs now; null = the fee holds it, or no price is known. */
  cost(ticketId: string): Promise<{ readonly cost: InterventionCost | null } | Refusal>;
  /** Refuses with `not_found`, `version_conflict`, `ticket_state`, `ticket_full` or `ticket_change_invalid`. */
  correct(ticketId: string, change: TicketChange, version: number): Promise<Outcome>;
}

type Tools = RequestTools & {
  readonly ledger: Ledger;
  readonly read: Tables;
  readonly now: () => { readonly wallMs: number };
};

export function createTicketRequests(tools: Tools): TicketRequests {
  const { ledger, read, book, now } = tools;
  const opening = async (
    open: (gathering: Gathering, nowMs: number) => Promise<TicketRow | Refusal>,
  ): Promise<Opened> => {
    const opened = await ledger.write((gathering) => open(gathering, now().wallMs));
    return "problem" in opened ? opened : { id: opened.id };
  };

  return {
    open: ({ at, ...wish }) =>
      opening((gathering, nowMs) => {
        const atMs = at === undefined ? undefined : Temporal.Instant.from(at).epochMilliseconds;
        return openRequest(tools, gathering, { request: { ...wish, atMs }, nowMs });
      }),

    propose: (alertId, by) =>
      opening((gathering, nowMs) => propose(tools, gathering, { alertId, by, nowMs })),

    preview: (wish) => preview(tools, wish),

    async cost(ticketId) {
      const ticket = await read.tickets.find(ticketId);
      if (ticket === undefined) return notFound(ticketId);
      return { cost: await interventionOn(book, read, { ticket, nowMs: now().wallMs }) };
    },

    correct: (ticketId, change, version) =>
      ledger.write(async (gathering) => {
        const ticket = await gathering.unit.tickets.find(ticketId);
        if (ticket === undefined) return notFound(ticketId);
        if (ticket.version !== version) return conflict(ticket.version);
        return correct(gathering, { ticket, change, nowMs: now().wallMs });
      }),
  };
}

async function preview(
  { read, book, now }: Tools,
  wish: TicketPreviewWish,
): Promise<TicketPreview | Refusal> {
  const assessment = await assess({ book, tables: read, atMs: now().wallMs }, wish);
  if ("problem" in assessment) return assessment;
  const { subject, decision, channelRefusal, cost } = assessment;
  const { coverage, reason, version } = decision;
  const request = { ...subject, channel: wish.channel, coverage, parentId: null };
  const { place } = await seatFor(read, request, { contract: version, nowMs: now().wallMs });
  return {
    coverage,
    reason: { ...reason, consequence: consequenceOf(coverage) },
    contract: version === undefined ? null : { id: version.contractId, name: version.contractName },
    priority: priorityUnder(decision, wish),
    queuePosition: place?.position ?? null,
    channelRefusal: channelRefusal ?? null,
    cost,
  };
}
