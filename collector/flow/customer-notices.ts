import type { CustomerNoticesWish } from "@vigie/shared/customer-notices.ts";
import {
  AUTOMATIC_MAILS_A_DAY_MAX,
  isTold,
  TOLD_OF_ALL_MAX,
  type ToldKind,
  toldKindOf,
  USUAL_NOTICES,
} from "../domain/customer-notice.ts";
import type { NoticeRow, TicketRow, Unit } from "../registry/registry.ts";
import { basisNamed } from "./bases.ts";
import { type NoticeBook, toNoticeRow } from "./notice-book.ts";
import type { AddedLine, Happened } from "./notifier.ts";
import { placeOf } from "./slots.ts";

/**
 * What customers are told by mail: whoever asked, and those who are told of all tickets of theirs. Only
 * the kind of what happened goes into the outbox; its words are read when the mail leaves, and none but
 * what the staff wrote to the customer.
 */

const DAY_MS = 86_400_000;

export async function tellCustomers(
  book: NoticeBook,
  event: Happened,
  { line, ticket }: { readonly line: AddedLine; readonly ticket: TicketRow },
): Promise<void> {
  const kind = toldKindOf(line, ticket);
  if (kind === undefined || !book.tools.hasMail) return;
  if (!isTold(kind, ticket, await settingOf(book.unit, ticket))) return;
  const parameters = await parametersOf(book, kind, ticket);
  for (const recipientId of await contactsOf(book.unit, kind, ticket)) {
    const row = toNoticeRow(
      book,
      { ...event, parameters },
      {
        recipientKind: "contact",
        recipientId,
        channel: "mail",
        kind,
        pace: "at_once",
        // What happened at once is told in one mail: a reply, and that the ticket waits since.
        thread: `${ticket.id} ${book.nowMs}`,
      },
    );
    const isAnswer = kind === "staff_replied";
    await book.add(isAnswer || !(await isTooMuch(book, recipientId)) ? row : leftOut(row));
  }
}

/** What is beyond the limit of a day does not leave; the outbox says so. */
function leftOut(row: NoticeRow): NoticeRow {
  const errorDetail = String(AUTOMATIC_MAILS_A_DAY_MAX);
  return {
    ...row,
    state: "dropped",
    nextAtMs: null,
    errorCode: "notices_of_day_sent",
    errorDetail,
  };
}

async function settingOf(
  { contracts, customerNotices }: Unit,
  { contractVersionId }: TicketRow,
): Promise<CustomerNoticesWish> {
  if (contractVersionId === null) return USUAL_NOTICES;
  const { contractId } = await basisNamed(contracts, contractVersionId);
  return (await customerNotices.ofContract(contractId)) ?? USUAL_NOTICES;
}

/** Where a request stands that has to wait, as it is now. */
async function parametersOf(
  { unit, nowMs }: NoticeBook,
  kind: ToldKind,
  ticket: TicketRow,
): Promise<Happened["parameters"]> {
  if (kind !== "ticket_opened") return {};
  const place = await placeOf(unit, ticket, nowMs);
  return place === null ? {} : { position: place.position, limit: place.limit };
}

async function contactsOf(unit: Unit, kind: ToldKind, ticket: TicketRow): Promise<string[]> {
  const asker = await askerOf(unit, kind, ticket);
  const others = await unit.customerNotices.toldOfAll(ticket.customerId, TOLD_OF_ALL_MAX);
  const ids = others.map(({ id }) => id);
  return [...new Set(asker === undefined ? ids : [asker, ...ids])];
}

/** Who wants to be told of nothing is answered all the same. */
async function askerOf(
  { estate }: Unit,
  kind: ToldKind,
  { requesterId }: TicketRow,
): Promise<string | undefined> {
  if (requesterId === null) return undefined;
  const [contact] = await estate.contactList({ ids: [requesterId], sort: "id", limit: 1 });
  if (contact === undefined || contact.email === null) return undefined;
  return contact.notices === "none" && kind !== "staff_replied" ? undefined : contact.id;
}

/** An address that several contacts share is one. */
async function isTooMuch({ unit, nowMs }: NoticeBook, contactId: string): Promise<boolean> {
  const [contact] = await unit.estate.contactList({ ids: [contactId], sort: "id", limit: 1 });
  if (contact === undefined || contact.email === null) return true;
  const sharing = await unit.mail.correspondents(contact.email.toLowerCase());
  let made = 0;
  for (const { id } of sharing) {
    made += await unit.notices.madeSince({
      recipientId: id,
      channel: "mail",
      except: "staff_replied",
      sinceMs: nowMs - DAY_MS,
      limit: AUTOMATIC_MAILS_A_DAY_MAX,
    });
  }
  return made >= AUTOMATIC_MAILS_A_DAY_MAX;
}
