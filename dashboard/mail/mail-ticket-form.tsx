import type { CustomerDocument } from "@vigie/shared/estate.ts";
import type { MailMessageDetail, MailTicketWish } from "@vigie/shared/mail.ts";
import { useEffect, useState } from "react";
import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { Check } from "../desk/checks.tsx";
import { useContacts, useCustomer } from "../desk/customer.ts";
import { Choice, toOptions, withNone } from "../desk/fields.tsx";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import {
  TITLE_LENGTH_MAX,
  TitleField,
  TypeChoice,
  WeightChoices,
} from "../ticket/terms-fields.tsx";
import { useWords } from "../words/words.tsx";
import { MAIL_KEYS } from "./mail-keys.ts";

type Filled = Required<Pick<MailTicketWish, "type" | "impact" | "urgency" | "despiteChannel">> & {
  readonly customer: CustomerDocument | undefined;
  readonly requesterId: string;
  readonly title: string;
};

/** A ticket made of a mail: a person says whose it is, for the mail may say anything. */
export function MailTicketForm(props: {
  readonly mail: MailMessageDetail;
  readonly onDone: () => void;
  readonly onLeave: () => void;
}) {
  const { mail, onDone, onLeave } = props;
  const { mails } = useParts().api;
  const { words } = useWords();
  const [filled, setFilled] = useState<Filled>(() => ({
    customer: undefined,
    requesterId: mail.contact?.id ?? "",
    title: (mail.subject ?? "").slice(0, TITLE_LENGTH_MAX),
    type: "incident",
    impact: "medium",
    urgency: "medium",
    despiteChannel: false,
  }));
  const fill = (change: Partial<Filled>) => setFilled((before) => ({ ...before, ...change }));
  useKnownCustomer(mail, fill);
  const opening = useSigned({
    async work(_input, by) {
      const wish = toWish(filled, by);
      if (wish !== undefined) await mails.openTicket(mail, wish);
    },
    refreshes: MAIL_KEYS,
    onDone,
  });
  return (
    <form
      className="ask"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (filled.customer !== undefined) opening.run();
      }}
    >
      <CustomerChoice
        chosen={filled.customer}
        problem={false}
        onChoose={(customer) => fill({ customer, requesterId: "" })}
      />
      <Fields {...{ filled, fill }} />
      <FormEnd of={opening} label={words.opening.open} onLeave={onLeave} />
    </form>
  );
}

/** The customer that the mail seems to come from is chosen already. */
function useKnownCustomer(
  { customer }: MailMessageDetail,
  fill: (change: Partial<Filled>) => void,
): void {
  const known = useCustomer(customer?.id);
  useEffect(() => {
    if (known !== undefined) fill({ customer: known });
    // Only what was read fills the form; `fill` is made anew each time the form is drawn.
  }, [known]);
}

function toWish(filled: Filled, by: string): MailTicketWish | undefined {
  const { customer, requesterId, title, type, impact, urgency, despiteChannel } = filled;
  if (customer === undefined) return undefined;
  return {
    by,
    customerId: customer.id,
    requesterId: requesterId === "" ? null : requesterId,
    type,
    impact,
    urgency,
    ...(title.trim() !== "" && { title: title.trim() }),
    ...(despiteChannel && { despiteChannel }),
  };
}

function Fields(props: {
  readonly filled: Filled;
  readonly fill: (change: Partial<Filled>) => void;
}) {
  const { filled, fill } = props;
  const { words } = useWords();
  const contacts = useContacts(filled.customer?.id);
  return (
    <>
      <Choice
        label={words.opening.requester}
        value={filled.requesterId}
        options={withNone(words.opening.noRequester, toOptions(contacts))}
        onChoose={(requesterId) => fill({ requesterId })}
      />
      <TitleField title={filled.title} onTitle={(title) => fill({ title })} />
      <TypeChoice type={filled.type} onType={(type) => fill({ type })} />
      <WeightChoices weight={filled} onWeight={fill} />
      <Check
        label={words.mail.despite}
        checked={filled.despiteChannel}
        onChange={(despiteChannel) => fill({ despiteChannel })}
      />
    </>
  );
}
