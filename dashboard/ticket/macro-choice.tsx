import { Button } from "@mantine/core";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Choice, toOptions, withNone } from "../desk/fields.tsx";
import { useMacros } from "../desk/questions.ts";
import { useWords } from "../words/words.tsx";
import { type ReadTicket, useTicketAct } from "./reading.ts";

/** What is often done, done at once and whole. Nothing where nobody made a macro. */
export function MacroChoice({ ticket }: { readonly ticket: ReadTicket }) {
  const { words } = useWords();
  const { data } = useMacros();
  const [macroId, setMacroId] = useState("");
  const act = useTicketAct(ticket, () => setMacroId(""));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <div className="inline-form">
      <Choice
        size="xs"
        aria-label={words.ticket.macro}
        value={macroId}
        options={withNone(words.ticket.macro, toOptions(data.items))}
        onChoose={setMacroId}
      />
      <Button
        size="xs"
        variant="default"
        disabled={macroId === ""}
        loading={act.isBusy}
        onClick={() => act.run({ path: "macro", said: { macroId } })}
      >
        {words.ticket.runMacro}
      </Button>
      <ActProblem error={act.error} />
    </div>
  );
}
