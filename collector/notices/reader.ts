import type { Language } from "@vigie/shared/problems.ts";
import type { NoticeRow, Tables, TicketListRow } from "../registry/registry.ts";
import { isAddress, type Mailbox } from "./mailbox.ts";

/** Who reads a mail, as they are when it leaves. */
export type Reader = {
  readonly kind: "staff" | "contact" | "address";
  /** Of an address, the address. */
  readonly id: string;
  readonly mailbox: Mailbox;
  readonly language: Language;
  /** IANA. */
  readonly timeZone: string;
};

const ZONE_UNKNOWN = "UTC";

/** undefined = there is nobody to write to any more. */
export async function findReader(
  read: Tables,
  { recipientKind, recipientId }: NoticeRow,
  ticket: TicketListRow | undefined,
): Promise<Reader | undefined> {
  const found = await find(read, { recipientKind, recipientId, ticket });
  return found !== undefined && isAddress(found.mailbox.address) ? found : undefined;
}

type Asked = Pick<NoticeRow, "recipientKind" | "recipientId"> & {
  readonly ticket: TicketListRow | undefined;
};

async function find(read: Tables, asked: Asked): Promise<Reader | undefined> {
  switch (asked.recipientKind) {
    case "staff":
      return findStaff(read, asked.recipientId);
    case "contact":
      return findContact(read, asked);
    case "address":
      return toAddressee(read, asked);
    case "webhook":
      return undefined;
  }
}

async function findStaff({ staff }: Tables, id: string): Promise<Reader | undefined> {
  const [person] = await staff.staff({ ids: [id], active: true, limit: 1 });
  if (person === undefined || person.email === null) return undefined;
  const { name, email: address, language, timeZone } = person;
  return { kind: "staff", id, mailbox: { name, address }, language, timeZone };
}

/** A contact reads in their own language, else in that of the customer, and in the zone of their site. */
async function findContact(
  read: Tables,
  { recipientId: id, ticket }: Asked,
): Promise<Reader | undefined> {
  const [contact] = await read.estate.contactList({ ids: [id], sort: "id", limit: 1 });
  if (contact === undefined || contact.email === null) return undefined;
  const siteId = contact.siteId ?? ticket?.siteId ?? null;
  return {
    kind: "contact",
    id,
    mailbox: { name: contact.name, address: contact.email },
    language: contact.language ?? (await languageOf(read, contact.customerId)),
    timeZone: await zoneOf(read, siteId),
  };
}

async function toAddressee(
  read: Tables,
  { recipientId: address, ticket }: Asked,
): Promise<Reader | undefined> {
  const language = ticket === undefined ? "en" : await languageOf(read, ticket.customerId);
  const timeZone = await zoneOf(read, ticket?.siteId ?? null);
  return { kind: "address", id: address, mailbox: { name: "", address }, language, timeZone };
}

async function languageOf({ estate }: Tables, customerId: string): Promise<Language> {
  const [customer] = await estate.customerList({ ids: [customerId], sort: "id", limit: 1 });
  return customer?.language ?? "en";
}

async function zoneOf({ estate }: Tables, siteId: string | null): Promise<string> {
  if (siteId === null) return ZONE_UNKNOWN;
  const [site] = await estate.siteList({ ids: [siteId], sort: "id", limit: 1 });
  return site?.timeZone ?? ZONE_UNKNOWN;
}
