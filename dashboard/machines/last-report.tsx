import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** How long ago a machine was heard of; the instant itself is in the hint. */
export function LastReport(props: { readonly at: string | null; readonly zone: string }) {
  const { at, zone } = props;
  const { clock } = useParts();
  const { words, formats } = useWords();
  const atMs = at === null ? undefined : Date.parse(at);
  const says = useClock(clock, (now) => {
    if (atMs === undefined) return words.machine.noReport;
    const seconds = (now - atMs) / 1_000;
    if (seconds < 1) return words.machine.justReported;
    return words.machine.lastReport({ age: formats.duration(seconds) });
  });
  return (
    <span className="figures" title={atMs === undefined ? undefined : formats.instant(atMs, zone)}>
      {says}
    </span>
  );
}
