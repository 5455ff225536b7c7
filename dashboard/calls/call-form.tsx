import { Textarea } from "@mantine/core";
import type { CustomerDocument } from "@vigie/shared/estate.ts";
import type { CallWish } from "@vigie/shared/ticket-wish.ts";
import { useState } from "react";
import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { useContacts } from "../desk/customer.ts";
import { Choice, TextField, toChoices, toOptions, withNone } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { type Lookup, TicketNumberField, useLookup } from "../ticket/ticket-number-field.tsx";
import { useWords } from "../words/words.tsx";

/** A call as it is being logged. */
type Filled = {
  readonly customer: CustomerDocument | undefined;
  readonly contactId: string;
  readonly direction: CallWish["direction"];
  readonly minutes: string;
  readonly text: string;
  /** Of the ticket that it is about; empty = none. */
  readonly number: string;
};

const DIRECTIONS = ["in", "out"] as const satisfies readonly CallWish["direction"][];

const NOTHING_FILLED: Filled = {
  customer: undefined,
  contactId: "",
  direction: "in",
  minutes: "",
  text: "",
  number: "",
};

/** What was said on the phone, kept with or without a ticket. */
export function CallForm({ onDone }: { readonly onDone: () => void }) {
  const { words } = useWords();
  const [filled, setFilled] = useState(NOTHING_FILLED);
  const [isTried, setTried] = useState(false);
  const fill = (change: Partial<Filled>) => setFilled({ ...filled, ...change });
  const { logging, lookup } = useLogging(filled, onDone);
  const isSaid = filled.customer !== undefined && filled.text.trim() !== "";
  return (
    <form
      className="settings-form section"
      aria-labelledby="call-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (isSaid) logging.run();
      }}
    >
      <h2 id="call-form">{words.calls.log}</h2>
      <CustomerChoice
        chosen={filled.customer}
        problem={isTried && filled.customer === undefined && words.start.needed}
        onChoose={(customer) => fill({ customer, contactId: "" })}
      />
      <CallFields {...{ filled, fill, isTried, lookup }} />
      <FormEnd of={logging} label={words.calls.keep} onLeave={onDone} />
    </form>
  );
}

/** Logs it, once the ticket of the number is found. */
function useLogging(filled: Filled, onDone: () => void) {
  const { desk } = useParts().api;
  const lookup = useLookup();
  const logging = useSigned({
    async work(_input, by) {
      const { customer, contactId, direction, minutes, text, number } = filled;
      if (customer === undefined) return;
      const isNamed = number.trim() !== "";
      const ticket = isNamed ? await lookup.find(number) : undefined;
      if (isNamed && ticket === undefined) return;
      await desk.logCall({
        by,
        customerId: customer.id,
        direction,
        text: text.trim(),
        ...(contactId !== "" && { contactId }),
        ...(minutes !== "" && { minutes: Number(minutes) }),
        ...(ticket !== undefined && { ticketId: ticket.id }),
      });
      onDone();
    },
    refreshes: ["calls", "ticket", "tickets"],
  });
  return { logging, lookup };
}

type Filling = {
  readonly filled: Filled;
  readonly fill: (change: Partial<Filled>) => void;
  readonly lookup: Lookup;
};

function CallFields(props: Filling & { readonly isTried: boolean }) {
  const { filled, fill, isTried, lookup } = props;
  const { words } = useWords();
  const contacts = useContacts(filled.customer?.id);
  return (
    <>
      <Choice
        label={words.calls.contact}
        value={filled.contactId}
        options={withNone(words.opening.noRequester, toOptions(contacts))}
        onChoose={(contactId) => fill({ contactId })}
      />
      <Choice
        label={words.calls.way}
        value={filled.direction}
        options={toChoices(DIRECTIONS, words.calls.direction)}
        onChoose={(direction) => fill({ direction })}
      />
      <Textarea
        label={words.calls.text}
        value={filled.text}
        maxLength={10_000}
        rows={4}
        error={isTried && filled.text.trim() === "" && words.start.needed}
        onChange={({ currentTarget }) => fill({ text: currentTarget.value })}
      />
      <TextField
        type="number"
        min={0}
        max={1_440}
        label={words.time.minutes}
        value={filled.minutes}
        onText={(minutes) => fill({ minutes })}
      />
      <TicketNumberField
        label={words.calls.ticket}
        description={words.calls.ticketHint}
        number={filled.number}
        lookup={lookup}
        onNumber={(number) => fill({ number })}
      />
    </>
  );
}
