import type { TicketDetail } from "@vigie/shared/ticket-document.ts";
import type { Saving } from "../desk/use-saving.ts";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";

/** One ticket as a page has read it: under which version it may be changed, and since when it counts. */
export type ReadTicket = {
  readonly document: TicketDetail;
  readonly etag: string | undefined;
  readonly readAtMs: number;
};

/** What becomes old when something is done to a ticket. */
export const TICKET_KEYS = ["ticket", "tickets", "ticket-cost", "time-entries"] as const;

/** An act on this very version of a ticket, signed. */
export function useTicketAct(
  { document: { id }, etag }: ReadTicket,
  onDone?: () => void,
): Saving<{ readonly path: string; readonly said?: object }> {
  const { desk } = useParts().api;
  return useSigned({
    work: ({ path, said }, by) => desk.act(id, { path, body: { by, ...said }, etag }),
    refreshes: TICKET_KEYS,
    onDone,
  });
}
