import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { useWords } from "../words/words.tsx";
import { possibleSteps, type Step, toStepRequest } from "./possible-steps.ts";
import { type ReadTicket, useTicketAct } from "./reading.ts";

/** How many steps are buttons of their own; the others are folded. */
const SHOWN = 3;
const TEXT_LENGTH_MAX = 10_000;

/** What may be done next. Resolving asks how it was solved, which may stay unsaid. */
export function Steps({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const [isResolving, setResolving] = useState(false);
  const act = useTicketAct(ticket, () => setResolving(false));
  const steps = possibleSteps(ticket.document.state);
  if (steps.length === 0) return null;
  const button = (step: Step, place: number) => (
    <Button
      key={step}
      size="sm"
      variant={place === 0 ? "filled" : "default"}
      loading={act.isBusy}
      onClick={() => (step === "resolve" ? setResolving(true) : act.run(toStepRequest(step)))}
    >
      {words.ticket.steps[step]}
    </Button>
  );
  return (
    <section className="section" aria-labelledby="ticket-steps">
      <h2 id="ticket-steps">{words.acts.title}</h2>
      <div className="buttons">{steps.slice(0, SHOWN).map(button)}</div>
      {steps.length > SHOWN && (
        <details className="fold">
          <summary>{words.ticket.otherSteps}</summary>
          <div className="buttons">
            {steps.slice(SHOWN).map((step, place) => button(step, SHOWN + place))}
          </div>
        </details>
      )}
      {isResolving && <Resolve act={act} onLeave={() => setResolving(false)} />}
      <ActProblem error={act.error} />
    </section>
  );
}

function Resolve(props: {
  readonly act: ReturnType<typeof useTicketAct>;
  readonly onLeave: () => void;
}) {
  const { act, onLeave } = props;
  const { words } = useWords();
  const [text, setText] = useState("");
  return (
    <form
      className="ask"
      onSubmit={(submit) => {
        submit.preventDefault();
        const said = text.trim();
        act.run({ path: "resolve", ...(said !== "" && { said: { text: said } }) });
      }}
    >
      <Textarea
        label={words.ticket.solution}
        value={text}
        maxLength={TEXT_LENGTH_MAX}
        rows={3}
        data-autofocus
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <div className="buttons">
        <Button type="submit" size="sm" loading={act.isBusy}>
          {words.acts.resolve}
        </Button>
        <Button size="sm" variant="default" onClick={onLeave}>
          {words.desk.leave}
        </Button>
      </div>
    </form>
  );
}
