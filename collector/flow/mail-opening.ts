import type { Level } from "@vigie/shared/contract.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { TicketType } from "@vigie/shared/ticket.ts";
import type { TicketWish } from "@vigie/shared/ticket-wish.ts";
import type { TicketRow } from "../registry/registry.ts";
import type { Gathering } from "./ledger.ts";
import type { MailTools } from "./mail-desk.ts";
import { filesFor, keepFiles, type MailOnTicket } from "./mail-lines.ts";
import { openRequest } from "./ticket-request.ts";

/** Tickets that mails open: by the contract's clauses, as every request that comes by mail. */

export type MailOpening = {
  readonly mail: MailOnTicket;
  readonly by: string;
  readonly title: string;
  readonly about: Pick<
    TicketWish,
    "customerId" | "siteId" | "machineId" | "equipmentId" | "requesterId"
  >;
  readonly type?: TicketType | undefined;
  readonly impact?: Level | undefined;
  readonly urgency?: Level | undefined;
  /** Why it is a program's: then nothing is answered by itself. */
  readonly automatic?: string | undefined;
  /** Who decides that the contract's refusal of this way does not matter says so. */
  readonly despiteChannel?: boolean | undefined;
};

/** Of a mail nobody has said what it asks for: something that does not work, of usual weight. */
export const TYPE_OF_MAIL = "incident";
const LEVEL_OF_MAIL = "medium";

/** Whose mail lay longer than this has its clocks from here on: a promise so old was never looked at. */
const LAIN_MAX_MS = 30 * 86_400_000;

/** Clocks start when the mail was received. */
export function askedAtMs({ receivedAtMs }: Pick<MailOnTicket, "receivedAtMs">, nowMs: number) {
  return Math.min(Math.max(receivedAtMs, nowMs - LAIN_MAX_MS), nowMs);
}

/** Refuses as every request is refused: `ticket_invalid`, `channel_refused`. */
export async function openByMail(
  tools: MailTools,
  gathering: Gathering,
  { mail, by, title, about, automatic, despiteChannel = false, ...weight }: MailOpening,
): Promise<TicketRow | Refusal> {
  const { fitting, said } = await filesFor(gathering, mail, undefined);
  const nowMs = tools.now().wallMs;
  const request = {
    ...about,
    by,
    title,
    despiteChannel,
    channel: "mail",
    type: weight.type ?? TYPE_OF_MAIL,
    impact: weight.impact ?? LEVEL_OF_MAIL,
    urgency: weight.urgency ?? LEVEL_OF_MAIL,
    atMs: askedAtMs(mail, nowMs),
    parameters: { ...said, ...(automatic !== undefined && { automatic }) },
    ...(mail.text !== "" && { text: mail.text }),
  } as const;
  const ticket = await openRequest(tools, gathering, { request, nowMs });
  if ("problem" in ticket) return ticket;
  await keepFiles(tools, gathering, { ticketId: ticket.id, kind: "opened", by, files: fitting });
  return ticket;
}
