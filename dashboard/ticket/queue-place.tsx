import { Button } from "@mantine/core";
import type { QueuePlace as Place } from "@vigie/shared/ticket-document.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { useWords } from "../words/words.tsx";
import { type ReadTicket, useTicketAct } from "./reading.ts";

/** Where it stands among those that wait for a slot, and a way to let it begin before its turn. */
export function QueuePlace({ ticket }: { readonly ticket: ReadTicket }) {
  const { queue } = ticket.document;
  return queue === null ? null : <Waiting {...{ ticket, queue }} />;
}

function Waiting({ ticket, queue }: { readonly ticket: ReadTicket; readonly queue: Place }) {
  const { words } = useWords();
  const [isAsked, setAsked] = useState(false);
  const act = useTicketAct(ticket, () => setAsked(false));
  const { position, limit, per } = queue;
  return (
    <div className="queue-place">
      <p aria-live="polite">
        <span className="shape shape-pending" />
        {words.ticket.queued({ position, limit, per: words.channels.limitPer[per] })}
      </p>
      <p className="small muted">{words.ticket.clocksWait}</p>
      {isAsked ? (
        <>
          <p className="small">{words.ticket.startAbout}</p>
          <div className="buttons">
            <Button size="xs" loading={act.isBusy} onClick={() => act.run({ path: "start" })}>
              {words.ticket.startSurely}
            </Button>
            <Button size="xs" variant="default" onClick={() => setAsked(false)}>
              {words.desk.leave}
            </Button>
          </div>
        </>
      ) : (
        <Button size="xs" variant="default" onClick={() => setAsked(true)}>
          {words.ticket.startNow}
        </Button>
      )}
      <ActProblem error={act.error} />
    </div>
  );
}
