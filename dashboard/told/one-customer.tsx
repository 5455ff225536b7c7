import { useQuery } from "@tanstack/react-query";
import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { Chip } from "../desk/chip.tsx";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** For all customers, or for one; several that another program chose stay until they are taken away. */
export function OneCustomer(props: {
  readonly ids: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}) {
  const { ids, onChoose } = props;
  const { contracts } = useParts().api;
  const { words } = useWords();
  const { told } = words.notices;
  const [id = ""] = ids;
  const { data } = useQuery({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => contracts.customer(id, signal),
    enabled: ids.length === 1,
  });
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
      chosen={ids.length === 0 ? undefined : data}
      problem={false}
      onChoose={(customer) => onChoose(customer === undefined ? [] : [customer.id])}
    />
  );
}
