import type { Refusal } from "@vigie/shared/problems.ts";
import type { EstateBook, Tables } from "../registry/registry.ts";
import {
  CONTACTS,
  EQUIPMENT,
  MACHINES,
  type Shelf,
  type ShelfRow,
  SITES,
} from "./estate-shelves.ts";

/**
 * Whom and what a ticket is about. Everything that a wish names must be that customer's own: the field
 * that names something else is said, and not what it names.
 */

export type Named = {
  readonly customerId: string;
  readonly siteId?: string | null | undefined;
  readonly machineId?: string | null | undefined;
  readonly equipmentId?: string | null | undefined;
  readonly requesterId?: string | null | undefined;
};

/** What a ticket is about: the site is that of the thing where none is named. */
export type Subject = {
  readonly customerId: string;
  readonly siteId: string | null;
  readonly machineId: string | null;
  readonly equipmentId: string | null;
  readonly requesterId: string | null;
};

/** What cannot be asked for. */
export function invalidTicket(detail: string): Refusal {
  return { problem: "ticket_invalid", detail };
}

export async function subjectOf(
  { estate }: Pick<Tables, "estate">,
  named: Named,
): Promise<Subject | Refusal> {
  const { customerId, machineId = null, equipmentId = null, requesterId = null } = named;
  if (machineId !== null && equipmentId !== null) {
    return invalidTicket("equipmentId: name a machine or a piece of equipment, not both");
  }
  if (!(await isCustomer({ estate }, customerId))) {
    return invalidTicket("customerId: there is no such customer");
  }
  const found = await findNamed({ estate, customerId }, named);
  if ("problem" in found) return found;
  const site = siteOf(named, found);
  if (typeof site === "object" && site !== null) return site;
  return { customerId, siteId: site, machineId, equipmentId, requesterId };
}

/** The one that is named, or that at which the thing stands. */
function siteOf({ siteId = null }: Named, found: Found): string | null | Refusal {
  const standsAt = (found.machineId ?? found.equipmentId)?.siteId ?? null;
  if (siteId === null || standsAt === null) return siteId ?? standsAt;
  if (siteId === standsAt) return siteId;
  return invalidTicket("siteId: what the ticket is about stands at another site");
}

export async function isCustomer(
  { estate }: Pick<Tables, "estate">,
  customerId: string,
): Promise<boolean> {
  return (await estate.customerList({ ids: [customerId], sort: "id", limit: 1 })).length > 0;
}

/** Whether a contact is this customer's. */
export async function isContactOf(
  { estate }: Pick<Tables, "estate">,
  customerId: string,
  contactId: string,
): Promise<boolean> {
  return (await own({ estate, customerId }, CONTACTS, contactId)) !== undefined;
}

type Book = { readonly estate: EstateBook; readonly customerId: string };

/** The fields that name something of the customer's, and where that is kept. */
const FIELDS = [
  ["siteId", "site", (book: Book, id: string) => own(book, SITES, id)],
  ["machineId", "machine", (book: Book, id: string) => own(book, MACHINES, id)],
  ["equipmentId", "piece of equipment", (book: Book, id: string) => own(book, EQUIPMENT, id)],
  ["requesterId", "contact", (book: Book, id: string) => own(book, CONTACTS, id)],
] as const;

type Found = { [Field in (typeof FIELDS)[number][0]]?: ShelfRow };

async function findNamed(book: Book, named: Named): Promise<Found | Refusal> {
  const found: Found = {};
  for (const [field, what, find] of FIELDS) {
    const id = named[field] ?? null;
    if (id === null) continue;
    const row = await find(book, id);
    if (row === undefined) return notOwn(field, what);
    if ("mergedInto" in row && row.mergedInto !== null) {
      return invalidTicket(`${field}: ${row.name} goes on as ${row.mergedInto}: name that one`);
    }
    found[field] = row;
  }
  return found;
}

/** The row of this id, if it is the customer's. */
async function own<Row extends ShelfRow>(
  { estate, customerId }: Book,
  { list }: Pick<Shelf<Row, unknown>, "list">,
  id: string,
): Promise<Row | undefined> {
  return (await list(estate, { ids: [id], customerId, sort: "id", limit: 1 }))[0];
}

function notOwn(field: string, what: string): Refusal {
  return invalidTicket(`${field}: there is no such ${what} of this customer`);
}
