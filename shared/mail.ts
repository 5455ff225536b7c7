import { type Static, Type } from "typebox";
import { Level } from "./contract.ts";
import { Line, OrNull, strict } from "./fields.ts";
import { Instant } from "./machine.ts";
import { TicketType } from "./ticket.ts";

/** Mails that came to the support address: what became of each, and why. */

/** `triage` = a person must say; `ticket` = it stands on one; `ignored` = nobody needs to act on it. */
export const MAIL_STATES = ["triage", "ticket", "ignored"] as const;
export const MailState = Type.Enum(MAIL_STATES);
export type MailState = (typeof MAIL_STATES)[number];

/** Why a mail waits for a person. */
export const TRIAGE_REASONS = [
  /** Nobody's address, or more than one. */
  "no_sender",
  /** No result of a server that is believed says whose mail it is. */
  "not_authenticated",
  /** A believed server says that it is not from whom it says. */
  "authentication_failed",
  "unknown_sender",
  /** The address belongs to contacts of several customers. */
  "ambiguous_sender",
  /** The thread that it answers is another customer's. */
  "other_customer",
  /** Of the staff, and it answers no ticket. */
  "staff_sender",
  /** The customer's contract takes no requests by mail, or not at this hour. */
  "channel_refused",
  /** More new tickets in an hour than one sender may open. */
  "too_many",
  "too_large",
  "unreadable",
  "ticket_full",
  /** What it asks for could not be done; `detail` says what stood against it. */
  "refused",
] as const;

/** That no person wrote it, or that it is our own. */
export const AUTOMATIC_REASONS = [
  "automatic_reply",
  "delivery_report",
  "bulk",
  "mailing_list",
  /** From the support address itself. */
  "own_address",
  /** One that Vigie sent came back. */
  "own_message",
] as const;

/** Why nobody needs to act on a mail. What of it stands on a ticket is a private line. */
export const IGNORE_REASONS = [
  ...AUTOMATIC_REASONS,
  /** More mails wait for a person than are kept. */
  "overflow",
  "by_hand",
] as const;

export const MAIL_REASONS = [...TRIAGE_REASONS, ...IGNORE_REASONS] as const;
export const MailReason = Type.Enum(MAIL_REASONS);
export type TriageReason = (typeof TRIAGE_REASONS)[number];
export type IgnoreReason = (typeof IGNORE_REASONS)[number];
export type MailReason = (typeof MAIL_REASONS)[number];

/** By what a mail found its ticket. `new` = it opened one. */
export const MAIL_ROUTES = ["reply_address", "thread", "subject", "new", "by_hand"] as const;
export const MailRoute = Type.Enum(MAIL_ROUTES);
export type MailRoute = (typeof MAIL_ROUTES)[number];

/** What the server that is believed says of the sender's address (DMARC). */
export const AUTHENTICATIONS = ["pass", "fail", "none"] as const;
export const Authentication = Type.Enum(AUTHENTICATIONS);
export type Authentication = (typeof AUTHENTICATIONS)[number];

const Named = Type.Object({ id: Type.String(), name: Type.String() });

export const MailMessage = Type.Object({
  id: Type.String(),
  state: MailState,
  reason: OrNull(MailReason),
  /** What stood against it, in the words of a refusal; null = `reason` says all. */
  detail: OrNull(Type.String()),
  route: OrNull(MailRoute),
  /** When it reached the mailbox. */
  receivedAt: Instant,
  /** When it was written, by the sender's own clock; null = it does not say. */
  sentAt: OrNull(Instant),
  from: OrNull(Type.Object({ name: Type.String(), address: Type.String() })),
  /** The first of them. */
  to: Type.Array(Type.String()),
  subject: OrNull(Type.String()),
  authentication: Authentication,
  customer: OrNull(Named),
  contact: OrNull(Named),
  /** The ticket on which it stands; of one in triage, the one that it seems to mean. */
  ticket: OrNull(Type.Object({ id: Type.String(), number: Type.Integer() })),
  bytes: Type.Integer(),
  /** Who decided about it; null = Vigie did, or nobody has yet. */
  decidedBy: OrNull(Type.String()),
  version: Type.Integer(),
});
export type MailMessage = Static<typeof MailMessage>;

export const MailMessageDetail = Type.Object({
  ...MailMessage.properties,
  /** What is new in it. */
  text: Type.String(),
  /** What it quotes of earlier mails; null = nothing. */
  quoted: OrNull(Type.String()),
  /** Whether the text is longer than what is kept of it here. */
  isCut: Type.Boolean(),
  attachments: Type.Array(
    Type.Object({ name: Type.String(), mediaType: Type.String(), bytes: Type.Integer() }),
  ),
  /** Whether it has a form that /html shows. */
  hasHtml: Type.Boolean(),
  /** Images elsewhere that are not shown: to fetch one would tell the sender that it was read. */
  blockedImages: Type.Integer(),
  /** The headers as they came, of a mail that could not be read. */
  headers: OrNull(Type.String()),
  /** Whether the mail as it came is still kept, for /html and for its attachments. */
  hasSource: Type.Boolean(),
});
export type MailMessageDetail = Static<typeof MailMessageDetail>;

const Id = Type.String({ minLength: 1, maxLength: 64 });
const By = Line(120);

/** A ticket made of a mail by a person. */
export const MailTicketWish = Type.Object(
  {
    by: By,
    customerId: Id,
    /** Who asked; left out or null = nobody of the customer's contacts. */
    requesterId: Type.Optional(OrNull(Id)),
    /** The mail's subject if left out. */
    title: Type.Optional(Line(200)),
    siteId: Type.Optional(OrNull(Id)),
    machineId: Type.Optional(OrNull(Id)),
    equipmentId: Type.Optional(OrNull(Id)),
    type: Type.Optional(TicketType),
    impact: Type.Optional(Level),
    urgency: Type.Optional(Level),
    /** Opened although the contract refuses this way. */
    despiteChannel: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type MailTicketWish = Static<typeof MailTicketWish>;

export const MailAttachWish = Type.Object({ by: By, ticketId: Id }, strict);
export type MailAttachWish = Static<typeof MailAttachWish>;

export const MailIgnoreWish = Type.Object({ by: By }, strict);
export type MailIgnoreWish = Static<typeof MailIgnoreWish>;

/**
 * The line above which customers answer, in every mail about a ticket that they get: what stands below it
 * is a quote, whatever program wrote the answer.
 */
export const REPLY_LINES = {
  en: "--- Please write your answer above this line ---",
  fr: "--- Merci de répondre au-dessus de cette ligne ---",
} as const;
