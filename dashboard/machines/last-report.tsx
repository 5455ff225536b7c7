import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** How long ago a machine was heard of; the instant itself is in the hint. */
export function LastReport(props: {
  readonly at: string | null;
  readonly zone: string;
  /** Only how long ago, where a heading says of what. */
  readonly isShort?: boolean;
}) {
  const { at, zone, isShort = false } = props;
  const { clock } = useParts();
  const { words, formats } = useWords();
  const atMs = at === null ? undefined : Date.parse(at);
  const says = useClock(clock, (now) => {
    if (atMs === undefined) return words.machine.noReport;
    const seconds = (now - atMs) / 1_000;
    const age = formats.duration(seconds);
    if (isShort) return words.units.ago({ age });
    return seconds < 1 ? words.machine.justReported : words.machine.lastReport({ age });
  });
  return (
    <span className="figures" title={atMs === undefined ? undefined : formats.instant(atMs, zone)}>
      {says}
    </span>
  );
}
