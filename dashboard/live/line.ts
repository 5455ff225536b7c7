import { backOffMs } from "./back-off.ts";

/** A WebSocket that is opened again whenever it is lost, for as long as the page lives. */
export type Line = {
  /** False when nobody is there to hear it. */
  readonly say: (text: string) => boolean;
  /** Gives the connection up, to open another. */
  readonly renew: () => void;
  /** What came was right: the next loss is answered quickly again. */
  readonly prove: () => void;
};

export function createLine(parts: {
  readonly url: string;
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly onLost: () => void;
}): Line {
  let socket: WebSocket | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failedTries = 0;

  function connect(): void {
    clearTimeout(retry);
    retry = undefined;
    const own = new WebSocket(parts.url);
    socket = own;
    // A socket that was given up may still speak; only the present one is heard.
    const hear = (listener: () => void) => () => {
      if (socket === own) listener();
    };
    own.addEventListener("open", hear(parts.onOpen));
    own.addEventListener("close", hear(renew));
    own.addEventListener("message", ({ data }) => hear(() => parts.onText(String(data)))());
  }

  function renew(): void {
    const lost = socket;
    socket = undefined;
    lost?.close();
    if (retry !== undefined) return;
    retry = setTimeout(connect, backOffMs(failedTries, Math.random()));
    failedTries += 1;
    parts.onLost();
  }

  // Back on the network: no reason to wait any longer.
  window.addEventListener("online", () => retry === undefined || connect());
  connect();

  return {
    say(text) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(text);
      return true;
    },
    renew,
    prove() {
      failedTries = 0;
    },
  };
}
