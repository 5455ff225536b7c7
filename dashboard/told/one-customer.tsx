import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { Chip } from "../desk/chip.tsx";
import { useCustomer } from "../desk/customer.ts";
import { useWords } from "../words/words.tsx";

/** For all customers, or for one; several that another program chose stay until they are taken away. */
export function OneCustomer(props: {
  readonly ids: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}) {
  const { ids, onChoose } = props;
  const { words } = useWords();
  const { told } = words.notices;
  const chosen = useCustomer(ids.length === 1 ? ids[0] : undefined);
  if (ids.length > 1) {
    return (
      <div>
        <Chip
          says={told.someCustomers({ n: ids.length })}
          takes={told.allCustomers}
          onTake={() => onChoose([])}
        />
      </div>
    );
  }
  return (
    <CustomerChoice
      label={told.customer}
      none={told.allCustomers}
      chosen={chosen}
      problem={false}
      onChoose={(customer) => onChoose(customer === undefined ? [] : [customer.id])}
    />
  );
}
