import { useQuery } from "@tanstack/react-query";
import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { Chip } from "../desk/chip.tsx";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** Of which customers; none = of all. */
export function Customers(props: {
  readonly ids: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}) {
  const { ids, onChoose } = props;
  const { words } = useWords();
  return (
    <fieldset className="checks">
      <legend>{words.escalations.customers}</legend>
      {ids.length > 0 && (
        <p>
          {ids.map((id) => (
            <Customer
              key={id}
              id={id}
              onTake={() => onChoose(ids.filter((other) => other !== id))}
            />
          ))}
        </p>
      )}
      <CustomerChoice
        label={words.escalations.addCustomer}
        none={words.desk.choose}
        chosen={undefined}
        problem={false}
        onChoose={(customer) => {
          if (customer !== undefined && !ids.includes(customer.id)) onChoose([...ids, customer.id]);
        }}
      />
    </fieldset>
  );
}

function Customer({ id, onTake }: { readonly id: string; readonly onTake: () => void }) {
  const { contracts } = useParts().api;
  const { words } = useWords();
  const { data } = useQuery({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => contracts.customer(id, signal),
  });
  return <Chip says={data?.name ?? id} takes={words.escalations.takeAway} onTake={onTake} />;
}
