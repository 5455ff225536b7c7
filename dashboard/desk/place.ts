import { toQuery } from "../api/wishes.ts";
import { parseQueue, type QueueWish, toQueueQuery } from "../queue/queue-wish.ts";

/** Where at the desk a reader is, as the page's address says it. */

/** What a new ticket is about, where a link says it. */
export type OpeningSubject = {
  readonly customerId: string | undefined;
  readonly machineId: string | undefined;
};

export type DeskPlace =
  | { readonly page: "queue"; readonly wish: QueueWish }
  | { readonly page: "ticket"; readonly ticketId: string }
  | { readonly page: "new"; readonly subject: OpeningSubject }
  | {
      readonly page: (typeof LIST_PAGES)[number];
      /** Of which of the list more is shown beside it. */
      readonly chosenId?: string;
    }
  | { readonly page: PlainPage };

/** Lists of which one is chosen, to be looked at beside the others. */
const LIST_PAGES = ["mail", "rules"] as const;

/** Pages that are only themselves, each at the path of its name. */
const PLAIN_PAGES = [
  "calls",
  "windows",
  "outages",
  "rotas",
  "escalations",
  "staff",
  "macros",
  "notices",
  "told",
] as const;
export type PlainPage = (typeof PLAIN_PAGES)[number];

/** Whether a page needs to know nothing more than that it is shown. */
export function isPlain(place: DeskPlace): place is { readonly page: PlainPage } {
  return PLAIN_PAGES.some((page) => page === place.page);
}

/** Those that set how Vigie works; the others are about tickets. */
export const SETTING_PAGES = [
  "windows",
  "outages",
  "rules",
  "rotas",
  "escalations",
  "staff",
  "macros",
  "told",
  "notices",
] as const;

/** A ticket is taken as it is named, so that its page can say that it is not there. */
const TICKET_PATH = /^\/tickets(?:\/(?<id>\w{1,64}))?\/?$/;
const PLAIN_PATH = /^\/(?<name>[a-z]+)\/?$/;
const CUSTOMER_ID = /^cus_[0-9A-Z]{26}$/;
const MACHINE_ID = /^mac_[0-9A-Z]{26}$/;
const CHOSEN_ID = /^[a-z]{3}_[0-9A-Z]{26}$/;

/** Reads a path and a query; undefined where it is none of ours. */
export function parseDeskPlace(pathname: string, query: URLSearchParams): DeskPlace | undefined {
  const found = TICKET_PATH.exec(pathname);
  if (found === null) return parseNamedPage(pathname, query);
  const id = found.groups?.["id"];
  if (id === undefined) return { page: "queue", wish: parseQueue(query) };
  if (id !== "new") return { page: "ticket", ticketId: id };
  return {
    page: "new",
    subject: {
      customerId: said(query.get("customer"), CUSTOMER_ID),
      machineId: said(query.get("machine"), MACHINE_ID),
    },
  };
}

function parseNamedPage(pathname: string, query: URLSearchParams): DeskPlace | undefined {
  const name = PLAIN_PATH.exec(pathname)?.groups?.["name"];
  const list = LIST_PAGES.find((page) => page === name);
  if (list !== undefined) {
    const chosenId = said(query.get("id"), CHOSEN_ID);
    return { page: list, ...(chosenId !== undefined && { chosenId }) };
  }
  const page = PLAIN_PAGES.find((plain) => plain === name);
  return page === undefined ? undefined : { page };
}

function said(text: string | null, form: RegExp): string | undefined {
  return text !== null && form.test(text) ? text : undefined;
}

/** The path and query of a place. */
export function toDeskHref(place: DeskPlace): string {
  if (place.page === "queue") return withQuery("/tickets", toQueueQuery(place.wish));
  if (place.page === "ticket") return `/tickets/${place.ticketId}`;
  if ("chosenId" in place) return withQuery(`/${place.page}`, toQuery({ id: place.chosenId }));
  if (place.page !== "new") return `/${place.page}`;
  const { customerId, machineId } = place.subject;
  const query = toQuery({ customer: customerId, machine: machineId });
  return withQuery("/tickets/new", query);
}

function withQuery(path: string, query: URLSearchParams): string {
  return query.size === 0 ? path : `${path}?${query}`;
}
