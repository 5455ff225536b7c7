import type { BulkAct, BulkWish } from "@vigie/shared/bulk.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { TicketRow } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { assign } from "./assignment.ts";
import { carryOut, merge } from "./hand-desk.ts";
import type { Gathering } from "./ledger.ts";
import { type MacroTools, runMacro, undoing } from "./macro-desk.ts";
import { addTags } from "./ticket-tags.ts";

/**
 * One act on many tickets, a unit for each: what one refuses keeps no other from it, and whatever else
 * happens meanwhile comes in between.
 */
export interface BulkDesk {
  /** What became of each, in the order in which they were named. */
  carryOut(wish: BulkWish): Promise<readonly BulkResult[]>;
}

export type BulkResult =
  | { readonly id: string; readonly version: number }
  | { readonly id: string; readonly refusal: Refusal };

export function createBulkDesk(tools: MacroTools): BulkDesk {
  return {
    async carryOut({ by, tickets, act }) {
      const results: BulkResult[] = [];
      for (const { id, version } of tickets) {
        const done = await undoing(() =>
          tools.ledger.write((gathering) =>
            carryOutOne(tools, gathering, { id, version, by, act }),
          ),
        );
        results.push("problem" in done ? { id, refusal: done } : { id, version: done.version });
      }
      return results;
    },
  };
}

type One = {
  readonly id: string;
  readonly version: number;
  readonly by: string;
  readonly act: BulkAct;
};

async function carryOutOne(
  tools: MacroTools,
  gathering: Gathering,
  one: One,
): Promise<{ readonly version: number } | Refusal> {
  const { tickets } = gathering.unit;
  const ticket = await tickets.find(one.id);
  if (ticket === undefined) return notFound(one.id);
  // The one in which the others end is among those that were chosen; it stays.
  if (one.act.kind === "merge" && one.act.into === one.id) return ticket;
  if (ticket.version !== one.version) return conflict(ticket.version);
  const outcome = await actOn(tools, gathering, { ...one, ticket });
  if ("problem" in outcome) return outcome;
  return (await tickets.find(one.id)) ?? ticket;
}

async function actOn(
  tools: MacroTools,
  gathering: Gathering,
  { id, version, by, act, ticket }: One & { readonly ticket: TicketRow },
): Promise<Outcome> {
  const nowMs = tools.now().wallMs;
  switch (act.kind) {
    case "assign":
      return isTheirs(act, ticket)
        ? { done: true }
        : assign(gathering, { ...act, ticket, by, nowMs });
    case "add_tags":
      return addTags(gathering, { ticket, tags: act.tags, by, nowMs });
    case "macro":
      return runMacro(tools, gathering, { ticketId: id, macroId: act.macroId, by, version });
    case "merge":
      return merge(tools, gathering, {
        ticketId: id,
        by,
        into: act.into,
        given: { text: act.text, version },
      });
    case "acknowledge":
    case "resolve":
    case "close":
    case "cancel":
      return carryOut(tools, gathering, {
        ticketId: id,
        doing: { kind: act.kind, by },
        given: { text: act.text, version },
      });
  }
}

function isTheirs(
  { assigneeId, teamId }: Extract<BulkAct, { readonly kind: "assign" }>,
  ticket: TicketRow,
): boolean {
  return (
    (assigneeId === undefined || assigneeId === ticket.assigneeId) &&
    (teamId === undefined || teamId === ticket.teamId)
  );
}
