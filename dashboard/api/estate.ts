import type { ContactDocument, EquipmentDocument, SiteDocument } from "@vigie/shared/estate.ts";
import type { MachineSummary } from "@vigie/shared/machine.ts";
import type { Ask } from "./requests.ts";
import { type List, toQuery } from "./wishes.ts";

/** The part of the API that is about what is a customer's. */

/** Of what is chosen from: the most that the collector gives. */
const PAGE_SIZE = 200;

export function createEstateApi(ask: Ask) {
  const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    (await ask<T>(path, { signal })).document;
  const ofCustomer =
    <T>(what: string) =>
    (customerId: string, signal?: AbortSignal) =>
      get<List<T>>(`/customers/${customerId}/${what}?${toQuery({ limit: PAGE_SIZE })}`, signal);
  return {
    sites: ofCustomer<SiteDocument>("sites"),
    contacts: ofCustomer<ContactDocument>("contacts"),
    equipment: ofCustomer<EquipmentDocument>("equipment"),
    /** Machines that a text finds by their name, site or customer. */
    machines: (search: string, signal?: AbortSignal) =>
      get<List<MachineSummary>>(`/machines?${toQuery({ search, limit: PAGE_SIZE })}`, signal),
  };
}
