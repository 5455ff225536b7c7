import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { CustomerDocument } from "@vigie/shared/estate.ts";
import { useState } from "react";
import { SEARCH_LENGTH_MAX, SEARCH_WAIT_MS } from "../api/wishes.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { useCustomers } from "./questions.ts";

type Props = {
  /** What is asked, where it is not whose the contract is. */
  readonly label?: string;
  /** What choosing none is called. */
  readonly none?: string;
  readonly chosen: CustomerDocument | undefined;
  readonly problem: string | false;
  readonly onChoose: (customer: CustomerDocument | undefined) => void;
};

/** Whose contract it is; with a search where there are more customers than a list can hold. */
export function CustomerChoice(props: Props) {
  const { words } = useWords();
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), SEARCH_WAIT_MS);
  const { data, error, refetch } = useCustomers(search);
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  const { items: customers = [], nextCursor } = data ?? {};
  const isSearched = `${text}${search}` !== "";
  if (data?.items.length === 0 && !isSearched) {
    return <p className="quiet">{words.start.noCustomer}</p>;
  }
  return (
    <>
      {(isSearched || typeof nextCursor === "string") && (
        <TextInput
          type="search"
          label={words.start.findCustomer}
          value={text}
          maxLength={SEARCH_LENGTH_MAX}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      )}
      <CustomerList {...props} customers={customers} />
    </>
  );
}

function CustomerList(props: Props & { readonly customers: readonly CustomerDocument[] }) {
  const { label, none = "", chosen, problem, onChoose, customers } = props;
  const { words } = useWords();
  // Who was chosen stays in the list, whatever is searched for next.
  const others = customers.filter(({ id }) => id !== chosen?.id);
  const listed = chosen === undefined ? others : [chosen, ...others];
  return (
    <NativeSelect
      label={label ?? words.start.customer}
      value={chosen?.id ?? ""}
      error={problem}
      data={[
        { value: "", label: none },
        ...listed.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={({ currentTarget }) =>
        onChoose(listed.find(({ id }) => id === currentTarget.value))
      }
    />
  );
}
