import type { CustomerDocument } from "@vigie/shared/estate.ts";
import { useSites } from "../contracts/questions.ts";
import { useContacts, useEquipment, useMachinesOf } from "../desk/customer.ts";
import { Choice, type Option, toOptions, withNone } from "../desk/fields.tsx";
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
  const sites = toOptions(useSites(customer.id, true).data?.items ?? []);
  const contacts = toOptions(useContacts(customer.id));
  return (
    <>
      <Choice
        label={words.opening.thing}
        value={filled.thing}
        options={withNone(words.opening.noThing, useThings(customer))}
        onChoose={(thing) => fill({ thing })}
      />
      {sites.length > 0 && (
        <Choice
          label={words.opening.site}
          value={filled.siteId}
          options={withNone(words.opening.noSite, sites)}
          onChoose={(siteId) => fill({ siteId })}
        />
      )}
      <Choice
        label={words.opening.requester}
        value={filled.requesterId}
        options={withNone(words.opening.noRequester, contacts)}
        onChoose={(requesterId) => fill({ requesterId })}
      />
    </>
  );
}

/** Each with what it is before its id, such as "machine mac_...". */
function useThings(customer: CustomerDocument): Option<string>[] {
  const machines = toOptions(useMachinesOf(customer));
  const equipment = toOptions(useEquipment(customer.id));
  return [
    ...machines.map(({ value, label }) => ({ value: `machine ${value}`, label })),
    ...equipment.map(({ value, label }) => ({ value: `equipment ${value}`, label })),
  ];
}
