import { LIVE_BUFFER_BYTES_MAX } from "@vigie/shared/limits.ts";

/** One page's connection, as the socket gives it. */
export type LiveConnection = {
  /** Resolves when the bytes have left, or the connection is over; never rejects. */
  readonly send: (bytes: Uint8Array) => Promise<void>;
  /** Bytes that were sent and have not left. */
  readonly bufferedBytes: () => number;
  /** Ends the connection with a WebSocket close code. */
  readonly close: (code: number, reason: string) => void;
};

/** What a page is sent: the answer to what it watches, at its own pace, then frames. */
export type Subscriber = {
  readonly push: (bytes: Uint8Array) => void;
  /** Holds frames back until `answer` is through. What was held before is in the answer. */
  readonly hold: () => void;
  /** Sends these, then what was held back meanwhile; from then on frames go at once. */
  readonly answer: (parts: readonly Uint8Array[]) => Promise<void>;
  readonly isOver: () => boolean;
  readonly end: () => void;
};

/** Close code 1013, "try again later": it read too slowly. */
const CLOSE_TOO_SLOW = 1013;

export function createSubscriber(connection: LiveConnection, onTooSlow: () => void): Subscriber {
  let held: Uint8Array[] | undefined;
  let heldBytes = 0;
  let over = false;

  function end(): void {
    over = true;
    held = undefined;
  }

  function cut(): void {
    end();
    connection.close(CLOSE_TOO_SLOW, "too slow");
    onTooSlow();
  }

  function push(bytes: Uint8Array): void {
    if (over) return;
    const waiting = held === undefined ? connection.bufferedBytes() : heldBytes;
    if (waiting + bytes.byteLength > LIVE_BUFFER_BYTES_MAX) cut();
    else if (held === undefined) void connection.send(bytes);
    else {
      held.push(bytes);
      heldBytes += bytes.byteLength;
    }
  }

  function hold(): void {
    held = [];
    heldBytes = 0;
  }

  async function answer(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      if (!over) await connection.send(part);
    }
    for (let next = held?.shift(); next !== undefined; next = held?.shift()) {
      heldBytes -= next.byteLength;
      await connection.send(next);
    }
    held = undefined;
  }

  return { push, hold, answer, isOver: () => over, end };
}
