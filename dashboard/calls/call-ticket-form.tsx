import type { CallDocument, CallTicketWish } from "@vigie/shared/ticket-wish.ts";
import { useState } from "react";
import { navigate, toTicket } from "../address.ts";
import { Check } from "../desk/checks.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { TitleField, TypeChoice, WeightChoices } from "../ticket/terms-fields.tsx";
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

function Fields(props: {
  readonly filled: Filled;
  readonly fill: (change: Partial<Filled>) => void;
}) {
  const { filled, fill } = props;
  const { words } = useWords();
  return (
    <>
      <TitleField title={filled.title} required onTitle={(title) => fill({ title })} />
      <div className="field-row">
        <TypeChoice type={filled.type} onType={(type) => fill({ type })} />
        <WeightChoices weight={filled} onWeight={fill} />
      </div>
      <Check
        label={words.opening.despiteClosed}
        checked={filled.despiteChannel}
        onChange={(despiteChannel) => fill({ despiteChannel })}
      />
    </>
  );
}
