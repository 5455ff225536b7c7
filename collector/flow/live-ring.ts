import { toBytes, type Unnumbered } from "./live-frames.ts";

/** One frame as it was sent; undefined = a frame for everybody. */
export type Frame = {
  readonly id: number;
  readonly machineId: string | undefined;
  readonly bytes: Uint8Array;
};

/** The last frames, so that a page that was away for a moment misses nothing. */
export type Ring = {
  /** Which run counts the ids. Another one starts after `forget`. */
  readonly feed: () => string;
  readonly lastId: () => number;
  readonly push: (machineId: string | undefined, frame: Unnumbered) => Frame;
  /** The frames after this one; undefined where some of them are no longer kept. */
  readonly after: (id: number) => readonly Frame[] | undefined;
  /** Keeps nothing of what was: what may have been missed can no longer be told. */
  readonly forget: () => void;
};

/** Enough for a page to come back after some minutes; bounded in bytes too. */
export const RING_FRAMES_MAX = 1_000;
const RING_BYTES_MAX = 8 * 1024 * 1024;

export function createRing(): Ring {
  let feed = crypto.randomUUID();
  let lastId = 0;
  let frames: Frame[] = [];
  let bytes = 0;

  function shorten(): void {
    while (frames.length > RING_FRAMES_MAX || bytes > RING_BYTES_MAX) {
      bytes -= frames.shift()?.bytes.byteLength ?? 0;
    }
  }

  return {
    feed: () => feed,
    lastId: () => lastId,

    push(machineId, unnumbered) {
      lastId += 1;
      const frame = { id: lastId, machineId, bytes: toBytes({ ...unnumbered, id: lastId }) };
      frames.push(frame);
      bytes += frame.bytes.byteLength;
      shorten();
      return frame;
    },

    after(id) {
      if (id > lastId || id < lastId - frames.length) return undefined;
      return frames.slice(frames.length - (lastId - id));
    },

    forget() {
      feed = crypto.randomUUID();
      lastId = 0;
      frames = [];
      bytes = 0;
    },
  };
}
