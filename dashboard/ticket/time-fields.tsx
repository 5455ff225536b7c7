import type { TimeEntryDocument, TimeKind } from "@vigie/shared/work.ts";
import { toInstantMs, toLocalTime } from "../contracts/local-time.ts";
import { TextField } from "../desk/fields.tsx";
import { useWords } from "../words/words.tsx";
import { KindChoice } from "./kind-choice.tsx";

const NOTE_LENGTH_MAX = 500;
const MINUTE_MS = 60_000;
const MINUTES_FIRST = 30;

/** Time as it is being entered: how long, and until when. */
export type TimeFilled = {
  readonly kind: TimeKind;
  /** A local time, as a form's field has it. */
  readonly until: string;
  readonly minutes: string;
  readonly note: string;
};

/** Half an hour until now. */
export function firstTime(nowMs: number, zone: string): TimeFilled {
  const until = toLocalTime(nowMs, zone);
  return { kind: "work", until, minutes: String(MINUTES_FIRST), note: "" };
}

/** What was kept, to be corrected. */
export function toTimeFilled(
  { kind, endedAt, minutes, note }: TimeEntryDocument,
  zone: string,
): TimeFilled {
  const until = endedAt === null ? "" : toLocalTime(Date.parse(endedAt), zone);
  return { kind, until, minutes: String(minutes ?? 0), note };
}

/** From when until when; undefined while that is not said. */
export function spanOf(
  { until, minutes }: Pick<TimeFilled, "until" | "minutes">,
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

export function TimeFields(props: {
  readonly filled: TimeFilled;
  readonly fill: (change: Partial<TimeFilled>) => void;
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
