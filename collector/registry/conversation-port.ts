import type { TicketState } from "@vigie/shared/ticket.ts";
import type { LinkKind } from "@vigie/shared/ticket-document.ts";

/** Who follows tickets, what else has to do with them, and by which words they are sorted. */

/** Of the last three exactly one is not null. */
export type TicketLinkRow = {
  readonly id: string;
  readonly ticketId: string;
  /** How `ticketId` sees the other ticket; of machines and alerts always `related`. */
  readonly kind: LinkKind;
  readonly otherTicketId: string | null;
  readonly machineId: string | null;
  readonly alertId: string | null;
  readonly atMs: number;
  readonly actor: string;
};

/** A link as one of its tickets sees it, with what is shown of the other end. */
export type SeenLinkRow = Pick<TicketLinkRow, "id" | "kind"> & {
  /** The ticket at the other end, whichever end the row begins with. */
  readonly ticket: {
    readonly id: string;
    readonly number: number;
    readonly state: TicketState;
    readonly title: string | null;
  } | null;
  /** The machine, or that of the alert. */
  readonly machine: { readonly id: string; readonly name: string } | null;
  readonly alertId: string | null;
};

/** What is linked with a ticket. */
export type LinkEnd = Pick<TicketLinkRow, "otherTicketId" | "machineId" | "alertId">;

export interface Conversation {
  /** By name. */
  watchers(ticketId: string): Promise<{ readonly id: string; readonly name: string }[]>;
  /** False = they do already. */
  watch(ticketId: string, staffId: string): Promise<boolean>;
  /** False = they did not. */
  unwatch(ticketId: string, staffId: string): Promise<boolean>;

  addLink(row: TicketLinkRow): Promise<void>;
  removeLink(id: string): Promise<void>;
  findLink(id: string): Promise<TicketLinkRow | undefined>;
  /** The link of a ticket with another thing, whichever of two tickets it begins with. */
  linkWith(ticketId: string, end: LinkEnd): Promise<TicketLinkRow | undefined>;
  /** Of a ticket, from both ends, oldest first; at most 1,000. */
  links(ticketId: string): Promise<SeenLinkRow[]>;
  linkCount(ticketId: string): Promise<number>;

  /** Puts these tags and no other on a ticket. */
  setTags(ticketId: string, tags: readonly string[]): Promise<void>;
  /** The tags of tickets, in order, by ticket; at most 1,000 ids. */
  tagsOf(ticketIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}
