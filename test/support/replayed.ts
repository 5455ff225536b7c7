import { expect } from "vitest";
import { createClocks } from "../../collector/flow/clocks.ts";
import { toRow } from "../../collector/flow/recount.ts";
import type { Tables, TargetRow, TicketListRow } from "../../collector/registry/registry.ts";

const TICKETS_MAX = 1_000;

/** Of every ticket the columns are what the replay of its history says, by clocks made anew. */
export async function expectReplayed({ tickets, contracts }: Tables, nowMs: number): Promise<void> {
  for (const ticket of await tickets.list({ limit: TICKETS_MAX })) {
    const lines = await tickets.clockLines([ticket.id]);
    const counted = await createClocks().read(contracts, lines, nowMs);
    const replayed = counted.map((target) => {
      const row = ticket.targets.find(({ kind }) => kind === target.course.kind);
      return asSwept(toRow(target, { id: row?.id ?? "", ticketId: ticket.id }), row);
    });
    expect(ticket.targets.toSorted(byKind), nameOf(ticket)).toEqual(replayed.toSorted(byKind));
    expect(await followingOf(tickets, ticket), nameOf(ticket)).toEqual({
      breaksAtMs: ticket.breaksAtMs,
      updatedAtMs: ticket.updatedAtMs,
    });
    if (ticket.coverage !== "covered") expect(ticket.targets.filter(isRunning)).toEqual([]);
  }
}

/** The columns that follow from a ticket's targets and lines. */
async function followingOf(tickets: Tables["tickets"], { id, targets }: TicketListRow) {
  const breaks = targets.filter(isRunning).flatMap(({ breachAfterMs }) => breachAfterMs ?? []);
  const lines = await tickets.transitions(id);
  return {
    breaksAtMs: breaks.length === 0 ? null : Math.min(...breaks),
    updatedAtMs: lines.at(-1)?.atMs,
  };
}

function isRunning({ state }: TargetRow): boolean {
  return state === "running";
}

/** What broke since the last sweep came by is not written yet. */
function asSwept(replayed: TargetRow, row: TargetRow | undefined): TargetRow {
  if (row?.state !== "running" || replayed.state !== "breached") return replayed;
  return { ...replayed, state: row.state, breachAfterMs: row.breachAfterMs };
}

function byKind(a: TargetRow, b: TargetRow): number {
  return a.kind < b.kind ? -1 : 1;
}

function nameOf({ number, state }: TicketListRow): string {
  return `ticket ${number}, ${state}`;
}
