import { ATTACHMENT_BYTES_MAX, type AttachingWish } from "@vigie/shared/conversation.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import { ProblemError, type Refusal } from "@vigie/shared/problems.ts";
import type { TransitionKind } from "@vigie/shared/ticket.ts";
import type { AttachmentStore, OpenedFile, StoredFile } from "../attachments/store.ts";
import {
  ATTACHMENTS_MAX,
  TICKET_BYTES_MAX,
  toFileName,
  toMediaType,
} from "../domain/attachment.ts";
import type { AttachmentRow, Tables, TicketRow, Unit } from "../registry/registry.ts";
import { type HandAct, notFound, type Outcome } from "./acts.ts";
import type { Ledger } from "./ledger.ts";
import type { AddedLine } from "./notifier.ts";
import { type Beside, overFor, sideFullness, writeSideLine } from "./side-lines.ts";

/**
 * Files of tickets. Its bytes come first and are on the disk before a row names them; the row waits for
 * a line of the history to go with, and what waits too long is forgotten with its bytes.
 *
 * Refuses with `not_found`, `ticket_state`, `attachment_invalid`, `attachments_full` or `uploads_busy`.
 * Throws `attachment_too_large`, `storage_full` and `attachment_lost`.
 */
export interface AttachmentKeeper {
  /** Takes the bytes of a file for a ticket. */
  receive(ticketId: string, content: AsyncIterable<Uint8Array>): Promise<StoredFile | Refusal>;
  /** Makes them a file of the ticket, which waits for its line. */
  keep(ticketId: string, upload: Upload): Promise<{ readonly id: string } | Refusal>;
  /** Puts files that wait to a ticket without a word; the customer does not see them. */
  attach(ticketId: string, wish: AttachingWish): Promise<Outcome>;
  open(id: string): Promise<(OpenedFile & { readonly row: AttachmentRow }) | undefined>;
}

export type Upload = {
  readonly by: string;
  /** As whoever sends it says. */
  readonly name: string;
  readonly mediaType: string;
  readonly stored: StoredFile;
};

/** Files that are received at once; each of them is as large as the largest. */
const UPLOADS_AT_ONCE = 8;

type Tools = {
  readonly ledger: Ledger;
  readonly read: Tables;
  readonly files: AttachmentStore;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
};

export function createAttachmentKeeper(tools: Tools): AttachmentKeeper {
  const { ledger, read, files, now } = tools;
  let receiving = 0;
  return {
    async receive(ticketId, content) {
      if (receiving >= UPLOADS_AT_ONCE) {
        return { problem: "uploads_busy", detail: `${UPLOADS_AT_ONCE} files arrive at once` };
      }
      receiving += 1;
      try {
        const room = await roomOf(read, ticketId);
        if ("problem" in room) return room;
        const stored = await files.put(content, ATTACHMENT_BYTES_MAX);
        return stored.bytes > room.bytes ? full() : stored;
      } finally {
        receiving -= 1;
      }
    },

    keep: (ticketId, upload) =>
      ledger.write(async ({ unit }) => {
        const row = await addAttachment(unit, {
          ...upload,
          ...tools,
          ticketId,
          nowMs: now().wallMs,
        });
        return "problem" in row ? row : { id: row.id };
      }),

    attach: (ticketId, { by, attachmentIds }) =>
      ledger.write(async (gathering) => {
        const { unit } = gathering;
        const ticket = await unit.tickets.find(ticketId);
        if (ticket === undefined) return notFound(ticketId);
        const refusal =
          overFor(ticket, OVER) ??
          (await sideFullness(unit, ticketId, "attached")) ??
          (await wrongAttachments(unit, ticketId, attachmentIds));
        if (refusal !== undefined) return refusal;
        const parameters = { files: attachmentIds.length };
        const said = { kind: "attached", by, nowMs: now().wallMs, parameters } as const;
        const transitionId = await writeSideLine(gathering, ticket, said);
        const ids = attachmentIds;
        await unit.attachments.settle({ ticketId, ids, transitionId, public: false });
        return { done: true };
      }),

    open: (id) => openAttachment(tools, id),
  };
}

const OVER = ["closed", "cancelled", "merged"] as const satisfies readonly TicketRow["state"][];

/** The bytes that a ticket still takes, or why it takes none. */
async function roomOf(
  { tickets, attachments }: Pick<Tables, "tickets" | "attachments">,
  ticketId: string,
): Promise<{ readonly bytes: number } | Refusal> {
  const ticket = await tickets.find(ticketId);
  if (ticket === undefined) return notFound(ticketId);
  const over = overFor(ticket, OVER);
  if (over !== undefined) return over;
  const { count, bytes } = await attachments.load(ticketId);
  return count >= ATTACHMENTS_MAX || bytes >= TICKET_BYTES_MAX
    ? full()
    : { bytes: TICKET_BYTES_MAX - bytes };
}

function full(): Refusal {
  const mebibytes = TICKET_BYTES_MAX / 1024 ** 2;
  const detail = `it holds at most ${ATTACHMENTS_MAX} files of ${mebibytes} MiB together`;
  return { problem: "attachments_full", detail };
}

/** A file as it becomes a ticket's own. */
export type NewAttachment = Upload & {
  readonly ticketId: string;
  readonly newId: (prefix: IdPrefix) => string;
  readonly nowMs: number;
};

/** Adds a file whose bytes are kept, inside a unit; it waits for its line. */
export async function addAttachment(
  unit: Unit,
  { ticketId, by, name, mediaType, stored, newId, nowMs }: NewAttachment,
): Promise<AttachmentRow | Refusal> {
  const { sha256, bytes } = stored;
  if (bytes === 0) return { problem: "attachment_invalid", detail: `file: ${name} is empty` };
  const room = await roomOf(unit, ticketId);
  if ("problem" in room) return room;
  if (bytes > room.bytes) return full();
  const row: AttachmentRow = {
    id: newId("att"),
    ticketId,
    name: toFileName(name),
    mediaType: toMediaType(mediaType),
    bytes,
    sha256,
    public: false,
    transitionId: null,
    actor: by,
    atMs: nowMs,
  };
  await unit.attachments.add(row);
  return row;
}

/** Why these cannot go with a line of a ticket: another line has them, or nobody sent them. */
export async function wrongAttachments(
  { attachments }: Pick<Unit, "attachments">,
  ticketId: string,
  ids: readonly string[] = [],
): Promise<Refusal | undefined> {
  const waiting = await attachments.waiting(ticketId, ids);
  const place = ids.findIndex((id) => !waiting.some((row) => row.id === id));
  if (place === -1) return undefined;
  const detail = `attachmentIds[${place}]: no file of this ticket waits under this id: send it first, and name it once`;
  return { problem: "attachment_invalid", detail };
}

/** The line of each act that files go with; only what is said among the staff the customer does not see. */
const CARRIERS: Readonly<Partial<Record<HandAct["kind"], TransitionKind>>> = {
  comment: "commented",
  reply: "replied",
  log_call: "called",
  customer_message: "customer_wrote",
};

type Settling = {
  readonly ticketId: string;
  /** What was done; its line is in the draft. */
  readonly act: HandAct["kind"];
  readonly ids: readonly string[] | undefined;
};

/** Puts files to the line of what was said, once `wrongAttachments` found nothing wrong with them. */
export async function settleAttachments(
  { unit, draft }: Beside,
  { ticketId, act, ids = [] }: Settling,
): Promise<void> {
  if (ids.length === 0) return;
  const isCarrier = (line: AddedLine) => line.ticketId === ticketId && line.kind === CARRIERS[act];
  const line = draft.lines.findLast(isCarrier);
  if (line === undefined) throw new Error(`${act} has no line for files to go with`);
  const isPublic = line.kind !== "commented";
  await unit.attachments.settle({ ticketId, ids, transitionId: line.id, public: isPublic });
}

async function openAttachment({ read, files }: Tools, id: string) {
  const row = await read.attachments.find(id);
  if (row === undefined) return undefined;
  const opened = await files.open(row.sha256);
  if (opened?.bytes === row.bytes) return { ...opened, row };
  throw new ProblemError("attachment_lost");
}
