import { LEVELS } from "@vigie/shared/contract.ts";
import { TICKET_TYPES } from "@vigie/shared/ticket.ts";
import type { CallDocument, CallTicketWish } from "@vigie/shared/ticket-wish.ts";
import { useState } from "react";
import { navigate, toTicket } from "../address.ts";
import { Check } from "../desk/checks.tsx";
import { Choice, TextField, toChoices } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

type Filled = Pick<CallTicketWish, "title" | "type" | "impact" | "urgency"> & {
  readonly despiteChannel: boolean;
};

/** The ticket that a call asks for: its clocks start with the call, and the call's words are its own. */
export function CallTicketForm(props: {
  readonly call: CallDocument;
  readonly onLeave: () => void;
}) {
  const { call, onLeave } = props;
  const { desk } = useParts().api;
  const { words } = useWords();
  const [filled, setFilled] = useState<Filled>({
    title: "",
    type: "incident",
    impact: "medium",
    urgency: "medium",
    despiteChannel: false,
  });
  const fill = (change: Partial<Filled>) => setFilled({ ...filled, ...change });
  const opening = useSigned({
    async work(_input, by) {
      const { despiteChannel, ...wish } = filled;
      const { document } = await desk.openOfCall(call.id, {
        ...wish,
        by,
        title: filled.title.trim(),
        ...(call.contact !== null && { requesterId: call.contact.id }),
        ...(despiteChannel && { despiteChannel }),
      });
      navigate(toTicket(document.id));
    },
    refreshes: ["calls", "tickets"],
  });
  return (
    <form
      className="ask"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (filled.title.trim() !== "") opening.run();
      }}
    >
      <Fields {...{ filled, fill }} />
      <FormEnd of={opening} label={words.opening.open} onLeave={onLeave} />
    </form>
  );
}

const TITLE_LENGTH_MAX = 200;

function Fields(props: {
  readonly filled: Filled;
  readonly fill: (change: Partial<Filled>) => void;
}) {
  const { filled, fill } = props;
  const { words } = useWords();
  return (
    <>
      <TextField
        label={words.opening.title}
        value={filled.title}
        maxLength={TITLE_LENGTH_MAX}
        required
        onText={(title) => fill({ title })}
      />
      <div className="field-row">
        <Choice
          label={words.ticket.type}
          value={filled.type}
          options={toChoices(TICKET_TYPES, words.queue.type)}
          onChoose={(type) => fill({ type })}
        />
        <Choice
          label={words.ticket.impact}
          value={filled.impact}
          options={toChoices(LEVELS, words.clauses.level)}
          onChoose={(impact) => fill({ impact })}
        />
        <Choice
          label={words.ticket.urgency}
          value={filled.urgency}
          options={toChoices(LEVELS, words.clauses.urgencyLevel)}
          onChoose={(urgency) => fill({ urgency })}
        />
      </div>
      <Check
        label={words.opening.despiteClosed}
        checked={filled.despiteChannel}
        onChange={(despiteChannel) => fill({ despiteChannel })}
      />
    </>
  );
}
