import { Button } from "@mantine/core";
import type { TimeKind } from "@vigie/shared/work.ts";
import { useState } from "react";
import { toInstantMs, toLocalTime } from "../contracts/local-time.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { TextField } from "../desk/fields.tsx";
import { type Signed, useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { KindChoice } from "./kind-choice.tsx";
import { TICKET_KEYS } from "./reading.ts";

const NOTE_LENGTH_MAX = 500;
const MINUTE_MS = 60_000;
const MINUTES_FIRST = 30;

/** Time as it is being entered. */
type Filled = {
  readonly kind: TimeKind;
  /** A local time, as a form's field has it. */
  readonly until: string;
  readonly minutes: string;
  readonly note: string;
};

type Of = { readonly ticketId: string; readonly zone: string };

/** Time that was worked and not counted: how long, and until when. */
export function TimeByHand({ ticketId, zone }: Of) {
  const { clock } = useParts();
  const { words } = useWords();
  const [filled, setFilled] = useState<Filled>(() => ({
    kind: "work",
    until: toLocalTime(clock.now(), zone),
    minutes: String(MINUTES_FIRST),
    note: "",
  }));
  const fill = (change: Partial<Filled>) => setFilled({ ...filled, ...change });
  const adding = useAdding({ ticketId, zone }, filled, () => fill({ note: "" }));
  const isSaid = spanOf(filled, zone) !== undefined;
  return (
    <details className="fold">
      <summary>{words.time.byHand}</summary>
      <form
        className="side-fields"
        onSubmit={(submit) => {
          submit.preventDefault();
          if (isSaid) adding.run();
        }}
      >
        <Fields {...{ filled, fill }} />
        <Button
          type="submit"
          size="xs"
          variant="default"
          loading={adding.isBusy}
          disabled={!isSaid}
        >
          {words.time.add}
        </Button>
        <ActProblem error={adding.error} />
      </form>
    </details>
  );
}

/** From when until when; undefined while that is not said. */
function spanOf(
  { until, minutes }: Pick<Filled, "until" | "minutes">,
  zone: string,
): { readonly startedAt: string; readonly endedAt: string } | undefined {
  const endedMs = toInstantMs(until, zone);
  const lastedMs = Number(minutes) * MINUTE_MS;
  if (endedMs === undefined || !(lastedMs > 0)) return undefined;
  return {
    startedAt: new Date(endedMs - lastedMs).toISOString(),
    endedAt: new Date(endedMs).toISOString(),
  };
}

function useAdding({ ticketId, zone }: Of, filled: Filled, onDone: () => void): Signed<void> {
  const { desk } = useParts().api;
  return useSigned({
    async work(_input, by) {
      const span = spanOf(filled, zone);
      if (span === undefined) return;
      const note = filled.note.trim();
      const { kind } = filled;
      await desk.addTime(ticketId, { by, kind, ...span, ...(note !== "" && { note }) });
    },
    refreshes: TICKET_KEYS,
    onDone,
  });
}

function Fields(props: {
  readonly filled: Filled;
  readonly fill: (change: Partial<Filled>) => void;
}) {
  const { filled, fill } = props;
  const { words } = useWords();
  return (
    <>
      <KindChoice kind={filled.kind} onChoose={(kind) => fill({ kind })} />
      <TextField
        size="xs"
        type="number"
        min={1}
        max={1_440}
        label={words.time.minutes}
        value={filled.minutes}
        onText={(minutes) => fill({ minutes })}
      />
      <TextField
        size="xs"
        type="datetime-local"
        label={words.time.until}
        value={filled.until}
        onText={(until) => fill({ until: until.slice(0, 16) })}
      />
      <TextField
        size="xs"
        label={words.time.note}
        value={filled.note}
        maxLength={NOTE_LENGTH_MAX}
        onText={(note) => fill({ note })}
      />
    </>
  );
}
