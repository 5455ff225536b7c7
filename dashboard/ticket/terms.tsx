import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CHANGE_MODES } from "@vigie/shared/sla.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Choice, toChoices, withNone } from "../desk/fields.tsx";
import { isOpenTicket } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { type ReadTicket, useTicketAct } from "./reading.ts";
import { TypeChoice, type Weight, WeightChoices } from "./terms-fields.tsx";

/** What a ticket is and how much it weighs; a change of it says what becomes of the time consumed. */
export function Terms({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const { document: of } = ticket;
  return (
    <section className="section side-fields" aria-labelledby="ticket-terms">
      <h2 id="ticket-terms">{words.ticket.terms}</h2>
      <p className="small">
        {[
          words.queue.type[of.type],
          words.tickets.priority({ priority: of.priority }),
          words.ticket.impactIs[of.impact],
          words.ticket.urgencyIs[of.urgency],
        ].join(" · ")}
      </p>
      {isOpenTicket(of) && (
        <details className="fold">
          <summary>{words.ticket.changeTerms}</summary>
          <div className="side-fields">
            <TypeChange ticket={ticket} />
            <WeightChange ticket={ticket} />
            <ContractChange ticket={ticket} />
          </div>
        </details>
      )}
    </section>
  );
}

function TypeChange({ ticket }: { readonly ticket: ReadTicket }) {
  const act = useTicketAct(ticket);
  return (
    <>
      <TypeChoice
        size="xs"
        type={ticket.document.type}
        onType={(type) => act.run({ path: "type", said: { type } })}
      />
      <ActProblem error={act.error} />
    </>
  );
}

type Wished = Weight & { readonly mode: (typeof CHANGE_MODES)[number] };

function WeightChange({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const { impact, urgency } = ticket.document;
  const [wished, setWished] = useState<Wished>({ impact, urgency, mode: "carry_elapsed" });
  const act = useTicketAct(ticket);
  const isSame = wished.impact === impact && wished.urgency === urgency;
  return (
    <>
      <WeightChoices
        size="xs"
        weight={wished}
        onWeight={(change) => setWished({ ...wished, ...change })}
      />
      <Choice
        size="xs"
        label={words.ticket.mode}
        value={wished.mode}
        options={toChoices(CHANGE_MODES, words.history.changeMode)}
        onChoose={(mode) => setWished({ ...wished, mode })}
      />
      <Button
        size="xs"
        variant="default"
        disabled={isSame}
        loading={act.isBusy}
        onClick={() => act.run({ path: "weight", said: wished })}
      >
        {words.ticket.weigh}
      </Button>
      <ActProblem error={act.error} />
    </>
  );
}

/** Another contract of the same customer, in the version that holds today. */
function ContractChange({ ticket }: { readonly ticket: ReadTicket }) {
  const { customer, contract } = ticket.document;
  const { contracts } = useParts().api;
  const { words } = useWords();
  const [chosen, setChosen] = useState("");
  const act = useTicketAct(ticket, () => setChosen(""));
  const { data } = useQuery({
    queryKey: ["contracts", "of", customer.id],
    queryFn: ({ signal }) => contracts.ofCustomer(customer.id, signal),
  });
  const others = (data?.items ?? [])
    .filter(({ id, version }) => id !== contract?.id && version.state === "in_force")
    .map(({ name, number, version }) => ({ value: version.id, label: `${number} ${name}` }));
  if (others.length === 0) return null;
  return (
    <>
      <Choice
        size="xs"
        label={words.ticket.contract}
        value={chosen}
        options={withNone(contract?.name ?? words.ticket.noContract, others)}
        onChoose={setChosen}
      />
      <Button
        size="xs"
        variant="default"
        disabled={chosen === ""}
        loading={act.isBusy}
        onClick={() => act.run({ path: "contract", said: { contractVersionId: chosen } })}
      >
        {words.ticket.putUnder}
      </Button>
      <ActProblem error={act.error} />
    </>
  );
}
