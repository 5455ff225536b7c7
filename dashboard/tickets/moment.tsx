import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** When something happened to a ticket, in words; to the second for who points at it. */
export function Moment(props: {
  readonly at: string;
  readonly zone: string;
  readonly says: (said: { readonly moment: string }) => string;
}) {
  const { at, zone, says } = props;
  const { clock } = useParts();
  const { formats } = useWords();
  const atMs = Date.parse(at);
  const text = useClock(clock, (now) => says({ moment: formats.moment(atMs, zone, now) }));
  return <span title={formats.instant(atMs, zone)}>{text}</span>;
}
