import { Button, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { navigate, toDesk, toTicket } from "../address.ts";
import { CustomerChoice } from "../contracts/customer-choice.tsx";
import { ActProblem } from "../desk/act-problem.tsx";
import { Choice, toChoices } from "../desk/fields.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import type { OpeningSubject } from "../desk/place.ts";
import type { Saving } from "../desk/use-saving.ts";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { TitleField, TypeChoice, WeightChoices } from "../ticket/terms-fields.tsx";
import { useWords } from "../words/words.tsx";
import {
  CHANNELS,
  type Filled,
  lackingOf,
  NOTHING_FILLED,
  toPreviewWish,
  toTicketWish,
} from "./opening-form.ts";
import { SubjectFields } from "./subject-fields.tsx";
import { Worth } from "./worth.tsx";

const TEXT_LENGTH_MAX = 10_000;
const CALLS = toDesk({ page: "calls" });
/** Long enough not to ask at every key, short enough not to be felt. */
const PREVIEW_WAIT_MS = 150;

/** A new ticket: whose, about what, asked how; and beside it what the contract makes of it. */
export function OpeningPage({ subject }: { readonly subject: OpeningSubject }) {
  const { words } = useWords();
  const [filled, setFilled] = useState(NOTHING_FILLED);
  const fill = (change: Partial<Filled>) => setFilled((before) => ({ ...before, ...change }));
  useSubject(subject, fill);
  const [asked] = useDebouncedValue(filled, PREVIEW_WAIT_MS);
  return (
    <>
      <PageTitle>{words.queue.new}</PageTitle>
      <div className="opening">
        <OpeningForm filled={filled} fill={fill} />
        <Worth
          wish={toPreviewWish(asked)}
          despiteChannel={filled.despiteChannel}
          onDespite={(despiteChannel) => fill({ despiteChannel })}
        />
      </div>
    </>
  );
}

/** A link may say whose it is or about which machine. */
function useSubject(
  { customerId, machineId }: OpeningSubject,
  fill: (change: Partial<Filled>) => void,
): void {
  const { api } = useParts();
  const { data } = useQuery({
    queryKey: ["opening-subject", customerId, machineId],
    queryFn: async ({ signal }) => {
      const machine = machineId === undefined ? undefined : await api.machine(machineId, signal);
      const id = machine?.customer.id ?? customerId ?? "";
      return { customer: await api.estate.customer(id, signal), machine };
    },
    enabled: (customerId ?? machineId) !== undefined,
  });
  useEffect(() => {
    if (data === undefined) return;
    const { customer, machine } = data;
    fill({ customer, ...(machine !== undefined && { thing: `machine ${machine.id}` }) });
    // Only what was read fills the form; `fill` is made anew each time the form is drawn.
  }, [data]);
}

type Filling = { readonly filled: Filled; readonly fill: (change: Partial<Filled>) => void };

function useOpening(filled: Filled): Saving<void> {
  const { desk } = useParts().api;
  return useSigned({
    async work(_input, by) {
      const wish = toTicketWish(filled, by);
      if (wish === undefined) return;
      const { document } = await desk.open(wish);
      navigate(toTicket(document.id));
    },
    refreshes: ["tickets"],
  });
}

function OpeningForm({ filled, fill }: Filling) {
  const { words } = useWords();
  const [isTried, setTried] = useState(false);
  const lacking = isTried ? lackingOf(filled) : undefined;
  const opening = useOpening(filled);
  return (
    <form
      className="opening-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        setTried(true);
        if (lackingOf(filled) === undefined) opening.run();
      }}
    >
      <CustomerChoice
        chosen={filled.customer}
        problem={lacking === "customer" && words.start.needed}
        onChoose={(customer) => fill({ customer, siteId: "", thing: "", requesterId: "" })}
      />
      {filled.customer !== undefined && (
        <SubjectFields customer={filled.customer} {...{ filled, fill }} />
      )}
      <TitleField
        title={filled.title}
        error={lacking === "title" && words.start.needed}
        onTitle={(title) => fill({ title })}
      />
      <Textarea
        label={words.opening.text}
        description={words.ticket.markdown}
        value={filled.text}
        maxLength={TEXT_LENGTH_MAX}
        rows={4}
        onChange={({ currentTarget }) => fill({ text: currentTarget.value })}
      />
      <Weighing {...{ filled, fill }} />
      <div className="buttons">
        <Button type="submit" loading={opening.isBusy}>
          {words.opening.open}
        </Button>
        <LogCall filled={filled} />
      </div>
      <ActProblem error={opening.error} />
    </form>
  );
}

/** Of what kind it is, how much it weighs, and by which way it came. */
function Weighing({ filled, fill }: Filling) {
  const { words } = useWords();
  return (
    <div className="field-row">
      <TypeChoice type={filled.type} onType={(type) => fill({ type })} />
      <WeightChoices weight={filled} onWeight={fill} />
      <Choice
        label={words.ticket.channel}
        value={filled.channel}
        options={toChoices(CHANNELS, words.channels.name)}
        onChoose={(channel) => fill({ channel })}
      />
    </div>
  );
}

/** A call that needs no ticket is kept all the same. */
function LogCall({ filled }: { readonly filled: Filled }) {
  const { desk } = useParts().api;
  const { words } = useWords();
  const { customer, requesterId, title, text, channel } = filled;
  const said = [title.trim(), text.trim()].filter((part) => part !== "").join("\n\n");
  const logging = useSigned({
    async work(_input, by) {
      if (customer === undefined) return;
      const contact = requesterId === "" ? {} : { contactId: requesterId };
      await desk.logCall({ by, customerId: customer.id, direction: "in", text: said, ...contact });
      navigate(CALLS);
    },
    refreshes: ["calls"],
  });
  if (channel !== "phone") return null;
  return (
    <>
      <Button
        variant="default"
        loading={logging.isBusy}
        disabled={customer === undefined || said === ""}
        onClick={() => logging.run()}
      >
        {words.opening.onlyLog}
      </Button>
      <ActProblem error={logging.error} />
    </>
  );
}
