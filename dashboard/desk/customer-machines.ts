import { useQuery } from "@tanstack/react-query";
import type { CustomerDocument } from "@vigie/shared/estate.ts";
import type { MachineSummary } from "@vigie/shared/machine.ts";
import { useParts } from "../parts.tsx";

/** A customer's machines. They are searched by its name: the list of everybody's would be long. */
export function useMachinesOf(
  customer: Pick<CustomerDocument, "id" | "name"> | undefined,
): readonly MachineSummary[] {
  const { estate } = useParts().api;
  const { data } = useQuery({
    queryKey: ["machines", "of", customer?.id],
    queryFn: ({ signal }) => estate.machines(customer?.name ?? "", signal),
    enabled: customer !== undefined,
  });
  return data?.items.filter((machine) => machine.customer.id === customer?.id) ?? [];
}
