import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { CustomerDocument } from "@vigie/shared/estate.ts";
import { useMachinesOf } from "../desk/customer-machines.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import type { Filled } from "./opening-form.ts";

/** What is a customer's: the site, the thing that it is about, who asks. */
export function SubjectFields(props: {
  readonly customer: CustomerDocument;
  readonly filled: Filled;
  readonly fill: (change: Partial<Filled>) => void;
}) {
  const { customer, filled, fill } = props;
  const { words } = useWords();
  const { sites, things, contacts } = useEstate(customer);
  return (
    <>
      <NativeSelect
        label={words.opening.thing}
        value={filled.thing}
        data={[{ value: "", label: words.opening.noThing }, ...things]}
        onChange={({ currentTarget }) => fill({ thing: currentTarget.value })}
      />
      {sites.length > 0 && (
        <NativeSelect
          label={words.opening.site}
          value={filled.siteId}
          data={[{ value: "", label: words.opening.noSite }, ...sites]}
          onChange={({ currentTarget }) => fill({ siteId: currentTarget.value })}
        />
      )}
      <NativeSelect
        label={words.opening.requester}
        value={filled.requesterId}
        data={[{ value: "", label: words.opening.noRequester }, ...contacts]}
        onChange={({ currentTarget }) => fill({ requesterId: currentTarget.value })}
      />
    </>
  );
}

function useEstate(customer: CustomerDocument) {
  const { id } = customer;
  const { estate } = useParts().api;
  const sites = useQuery({
    queryKey: ["sites", id],
    queryFn: ({ signal }) => estate.sites(id, signal),
  });
  const contacts = useContacts(id);
  const machines = useMachinesOf(customer);
  const equipment = useQuery({
    queryKey: ["equipment", id],
    queryFn: ({ signal }) => estate.equipment(id, signal),
  });
  return {
    sites: toOptions(sites.data?.items ?? []),
    contacts: toOptions(contacts.data?.items ?? []),
    things: [
      ...toOptions(machines, "machine "),
      ...toOptions(equipment.data?.items ?? [], "equipment "),
    ],
  };
}

export function useContacts(customerId: string) {
  const { estate } = useParts().api;
  return useQuery({
    queryKey: ["contacts", customerId],
    queryFn: ({ signal }) => estate.contacts(customerId, signal),
    enabled: customerId !== "",
  });
}

function toOptions(
  some: readonly { readonly id: string; readonly name: string }[],
  prefix = "",
): { value: string; label: string }[] {
  return some.map(({ id, name }) => ({ value: prefix + id, label: name }));
}
