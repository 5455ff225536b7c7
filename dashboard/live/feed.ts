import { LIVE_SUBSCRIPTIONS_MAX } from "@vigie/shared/limits.ts";
import type { LiveFrame, Watch } from "@vigie/shared/live.ts";
import { backOffMs } from "./back-off.ts";

/**
 * The connection to the live feed. It says what is watched, goes on where it was cut, and tells in
 * which state it is, so that the page never shows old values as new ones.
 */

export type FeedState =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  | { readonly kind: "reconnecting"; readonly sinceMs: number };

export type Feed = {
  readonly state: () => FeedState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Replaces what is watched. */
  readonly watch: (machineIds: readonly string[]) => void;
  readonly close: () => void;
};

/** Quiet for so long: the watch is said again, and a feed that lives answers it. */
const QUIET_MS_MAX = 30_000;
/** What is still quiet after that is cut. */
const ANSWER_MS_MAX = 10_000;

export function createFeed(parts: {
  readonly url: string;
  readonly now: () => number;
  readonly onFrame: (frame: LiveFrame) => void;
}): Feed {
  const listeners = new Set<() => void>();
  let state: FeedState = { kind: "connecting" };
  let machines: readonly string[] = [];
  let after: Watch["after"];
  let socket: WebSocket | undefined;
  let failedTries = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  function become(next: FeedState): void {
    if (next.kind === state.kind) return;
    state = next;
    for (const listener of listeners) listener();
  }

  function say(): void {
    if (socket?.readyState !== WebSocket.OPEN) return;
    const wish: Watch = { type: "watch", machines: [...machines], ...(after && { after }) };
    socket.send(JSON.stringify(wish));
  }

  /** Waits for the next frame: first asks, then gives the connection up. */
  function listen(): void {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      say();
      quiet = setTimeout(() => lose(), ANSWER_MS_MAX);
    }, QUIET_MS_MAX);
  }

  function receive(text: string): void {
    const frame = readFrame(text);
    if (frame === undefined) return;
    listen();
    failedTries = 0;
    become({ kind: "connected" });
    const feed = "feed" in frame ? frame.feed : after?.feed;
    if (feed !== undefined) after = { feed, id: frame.id };
    parts.onFrame(frame);
  }

  function connect(): void {
    clearTimeout(retry);
    retry = undefined;
    const own = new WebSocket(parts.url);
    socket = own;
    own.addEventListener("open", () => {
      if (socket !== own) return;
      say();
      listen();
    });
    own.addEventListener("message", ({ data }) => {
      if (socket === own && typeof data === "string") receive(data);
    });
    own.addEventListener("close", () => {
      if (socket === own) lose();
    });
  }

  function lose(): void {
    clearTimeout(quiet);
    const lost = socket;
    socket = undefined;
    lost?.close();
    if (isClosed || retry !== undefined) return;
    become({ kind: "reconnecting", sinceMs: parts.now() });
    retry = setTimeout(connect, backOffMs(failedTries, Math.random()));
    failedTries += 1;
  }

  function connectNow(): void {
    if (retry !== undefined) connect();
  }

  window.addEventListener("online", connectNow);
  connect();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(machineIds) {
      const wished = machineIds.slice(0, LIVE_SUBSCRIPTIONS_MAX);
      if (wished.length === machines.length && wished.every((id, i) => id === machines[i])) return;
      machines = wished;
      after = undefined;
      say();
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      window.removeEventListener("online", connectNow);
      lose();
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
