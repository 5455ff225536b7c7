import type { Level } from "@vigie/shared/contract.ts";
import type { CustomerDocument } from "@vigie/shared/estate.ts";
import type { TicketType } from "@vigie/shared/ticket.ts";
import type { TicketPreviewWish, TicketWish } from "@vigie/shared/ticket-wish.ts";

/** A new ticket as it is being filled in, and what is asked and sent of it. */
export type Filled = {
  readonly customer: CustomerDocument | undefined;
  readonly siteId: string;
  /** `machine` or `equipment` with an id, such as "machine mac_..."; empty = about neither. */
  readonly thing: string;
  readonly requesterId: string;
  readonly title: string;
  readonly text: string;
  readonly type: TicketType;
  readonly impact: Level;
  readonly urgency: Level;
  readonly channel: TicketWish["channel"];
  readonly despiteChannel: boolean;
};

export const CHANNELS = [
  "phone",
  "mail",
  "chat",
  "portal",
] as const satisfies readonly TicketWish["channel"][];

export const NOTHING_FILLED: Filled = {
  customer: undefined,
  siteId: "",
  thing: "",
  requesterId: "",
  title: "",
  text: "",
  type: "incident",
  impact: "medium",
  urgency: "medium",
  channel: "phone",
  despiteChannel: false,
};

/** What of the form decides what the ticket is worth; undefined while nobody said whose it is. */
export function toPreviewWish(filled: Filled): TicketPreviewWish | undefined {
  const { customer, siteId, thing, type, impact, urgency, channel } = filled;
  if (customer === undefined) return undefined;
  const [what, id] = thing.split(" ");
  return {
    customerId: customer.id,
    ...(siteId !== "" && { siteId }),
    ...(what === "machine" && id !== undefined && { machineId: id }),
    ...(what === "equipment" && id !== undefined && { equipmentId: id }),
    type,
    impact,
    urgency,
    channel,
  };
}

/** What is missing before it can be opened. */
export function lackingOf({ customer, title }: Filled): "customer" | "title" | undefined {
  if (customer === undefined) return "customer";
  return title.trim() === "" ? "title" : undefined;
}

/** The ticket as it is asked for; undefined while something is missing. */
export function toTicketWish(filled: Filled, by: string): TicketWish | undefined {
  const subject = toPreviewWish(filled);
  const { title, text, requesterId, despiteChannel } = filled;
  if (subject === undefined || title.trim() === "") return undefined;
  return {
    ...subject,
    by,
    title: title.trim(),
    ...(text.trim() !== "" && { text: text.trim() }),
    ...(requesterId !== "" && { requesterId }),
    ...(despiteChannel && { despiteChannel }),
  };
}
