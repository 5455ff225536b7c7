import type {
  MailAttachWish,
  MailMessage,
  MailMessageDetail,
  MailState,
  MailTicketWish,
} from "@vigie/shared/mail.ts";
import { type Ask, createGet, toEtag } from "./requests.ts";
import { type List, ROWS, toQuery } from "./wishes.ts";

/** The part of the API that is about mails that came in. */

type Version = Pick<MailMessage, "id" | "version">;

export function createMailsApi(ask: Ask) {
  const get = createGet(ask);
  const decide = ({ id, version }: Version, path: string, body: object) =>
    ask<MailMessageDetail>(`/mail-messages/${id}/${path}`, {
      method: "POST",
      body,
      etag: toEtag(version),
    });
  return {
    list(state: MailState, cursor: string | undefined, signal?: AbortSignal) {
      const query = toQuery({ state, cursor, limit: ROWS });
      return get<List<MailMessage>>(`/mail-messages?${query}`, signal);
    },
    one: (id: string, signal?: AbortSignal) =>
      get<MailMessageDetail>(`/mail-messages/${id}`, signal),
    openTicket: (mail: Version, body: MailTicketWish) => decide(mail, "ticket", body),
    attach: (mail: Version, body: MailAttachWish) => decide(mail, "attach", body),
    ignore: (mail: Version, by: string) => decide(mail, "ignore", { by }),
  };
}
