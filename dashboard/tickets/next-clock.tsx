import type { TicketTarget } from "@vigie/shared/ticket.ts";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords, type Words } from "../words/words.tsx";
import { type Countdown, countDown, toLook } from "./countdown.ts";
import { nameOf, SHAPES } from "./target-clock.tsx";

/** What breaks next, in the width of a column: how long is left, and of what. */
export function NextClock(props: { readonly target: TicketTarget; readonly readAtMs: number }) {
  const { target, readAtMs } = props;
  const { clock } = useParts();
  const reader = useWords();
  const look = useClock(clock, (now) => toLook(countDown(target, readAtMs, now)));
  const says = useClock(clock, (now) => toShortText(countDown(target, readAtMs, now), reader));
  return (
    <span className="next-clock" data-look={look}>
      <span className={`shape shape-${SHAPES[look]}`} />
      <span className="next-clock-says">{says}</span>
      <span className="muted small">{nameOf(target, reader.words)}</span>
    </span>
  );
}

/** Short enough for a column. Working time all the same: the page of the ticket says so. */
function toShortText(
  { state, remainingSeconds, overrunSeconds }: Countdown,
  { words, formats }: Pick<Words, "words" | "formats">,
): string {
  if (state === "breached") return words.clock.late({ duration: formats.duration(overrunSeconds) });
  if (state === "due") return words.clock.due;
  const left = formats.duration(remainingSeconds ?? 0);
  if (state === "paused") return words.clock.pausedShort({ duration: left });
  return state === "out_of_hours" ? words.clock.closedShort({ duration: left }) : left;
}
