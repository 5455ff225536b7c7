import { ACKNOWLEDGED_DAYS_MAX, type AcknowledgeWish } from "@vigie/shared/alert.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { AlertRow } from "../registry/registry.ts";
import { notFound, type Outcome } from "./acts.ts";
import type { TicketDesk } from "./desk.ts";
import { touchedOf } from "./draft.ts";
import { release } from "./hold-sweep.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { cellKey } from "./machine-memory.ts";

/**
 * People who know of an alert: until a date it opens no ticket, however often it comes and goes, and is
 * still shown. Refuses with `not_found` or `acknowledgement_invalid`.
 */
export interface AlertKeeper {
  acknowledge(alertId: string, wish: AcknowledgeWish): Promise<Outcome>;
  /** Takes it back: what still fires opens its ticket at once. */
  takeBack(alertId: string): Promise<Outcome>;
}

type Tools = {
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly now: () => { readonly wallMs: number };
};

const DAY_MS = 86_400_000;

export function createAlertKeeper(tools: Tools): AlertKeeper {
  const { ledger, now } = tools;
  return {
    acknowledge: (alertId, wish) =>
      ledger.write((gathering) => acknowledge(gathering, { alertId, wish, nowMs: now().wallMs })),
    takeBack: (alertId) =>
      ledger.write((gathering) => takeBack(tools, gathering, { alertId, nowMs: now().wallMs })),
  };
}

type Named = { readonly alertId: string; readonly nowMs: number };

async function acknowledge(
  gathering: Gathering,
  { alertId, wish, nowMs }: Named & { readonly wish: AcknowledgeWish },
): Promise<Outcome> {
  const row = await gathering.unit.alerts.named(alertId);
  if (row === undefined) return notFound(alertId);
  if (row.state === "quiet") return invalid("it is quiet, and there is nothing to know of");
  const untilMs = Temporal.Instant.from(wish.until).epochMilliseconds;
  if (untilMs <= nowMs) return invalid("until: it is past; name a time that is ahead");
  if (untilMs > nowMs + ACKNOWLEDGED_DAYS_MAX * DAY_MS) {
    return invalid(
      `until: it is more than ${ACKNOWLEDGED_DAYS_MAX} days ahead; name a nearer time`,
    );
  }
  const { by, text = null } = wish;
  const acknowledged = { by, atMs: nowMs, untilMs, text };
  const isHeld = row.noTicket === "acknowledged";
  await keep(gathering, {
    ...row,
    acknowledged,
    ...(isHeld && { hold: { byId: null, untilMs } }),
  });
  return { done: true };
}

async function takeBack(
  { desk }: Tools,
  gathering: Gathering,
  { alertId, nowMs }: Named,
): Promise<Outcome> {
  const row = await gathering.unit.alerts.named(alertId);
  if (row === undefined) return notFound(alertId);
  const isHeld = row.noTicket === "acknowledged";
  const freed: AlertRow = {
    ...row,
    acknowledged: null,
    ...(isHeld && { hold: { byId: null, untilMs: nowMs } }),
  };
  await keep(gathering, freed);
  if (isHeld) await release(gathering, desk, { row: freed, nowMs });
  return { done: true };
}

/** In the table and in memory: they may not part. */
async function keep({ unit, memory, draft }: Gathering, row: AlertRow): Promise<void> {
  await unit.alerts.save(row);
  const machine = memory.machines.get(row.machineId);
  const cell = machine?.cells.get(cellKey(row.ruleId, row.object));
  if (cell !== undefined) cell.row = row;
  touchedOf(draft, row.machineId).alerts.add(row.id);
}

function invalid(detail: string): Refusal {
  return { problem: "acknowledgement_invalid", detail };
}
