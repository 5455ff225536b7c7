import type {
  MailAttachWish,
  MailMessage,
  MailMessageDetail,
  MailState,
  MailTicketWish,
} from "@vigie/shared/mail.ts";
import { type Ask, toEtag } from "./requests.ts";
import { type List, toQuery } from "./wishes.ts";

/** The part of the API that is about mails that came in. */

/** Rows that are read at once. */
const ROWS = 50;

type Version = Pick<MailMessage, "id" | "version">;

export function createMailsApi(ask: Ask) {
  const decide = ({ id, version }: Version, path: string, body: object) =>
    ask<MailMessageDetail>(`/mail-messages/${id}/${path}`, {
      method: "POST",
      body,
      etag: toEtag(version),
    });
  return {
    async list(state: MailState, cursor: string | undefined, signal?: AbortSignal) {
      const query = toQuery({ state, cursor, limit: ROWS });
      return (await ask<List<MailMessage>>(`/mail-messages?${query}`, { signal })).document;
    },
    one: async (id: string, signal?: AbortSignal) =>
      (await ask<MailMessageDetail>(`/mail-messages/${id}`, { signal })).document,
    openTicket: (mail: Version, body: MailTicketWish) => decide(mail, "ticket", body),
    attach: (mail: Version, body: MailAttachWish) => decide(mail, "attach", body),
    ignore: (mail: Version, by: string) => decide(mail, "ignore", { by }),
  };
}
