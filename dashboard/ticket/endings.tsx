import { Button } from "@mantine/core";
import { REOPEN_MODES } from "@vigie/shared/sla.ts";
import { useState } from "react";
import { toTicket } from "../address.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { Choice, toChoices } from "../desk/fields.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { Link } from "../link.tsx";
import { isOpenTicket } from "../live/machine-live.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { type ReadTicket, TICKET_KEYS, useTicketAct } from "./reading.ts";
import { TicketNumberField, useLookup } from "./ticket-number-field.tsx";

/** Ends other than a solution, and the way back from one. */
export function Endings({ ticket }: { readonly ticket: ReadTicket }) {
  const { document: of } = ticket;
  const { words } = useWords();
  if (of.mergedInto !== null) {
    return (
      <p className="small">
        <Link to={toTicket(of.mergedInto)}>{words.ticket.goesOnIn}</Link>
      </p>
    );
  }
  if (of.state === "resolved" || of.state === "closed") return <Reopening ticket={ticket} />;
  if (!isOpenTicket(of)) return null;
  return (
    <details className="fold section">
      <summary>{words.ticket.mergeOrCancel}</summary>
      <div className="side-fields">
        <Merging ticket={ticket} />
        <Cancelling ticket={ticket} />
      </div>
    </details>
  );
}

function Reopening({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const [mode, setMode] = useState<(typeof REOPEN_MODES)[number]>("resume");
  const act = useTicketAct(ticket);
  return (
    <section className="section side-fields" aria-labelledby="ticket-reopen">
      <h2 id="ticket-reopen">{words.ticket.reopenTitle}</h2>
      <Choice
        size="xs"
        label={words.ticket.mode}
        value={mode}
        options={toChoices(REOPEN_MODES, words.history.reopenMode)}
        onChoose={setMode}
      />
      <Button
        size="xs"
        variant="default"
        loading={act.isBusy}
        onClick={() => act.run({ path: "reopen", said: { mode } })}
      >
        {words.ticket.reopen}
      </Button>
      <ActProblem error={act.error} />
    </section>
  );
}

/** Into another ticket of the same customer, by its number. */
function Merging({ ticket }: { readonly ticket: ReadTicket }) {
  const { document: of, etag } = ticket;
  const { desk } = useParts().api;
  const { words } = useWords();
  const [number, setNumber] = useState("");
  const lookup = useLookup();
  const merging = useSigned({
    work: async (_input, by) => {
      const into = await lookup.find(number);
      if (into === undefined) return;
      await desk.act(of.id, { path: "merge", body: { by, into: into.id }, etag });
    },
    refreshes: TICKET_KEYS,
  });
  return (
    <form
      className="side-fields"
      onSubmit={(submit) => {
        submit.preventDefault();
        merging.run();
      }}
    >
      <TicketNumberField
        size="xs"
        label={words.ticket.mergeInto}
        {...{ number, lookup }}
        onNumber={setNumber}
      />
      <Button type="submit" size="xs" variant="default" loading={merging.isBusy}>
        {words.ticket.merge}
      </Button>
      <ActProblem error={merging.error} />
    </form>
  );
}

/** Asked twice: its clocks stop for good. */
function Cancelling({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const [isAsked, setAsked] = useState(false);
  const act = useTicketAct(ticket);
  return (
    <div>
      <Button
        size="xs"
        variant="default"
        loading={act.isBusy}
        onClick={() => (isAsked ? act.run({ path: "cancel" }) : setAsked(true))}
      >
        {isAsked ? words.ticket.cancelSurely : words.ticket.cancel}
      </Button>
      <ActProblem error={act.error} />
    </div>
  );
}
