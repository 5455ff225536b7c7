import type { Refusal } from "@vigie/shared/problems.ts";
import type { AttachmentStore } from "../attachments/store.ts";
import { notFound } from "../flow/acts.ts";
import type { MailDesk, MailFile, MailRoom } from "../flow/mail-acts.ts";
import type { MailRow, Tables } from "../registry/registry.ts";
import type { MailReader } from "./reader.ts";
import { keepFiles } from "./taking.ts";

/** Mails as people see and decide on them: what is needed of one that is kept is read from its bytes again. */

type Tools = {
  readonly read: Pick<Tables, "mail">;
  readonly desk: MailDesk;
  readonly reader: MailReader;
  readonly sources: Pick<AttachmentStore, "open">;
  readonly files: Pick<AttachmentStore, "put">;
};

export function createMailRoom(tools: Tools): MailRoom {
  const { desk, read } = tools;
  return {
    async openTicket(id, wish, version) {
      const files = await filesOf(tools, await read.mail.find(id));
      return desk.openTicket({ id, wish, version, files });
    },

    async attach(id, wish, version) {
      const files = await filesOf(tools, await read.mail.find(id));
      return desk.attach({ id, wish, version, files });
    },

    ignore: (id, by, version) => desk.ignore({ id, wish: { by }, version }),
    html: (id) => html(tools, id),
  };
}

/** Its files, in the store; none once the mail as it came is gone. */
async function filesOf(tools: Tools, row: MailRow | undefined): Promise<MailFile[]> {
  // Of one that was decided on nothing is done: whoever asks is told so.
  const isWaiting = row !== undefined && row.state !== "ticket" && row.attachments.length > 0;
  const source = isWaiting ? await sourceOf(tools, row) : undefined;
  if (source === undefined) return [];
  const mail = await tools.reader.read(source);
  return "fault" in mail ? [] : keepFiles(tools.files, mail.attachments);
}

async function html(tools: Tools, id: string): Promise<{ readonly html: string } | Refusal> {
  const row = await tools.read.mail.find(id);
  if (row === undefined) return notFound(id);
  if (!row.hasHtml) return { problem: "mail_not_shown", detail: "it is plain text" };
  const source = await sourceOf(tools, row);
  if (source === undefined) {
    const detail = "its text is kept, and how it was laid out is not";
    return { problem: "mail_source_gone", detail };
  }
  const shown = await tools.reader.html(source);
  if (shown !== undefined && "html" in shown) return { html: shown.html };
  return { problem: "mail_not_shown", detail: "it could not be read" };
}

async function sourceOf(
  { sources }: Pick<Tools, "sources">,
  { sourceHash }: Pick<MailRow, "sourceHash">,
): Promise<Uint8Array | undefined> {
  const opened = sourceHash === null ? undefined : await sources.open(sourceHash);
  if (opened === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of opened.content) parts.push(part);
  return Buffer.concat(parts);
}
