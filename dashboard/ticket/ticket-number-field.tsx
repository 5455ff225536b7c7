import type { TicketSummary } from "@vigie/shared/ticket-document.ts";
import { useState } from "react";
import { TextField } from "../desk/fields.tsx";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { findByNumber } from "./ticket-number.ts";

const NUMBER_LENGTH_MAX = 12;

/** Another ticket by the number that a person reads: looked up when it is needed. */
export type Lookup = {
  /** The ticket of the number; undefined where there is none, which the field says then. */
  readonly find: (number: string) => Promise<TicketSummary | undefined>;
  readonly isAbsent: boolean;
};

export function useLookup(): Lookup {
  const { desk } = useParts().api;
  const [isAbsent, setAbsent] = useState(false);
  return {
    isAbsent,
    async find(number) {
      const found = await findByNumber(desk, number);
      setAbsent(found === undefined);
      return found;
    },
  };
}

export function TicketNumberField(props: {
  readonly size?: "xs";
  readonly label: string;
  readonly description?: string;
  readonly number: string;
  readonly lookup: Lookup;
  readonly onNumber: (number: string) => void;
}) {
  const { number, lookup, onNumber, ...rest } = props;
  const { words } = useWords();
  return (
    <TextField
      {...rest}
      value={number}
      maxLength={NUMBER_LENGTH_MAX}
      inputMode="numeric"
      error={lookup.isAbsent && words.ticket.noSuchNumber}
      onText={onNumber}
    />
  );
}
