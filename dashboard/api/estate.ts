import type {
  ContactDocument,
  CustomerDocument,
  EquipmentDocument,
  SiteDocument,
} from "@vigie/shared/estate.ts";
import type { MachineSummary } from "@vigie/shared/machine.ts";
import { type Ask, createGet } from "./requests.ts";
import { CHOICES_MAX, type List, toQuery } from "./wishes.ts";

/** The part of the API that is about customers and what is theirs. */

export function createEstateApi(ask: Ask) {
  const get = createGet(ask);
  const ofCustomer =
    <T>(what: string) =>
    (customerId: string, signal?: AbortSignal) =>
      get<List<T>>(`/customers/${customerId}/${what}?${toQuery({ limit: CHOICES_MAX })}`, signal);
  return {
    customers: (search: string, signal?: AbortSignal) =>
      get<List<CustomerDocument>>(`/customers?${toQuery({ search, limit: CHOICES_MAX })}`, signal),
    customer: (id: string, signal?: AbortSignal) =>
      get<CustomerDocument>(`/customers/${id}`, signal),
    sites: ofCustomer<SiteDocument>("sites"),
    contacts: ofCustomer<ContactDocument>("contacts"),
    equipment: ofCustomer<EquipmentDocument>("equipment"),
    /** Machines that a text finds by their name, site or customer. */
    machines: (search: string, signal?: AbortSignal) =>
      get<List<MachineSummary>>(`/machines?${toQuery({ search, limit: CHOICES_MAX })}`, signal),
  };
}
