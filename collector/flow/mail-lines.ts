import type { TransitionKind } from "@vigie/shared/ticket.ts";
import { fittingFiles, leftOutParameters } from "../domain/mail-files.ts";
import type { TicketRow, TicketTransitionRow } from "../registry/registry.ts";
import type { HandAct, Outcome } from "./acts.ts";
import { addAttachment } from "./attachment-keeper.ts";
import { carryOut } from "./hand-desk.ts";
import type { Gathering } from "./ledger.ts";
import type { MailFile } from "./mail-acts.ts";
import type { MailTools } from "./mail-desk.ts";

/** What a mail leaves in the history of a ticket: a line with its words, and its files. */

/** A mail on its way to a ticket. */
export type MailOnTicket = {
  /** Of the mail's row. */
  readonly mailId: string;
  readonly text: string;
  readonly isCut: boolean;
  readonly receivedAtMs: number;
  readonly files: readonly MailFile[];
  /** Files of the mail that were not even read. */
  readonly filesUnread: number;
};

type Saying = {
  readonly ticket: TicketRow;
  readonly doing: HandAct & { readonly kind: "customer_message" | "reply" | "comment" };
  readonly mail: MailOnTicket;
  readonly parameters?: TicketTransitionRow["parameters"];
};

/** Says it on the ticket, at the time at which it was received. */
export async function sayByMail(
  tools: MailTools,
  gathering: Gathering,
  { ticket, doing, mail, parameters = {} }: Saying,
): Promise<Outcome> {
  const { fitting, said } = await filesFor(gathering, mail, ticket.id);
  const nowMs = tools.now().wallMs;
  // A mail that lay on its way may be older than the ticket that a person put it on.
  const atMs = Math.min(Math.max(mail.receivedAtMs, ticket.openedAtMs), nowMs);
  const done = await carryOut(tools, gathering, {
    ticketId: ticket.id,
    doing,
    given: { text: mail.text, ...(doing.kind === "customer_message" && { atMs }) },
    parameters: { ...said, ...parameters },
  });
  if ("problem" in done) return done;
  const kind = LINES[doing.kind];
  await keepFiles(tools, gathering, { ticketId: ticket.id, kind, by: doing.by, files: fitting });
  return done;
}

const LINES = {
  customer_message: "customer_wrote",
  reply: "replied",
  comment: "commented",
} as const satisfies Record<Saying["doing"]["kind"], TransitionKind>;

/** The files for which a ticket has room, and what its line says of the mail and of the others. */
export async function filesFor(
  { unit }: Pick<Gathering, "unit">,
  { mailId, isCut, files, filesUnread }: MailOnTicket,
  ticketId: string | undefined,
) {
  const load = ticketId === undefined ? EMPTY : await unit.attachments.load(ticketId);
  const whole = files.filter(({ stored }) => stored.bytes > 0);
  const { fitting, leftOut } = fittingFiles(whole, load);
  const names = leftOut.map(({ name }) => name);
  const said = {
    mail: mailId,
    ...(isCut && { cut: 1 }),
    ...leftOutParameters(names, filesUnread),
  };
  return { fitting, said };
}

const EMPTY = { count: 0, bytes: 0 };

type Keeping = {
  readonly ticketId: string;
  readonly kind: TransitionKind;
  readonly by: string;
  readonly files: readonly MailFile[];
};

/** Puts files to the line of this kind that was written last. */
export async function keepFiles(
  { newId, now }: Pick<MailTools, "newId" | "now">,
  { unit, draft }: Gathering,
  { ticketId, kind, by, files }: Keeping,
): Promise<void> {
  if (files.length === 0) return;
  const line = draft.lines.findLast((added) => added.ticketId === ticketId && added.kind === kind);
  if (line === undefined)
    throw new Error(`nothing was written on ${ticketId} for files to go with`);
  const ids: string[] = [];
  for (const file of files) {
    const row = await addAttachment(unit, { ...file, by, ticketId, newId, nowMs: now().wallMs });
    if ("problem" in row) throw new Error(`a file that fits was refused: ${row.detail}`);
    ids.push(row.id);
  }
  const isPublic = kind !== "commented";
  await unit.attachments.settle({ ticketId, ids, transitionId: line.id, public: isPublic });
}
