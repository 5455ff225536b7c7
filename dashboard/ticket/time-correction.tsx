import type { TimeEntryChange, TimeEntryDocument } from "@vigie/shared/work.ts";
import { useState } from "react";
import { FormEnd } from "../desk/form-end.tsx";
import { useSigned } from "../desk/use-signed.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { TICKET_KEYS } from "./reading.ts";
import { spanOf, TimeFields, type TimeFilled, toTimeFilled } from "./time-fields.tsx";

/** Time that was kept otherwise than it was. */
export function TimeCorrection(props: {
  readonly entry: TimeEntryDocument;
  readonly zone: string;
  readonly onDone: () => void;
}) {
  const { entry, zone, onDone } = props;
  const { desk } = useParts().api;
  const { words } = useWords();
  const [filled, setFilled] = useState(() => toTimeFilled(entry, zone));
  const change = toChange(entry, filled, zone);
  const correcting = useSigned({
    async work(_input, by) {
      if (change !== undefined) await desk.changeTime(entry, { ...change, by });
    },
    refreshes: TICKET_KEYS,
    onDone,
  });
  return (
    <form
      className="side-fields"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (change !== undefined) correcting.run();
      }}
    >
      <TimeFields filled={filled} fill={(part) => setFilled({ ...filled, ...part })} />
      <FormEnd of={correcting} label={words.time.corrected} onLeave={onDone} />
    </form>
  );
}

/**
 * What is otherwise; undefined while no span is said. Its ends go along only where somebody changed them: a
 * form counts in minutes, and would cut their seconds off.
 */
export function toChange(
  entry: TimeEntryDocument,
  filled: TimeFilled,
  zone: string,
): TimeEntryChange | undefined {
  const before = toTimeFilled(entry, zone);
  const span = spanOf(filled, zone);
  if (span === undefined) return undefined;
  const isMoved = filled.until !== before.until || filled.minutes !== before.minutes;
  return { kind: filled.kind, note: filled.note.trim(), ...(isMoved && span) };
}
