import { useSyncExternalStore } from "react";
import { useClock } from "../live/clock.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { zoneHere } from "../zone-here.ts";

/** Whether what is on the screen is of now, in words; and if not, of when. */
export function Connection() {
  const { feed, clock } = useParts();
  const { words, formats } = useWords();
  const state = useSyncExternalStore(feed.state.subscribe, feed.state.get);
  const isCut = state.kind === "reconnecting";
  const age = useClock(clock, (now) =>
    isCut ? formats.duration((now - state.sinceMs) / 1_000) : "",
  );
  if (!isCut) {
    const isConnected = state.kind === "connected";
    return (
      <span className="connection" data-state={state.kind} role="status">
        <span className={isConnected ? "shape shape-live" : "shape shape-unknown"} />
        {words.connection[state.kind]}
      </span>
    );
  }
  const zone = zoneHere();
  return (
    <span className="connection" data-state={state.kind}>
      <span className="shape shape-unknown" />
      <span aria-live="off">{words.connection.reconnecting({ age })}</span>
      <span className="muted">
        {words.connection.dataAsOf({ time: formats.time(state.sinceMs, zone) })}
      </span>
    </span>
  );
}
