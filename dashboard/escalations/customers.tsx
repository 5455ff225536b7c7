import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { Chip } from "../desk/chip.tsx";
import { useCustomer } from "../desk/customer.ts";
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
  const { words } = useWords();
  const customer = useCustomer(id);
  return <Chip says={customer?.name ?? id} takes={words.escalations.takeAway} onTake={onTake} />;
}
