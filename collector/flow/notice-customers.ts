import type { Unit } from "../registry/registry.ts";

/** Which of the customers that are named is none, in words; undefined = all are there. */
export async function unknownCustomer(
  { estate }: Unit,
  { customerIds }: { readonly customerIds: readonly string[] },
): Promise<string | undefined> {
  if (customerIds.length === 0) return undefined;
  const query = { ids: customerIds, sort: "id", limit: customerIds.length } as const;
  const known = new Set((await estate.customerList(query)).map(({ id }) => id));
  const place = customerIds.findIndex((id) => !known.has(id));
  return place === -1
    ? undefined
    : `customerIds[${place}]: there is no customer ${customerIds[place]}`;
}
