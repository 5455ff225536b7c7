import { LIVE_BUFFER_BYTES_MAX } from "@vigie/shared/limits.ts";
import type { Frame } from "./live-ring.ts";

/** One page's connection, as the socket gives it. */
export type LiveConnection = {
  /** Resolves when the bytes have left, or the connection is over; never rejects. */
  readonly send: (bytes: Uint8Array) => Promise<void>;
  /** Bytes that were sent and have not left. */
  readonly bufferedBytes: () => number;
  /** Ends the connection with a WebSocket close code. */
  readonly close: (code: number, reason: string) => void;
};

/** What a page is sent: first the answer to what it watches, at its own pace, then frames. */
export type Subscriber = {
  readonly push: (frame: Frame) => void;
  /** Holds frames back until `release`; those held before are dropped, the answer has them. */
  readonly hold: () => void;
  readonly deliver: (parts: Iterable<Uint8Array>) => Promise<void>;
  readonly release: () => Promise<void>;
  readonly isOver: () => boolean;
  readonly end: () => void;
};

/** Close code 1013, "try again later": it read too slowly. */
export const CLOSE_TOO_SLOW = 1013;

export function createSubscriber({
  connection,
  onTooSlow,
}: {
  readonly connection: LiveConnection;
  readonly onTooSlow: () => void;
}): Subscriber {
  let held: Uint8Array[] | undefined;
  let heldBytes = 0;
  let over = false;

  function cut(): void {
    if (over) return;
    over = true;
    held = undefined;
    connection.close(CLOSE_TOO_SLOW, "too slow");
    onTooSlow();
  }

  function keep(list: Uint8Array[], bytes: Uint8Array): void {
    list.push(bytes);
    heldBytes += bytes.byteLength;
    if (heldBytes > LIVE_BUFFER_BYTES_MAX) cut();
  }

  async function deliver(parts: Iterable<Uint8Array>): Promise<void> {
    for (const part of parts) {
      if (over) return;
      await connection.send(part);
    }
  }

  return {
    push({ bytes }) {
      if (over) return;
      if (held !== undefined) keep(held, bytes);
      else if (connection.bufferedBytes() + bytes.byteLength > LIVE_BUFFER_BYTES_MAX) cut();
      else void connection.send(bytes);
    },

    hold() {
      held = [];
      heldBytes = 0;
    },

    deliver,

    async release() {
      for (let next = held?.shift(); next !== undefined && !over; next = held?.shift()) {
        heldBytes -= next.byteLength;
        await connection.send(next);
      }
      held = undefined;
    },

    isOver: () => over,
    end() {
      over = true;
      held = undefined;
    },
  };
}
