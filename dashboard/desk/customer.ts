import { useQuery } from "@tanstack/react-query";
import type { CustomerDocument } from "@vigie/shared/estate.ts";
import type { MachineSummary } from "@vigie/shared/machine.ts";
import { SEARCH_LENGTH_MAX } from "../api/wishes.ts";
import { useParts } from "../parts.tsx";

/** What is read of one customer, once it is said which; undefined = nobody said it yet. */

export function useCustomer(id: string | undefined): CustomerDocument | undefined {
  const { estate } = useParts().api;
  const { data } = useQuery({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => estate.customer(id ?? "", signal),
    enabled: id !== undefined,
  });
  return data;
}

export function useContacts(customerId: string | undefined) {
  const { estate } = useParts().api;
  const { data } = useQuery({
    queryKey: ["contacts", customerId],
    queryFn: ({ signal }) => estate.contacts(customerId ?? "", signal),
    enabled: customerId !== undefined,
  });
  return data?.items ?? [];
}

export function useEquipment(customerId: string) {
  const { estate } = useParts().api;
  const { data } = useQuery({
    queryKey: ["equipment", customerId],
    queryFn: ({ signal }) => estate.equipment(customerId, signal),
  });
  return data?.items ?? [];
}

/** A customer's machines. They are searched by its name: the list of everybody's would be long. */
export function useMachinesOf(
  customer: Pick<CustomerDocument, "id" | "name"> | undefined,
): readonly MachineSummary[] {
  const { estate } = useParts().api;
  const { data } = useQuery({
    queryKey: ["machines", "of", customer?.id],
    queryFn: ({ signal }) =>
      estate.machines((customer?.name ?? "").slice(0, SEARCH_LENGTH_MAX), signal),
    enabled: customer !== undefined,
  });
  return data?.items.filter((machine) => machine.customer.id === customer?.id) ?? [];
}
