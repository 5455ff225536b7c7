import { Button } from "@mantine/core";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { TICKET_KEYS } from "./reading.ts";
import { firstTime, spanOf, TimeFields, type TimeFilled } from "./time-fields.tsx";

/** Time that was worked and not counted: how long, and until when. */
export function TimeByHand(props: { readonly ticketId: string; readonly zone: string }) {
  const { ticketId, zone } = props;
  const { api, clock } = useParts();
  const { words } = useWords();
  const [filled, setFilled] = useState(() => firstTime(clock.now(), zone));
  const fill = (change: Partial<TimeFilled>) => setFilled({ ...filled, ...change });
  const span = spanOf(filled, zone);
  const adding = useSigned({
    async work(_input, by) {
      if (span === undefined) return;
      const note = filled.note.trim();
      const { kind } = filled;
      await api.desk.addTime(ticketId, { by, kind, ...span, ...(note !== "" && { note }) });
    },
    refreshes: TICKET_KEYS,
    onDone: () => fill({ note: "" }),
  });
  return (
    <details className="fold">
      <summary>{words.time.byHand}</summary>
      <form
        className="side-fields"
        onSubmit={(submit) => {
          submit.preventDefault();
          if (span !== undefined) adding.run();
        }}
      >
        <TimeFields {...{ filled, fill }} />
        <Button
          type="submit"
          size="xs"
          variant="default"
          loading={adding.isBusy}
          disabled={span === undefined}
        >
          {words.time.add}
        </Button>
        <ActProblem error={adding.error} />
      </form>
    </details>
  );
}
