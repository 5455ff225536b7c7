import type { CallWish } from "@vigie/shared/ticket-wish.ts";

/** Calls of customers, with or without a ticket. */

export type CallRow = {
  readonly id: string;
  readonly customerId: string;
  readonly contactId: string | null;
  readonly direction: CallWish["direction"];
  readonly atMs: number;
  readonly minutes: number | null;
  readonly text: string;
  /** Who had it, in their own words. */
  readonly actor: string;
  readonly ticketId: string | null;
};
export type CallListRow = CallRow & {
  readonly customerName: string;
  readonly contactName: string | null;
  readonly ticketNumber: number | null;
};
export type CallQuery = {
  readonly ids?: readonly string[];
  readonly customerId?: string;
  /** Only those with a ticket, or only those without. */
  readonly hasTicket?: boolean;
  readonly limit: number;
  /** The last row of the page before. */
  readonly after?: { readonly atMs: number; readonly id: string };
};

export interface Calls {
  addCall(row: CallRow): Promise<void>;
  /** Says which ticket came of it; false = it has one already. */
  setTicket(callId: string, ticketId: string): Promise<boolean>;
  /** The latest first; calls of one instant by id. */
  callList(query: CallQuery): Promise<CallListRow[]>;
}
