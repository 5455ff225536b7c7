import type { TicketDesk } from "./desk.ts";
import { touchTicket } from "./draft.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import type { Stepper } from "./stepper.ts";

/** Lets in who waits behind those that began in one unit: a limit that is lifted frees many slots at once. */

/** Customers looked at in one sweep; what is left is looked at in the next. */
const SWEPT_AT_ONCE = 100;

type Tools = { readonly ledger: Ledger; readonly stepper: Stepper; readonly desk: TicketDesk };

export async function sweepQueues(
  { ledger, stepper, desk }: Tools,
  { wallMs: nowMs }: { readonly wallMs: number },
): Promise<void> {
  const rows = [...ledger.memory().unseated].slice(0, stepper.rowsFor(SWEPT_AT_ONCE));
  const step = (gathering: Gathering, customerId: string) =>
    seat(gathering, desk, { customerId, nowMs });
  await stepper.each({ what: "queue", rows, idOf: (customerId) => customerId, step }, nowMs);
}

/** Whoever has still to wait for the next unit is put at the end by the ledger. */
async function seat(
  { memory, unit, draft }: Gathering,
  desk: TicketDesk,
  { customerId, nowMs }: { readonly customerId: string; readonly nowMs: number },
): Promise<void> {
  memory.unseated.delete(customerId);
  const touch = (ticket: Parameters<typeof touchTicket>[1]) => touchTicket(draft, ticket);
  const { seats } = draft;
  await desk.seat(unit, { lines: [], customerIds: [customerId], seats, nowMs, touch });
}
