import { LIVE_SUBSCRIPTIONS_MAX } from "@vigie/shared/limits.ts";
import type { LiveFrame, Watch } from "@vigie/shared/live.ts";
import { createLine } from "./line.ts";
import { createSignal, type Signal } from "./signal.ts";

/**
 * The live feed. It says what is watched, goes on where it was cut, and tells in which state it is,
 * so that the page never shows old values as new ones.
 */

export type FeedState =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  | { readonly kind: "reconnecting"; readonly sinceMs: number };

export type Feed = {
  readonly state: Pick<Signal<FeedState>, "get" | "subscribe">;
  /** Replaces what is watched. */
  readonly watch: (machineIds: readonly string[]) => void;
};

/** Quiet for so long: the watch is said again, and a feed that lives answers it. */
const QUIET_MS_MAX = 30_000;
/** What is still quiet after that is given up. */
const ANSWER_MS_MAX = 10_000;

export function createFeed(parts: {
  readonly url: string;
  readonly now: () => number;
  readonly onFrame: (frame: LiveFrame) => void;
}): Feed {
  const state = createSignal<FeedState>({ kind: "connecting" });
  let machines: readonly string[] = [];
  let after: Watch["after"];
  let quiet: ReturnType<typeof setTimeout> | undefined;

  const line = createLine({
    url: parts.url,
    onOpen: ask,
    onText: receive,
    onLost() {
      clearTimeout(quiet);
      const isNews = state.get().kind !== "reconnecting";
      if (isNews) state.set({ kind: "reconnecting", sinceMs: parts.now() });
    },
  });

  /** Says what is watched, and gives the connection up when that is not answered. */
  function ask(): void {
    const wish: Watch = { type: "watch", machines: [...machines], ...(after && { after }) };
    if (!line.say(JSON.stringify(wish))) return;
    clearTimeout(quiet);
    quiet = setTimeout(line.renew, ANSWER_MS_MAX);
  }

  function receive(text: string): void {
    const frame = readFrame(text);
    if (frame === undefined) return;
    clearTimeout(quiet);
    quiet = setTimeout(ask, QUIET_MS_MAX);
    line.prove();
    if (state.get().kind !== "connected") state.set({ kind: "connected" });
    const feed = "feed" in frame ? frame.feed : after?.feed;
    if (feed !== undefined) after = { feed, id: frame.id };
    parts.onFrame(frame);
  }

  return {
    state,
    watch(machineIds) {
      const wished = machineIds.slice(0, LIVE_SUBSCRIPTIONS_MAX);
      if (wished.join() === machines.join()) return;
      machines = wished;
      after = undefined;
      ask();
    },
  };
}

/** A frame, or undefined for what is none. Its form is the server's promise (shared/live.ts). */
function readFrame(text: string): LiveFrame | undefined {
  try {
    const frame: LiveFrame | null = JSON.parse(text);
    return typeof frame?.type === "string" ? frame : undefined;
  } catch {
    return undefined;
  }
}
