import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { LEVELS } from "@vigie/shared/contract.ts";
import { CHANGE_MODES } from "@vigie/shared/sla.ts";
import { TICKET_TYPES } from "@vigie/shared/ticket.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { isOpenTicket } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { type ReadTicket, useTicketAct } from "./reading.ts";

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
  const { words } = useWords();
  const act = useTicketAct(ticket);
  return (
    <>
      <NativeSelect
        size="xs"
        label={words.ticket.type}
        value={ticket.document.type}
        data={TICKET_TYPES.map((value) => ({ value, label: words.queue.type[value] }))}
        onChange={({ currentTarget }) =>
          act.run({ path: "type", said: { type: currentTarget.value } })
        }
      />
      <ActProblem error={act.error} />
    </>
  );
}

function WeightChange({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const { impact, urgency } = ticket.document;
  const [wished, setWished] = useState({ impact, urgency, mode: "carry_elapsed" });
  const act = useTicketAct(ticket);
  const isSame = wished.impact === impact && wished.urgency === urgency;
  const levelOf = (value: string) => LEVELS.find((level) => level === value) ?? "medium";
  const { level, urgencyLevel } = words.clauses;
  return (
    <>
      <NativeSelect
        size="xs"
        label={words.ticket.impact}
        value={wished.impact}
        data={LEVELS.map((value) => ({ value, label: level[value] }))}
        onChange={({ currentTarget }) =>
          setWished({ ...wished, impact: levelOf(currentTarget.value) })
        }
      />
      <NativeSelect
        size="xs"
        label={words.ticket.urgency}
        value={wished.urgency}
        data={LEVELS.map((value) => ({ value, label: urgencyLevel[value] }))}
        onChange={({ currentTarget }) =>
          setWished({ ...wished, urgency: levelOf(currentTarget.value) })
        }
      />
      <ModeChoice mode={wished.mode} onChoose={(mode) => setWished({ ...wished, mode })} />
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

function ModeChoice(props: { readonly mode: string; readonly onChoose: (mode: string) => void }) {
  const { words } = useWords();
  return (
    <NativeSelect
      size="xs"
      label={words.ticket.mode}
      value={props.mode}
      data={CHANGE_MODES.map((value) => ({ value, label: words.history.changeMode[value] }))}
      onChange={({ currentTarget }) => props.onChoose(currentTarget.value)}
    />
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
  const others = (data?.items ?? []).filter(
    ({ id, version }) => id !== contract?.id && version.state === "in_force",
  );
  if (others.length === 0) return null;
  return (
    <>
      <NativeSelect
        size="xs"
        label={words.ticket.contract}
        value={chosen}
        data={[
          { value: "", label: contract?.name ?? words.ticket.noContract },
          ...others.map(({ name, number, version }) => ({
            value: version.id,
            label: `${number} ${name}`,
          })),
        ]}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
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
