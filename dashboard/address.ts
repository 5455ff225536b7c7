import { useSyncExternalStore } from "react";
import { isRangeName, type RangeName } from "./charts/range.ts";
import { type ContractsPlace, parsePlace, toPlaceHref } from "./contracts/place.ts";
import { type DeskPlace, parseDeskPlace, toDeskHref } from "./desk/place.ts";

/** The page's state that belongs in its address: which machine, how far back, which ticket, which contract, where at the desk. */
export type Address = {
  readonly machineId: string | undefined;
  readonly range: RangeName;
  readonly ticketId: string | undefined;
  /** Where among the contracts; undefined = among the machines. */
  readonly contracts?: ContractsPlace | undefined;
  /** Where at the desk; undefined = elsewhere. */
  readonly desk?: DeskPlace | undefined;
};

const RANGE_DEFAULT: RangeName = "1h";
/** The list of machines, or the only one. */
export const HOME: Address = { machineId: undefined, range: RANGE_DEFAULT, ticketId: undefined };
const MACHINE_PATH = /^\/machines\/(mac_[0-9A-Z]{26})\/?$/;
const TICKET_ID = /^tic_[0-9A-Z]{26}$/;
/** Of a ticket's name that is none: enough to say that it is not there. */
const TICKET_TEXT_MAX = 64;

/** Whether there can be a ticket of this name at all. */
export function isTicketId(text: string): boolean {
  return TICKET_ID.test(text);
}

/**
 * Reads a path and a query; what is not understood counts as not said. A ticket is taken as it is
 * named, so that the page can say that it is not there.
 */
export function parseAddress(pathname: string, search: string): Address {
  const query = new URLSearchParams(search);
  const range = query.get("range") ?? "";
  const ticket = (query.get("ticket") ?? "").slice(0, TICKET_TEXT_MAX);
  return {
    machineId: MACHINE_PATH.exec(pathname)?.[1],
    range: isRangeName(range) ? range : RANGE_DEFAULT,
    ticketId: ticket === "" ? undefined : ticket,
    contracts: parsePlace(pathname, query),
    desk: parseDeskPlace(pathname, query),
  };
}

/** The address of a place among the contracts. */
export function toContracts(contracts: ContractsPlace): Address {
  return { ...HOME, contracts };
}

/** The address of a contract's page: in the version that holds today, or in another. */
export function toContract(contractId: string, number?: number): Address {
  return toContracts({ page: "contract", contractId, number, due: undefined });
}

/** The address of a place at the desk. */
export function toDesk(desk: DeskPlace): Address {
  return { ...HOME, desk };
}

/** The address of a ticket's own page. */
export function toTicket(ticketId: string): Address {
  return toDesk({ page: "ticket", ticketId });
}

/** The address as a link; what is as by default is left out. */
export function toHref({ machineId, range, ticketId, contracts, desk }: Address): string {
  if (desk !== undefined) return toDeskHref(desk);
  if (contracts !== undefined) return toPlaceHref(contracts);
  const query = new URLSearchParams();
  if (range !== RANGE_DEFAULT) query.set("range", range);
  if (ticketId !== undefined) query.set("ticket", ticketId);
  const path = machineId === undefined ? "/" : `/machines/${machineId}`;
  return query.size === 0 ? path : `${path}?${query}`;
}

const listeners = new Set<() => void>();

/** Goes to an address; "back" returns to the one before. */
export function navigate(to: Address): void {
  const href = toHref(to);
  if (href === window.location.pathname + window.location.search) return;
  window.history.pushState(undefined, "", href);
  for (const listener of listeners) listener();
}

/** Says the address more exactly, as somebody types; "back" returns to where they came from. */
export function replace(to: Address): void {
  window.history.replaceState(undefined, "", toHref(to));
  for (const listener of listeners) listener();
}

export function useAddress(): Address {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const pathname = useSyncExternalStore(subscribe, () => window.location.pathname);
  return parseAddress(pathname, search);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}
