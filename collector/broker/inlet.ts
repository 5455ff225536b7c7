import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import type { Bucket } from "./rate.ts";

/**
 * What stands between a socket and aedes, which knows no limit for a packet and reads as fast as it can:
 * a packet that says it is too large ends the connection before it is gathered, and who sends too fast
 * is read more slowly. Nothing is dropped: TCP makes the sender wait.
 */
export type Inlet = {
  /** The sender proved who it is: from now on this bucket says how much of it is read. */
  readonly admit: (bucket: Bucket) => void;
};

export type InletOptions = {
  readonly packetBytesMax: number;
  readonly onTooLarge: (bytes: number) => void;
};

/** The first packet is CONNECT: nobody who has not proved a name may make us gather more. */
const CONNECT_BYTES_MAX = 4 * 1024;

/** What is read of somebody who has not proved a name: CONNECT, and nothing behind it. */
const STRANGER_PACKETS_MAX = 1;

/** Puts the limits between the socket and whoever calls its `read`. */
export function limitInlet(socket: Socket, { packetBytesMax, onTooLarge }: InletOptions): Inlet {
  const framing = new Framing(packetBytesMax);
  const read = socket.read.bind(socket);
  let bucket: Bucket | undefined;
  /** What came and has to wait. While there is some, nothing more is taken from the socket. */
  let waiting: Buffer | undefined;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    clearTimeout(timer);
    timer = undefined;
    socket.emit("readable");
  }

  /** The part of the chunk that may be read now; the rest waits. */
  function pass(chunk: Buffer): Buffer | null {
    const before = framing.packets;
    const room = bucket?.room(performance.now()) ?? STRANGER_PACKETS_MAX - before;
    const bytes = framing.follow(chunk, before + room);
    bucket?.spend(framing.packets - before);
    if (framing.tooLargeBytes !== undefined) {
      onTooLarge(framing.tooLargeBytes);
      socket.destroy();
      return null;
    }
    if (bytes === chunk.length) return chunk;
    waiting = chunk.subarray(bytes);
    if (bucket !== undefined) timer = setTimeout(wake, bucket.waitMs());
    return bytes === 0 ? null : chunk.subarray(0, bytes);
  }

  socket.read = (size?: number): unknown => {
    // Node asks for 0 bytes to make the socket read on, and to notice its end: both come after what waits.
    if (size === 0) return waiting === undefined ? read(0) : null;
    if (timer !== undefined) return null;
    const held = waiting;
    waiting = undefined;
    const chunk: unknown = held ?? read(size);
    const passed = Buffer.isBuffer(chunk) ? pass(chunk) : chunk;
    // Node does not say again that there is something to read behind what waited.
    if (held !== undefined && waiting === undefined) setImmediate(wake);
    return passed;
  };
  socket.once("close", () => clearTimeout(timer));
  return {
    admit(own) {
      bucket = own;
      if (waiting !== undefined) setImmediate(wake);
    },
  };
}

/** Follows the lengths of MQTT packets through the chunks of a connection. */
class Framing {
  readonly #packetBytesMax: number;
  /** Set for good when a packet says that it is longer than may be. */
  tooLargeBytes: number | undefined;
  /** Packets that have begun. */
  packets = 0;
  #bodyBytesLeft = 0;
  /** Bytes of the fixed header that were read: the type, then the length, 7 bits a byte. */
  #headerBytes = 0;
  #length = 0;

  constructor(packetBytesMax: number) {
    this.#packetBytesMax = packetBytesMax;
  }

  /** How many bytes of the chunk there are before the packet after `packetsMax` begins. */
  follow(chunk: Buffer, packetsMax: number): number {
    let at = 0;
    while (at < chunk.length && this.tooLargeBytes === undefined) {
      if (this.#bodyBytesLeft > 0) {
        const bytes = Math.min(this.#bodyBytesLeft, chunk.length - at);
        this.#bodyBytesLeft -= bytes;
        at += bytes;
      } else {
        if (this.#headerBytes === 0 && this.packets >= packetsMax) break;
        this.#header(chunk[at] ?? 0);
        at += 1;
      }
    }
    return at;
  }

  #header(byte: number): void {
    this.#headerBytes += 1;
    if (this.#headerBytes === 1) return;
    this.#length += (byte & 0x7f) * 128 ** (this.#headerBytes - 2);
    const goesOn = byte >= 0x80 && this.#headerBytes < LENGTH_BYTES_MAX + 1;
    const max = this.packets === 0 ? CONNECT_BYTES_MAX : this.#packetBytesMax;
    if (this.#length > max) this.tooLargeBytes = this.#length;
    if (goesOn) return;
    this.packets += 1;
    this.#bodyBytesLeft = this.#length;
    this.#headerBytes = 0;
    this.#length = 0;
  }
}

/** MQTT writes a packet's length in at most so many bytes. */
const LENGTH_BYTES_MAX = 4;
