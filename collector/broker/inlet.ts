import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";

/**
 * What stands between a socket and aedes, which knows no limit for a packet and reads as fast as it can:
 * a packet that says it is too large ends the connection before it is gathered, and who sends too fast
 * is read more slowly. Nothing is dropped: TCP makes the sender wait.
 */
export type InletLimits = {
  readonly packetBytesMax: number;
  readonly messagesPerSecond: number;
  /** Messages at once before the rate holds. */
  readonly burst: number;
};

/** The first packet is CONNECT: nobody who has not proved a name may make us gather more. */
const CONNECT_BYTES_MAX = 4 * 1024;

/** The longest pause, well within the keep-alive of an honest agent. */
const PAUSE_MS_MAX = 30_000;

/** Puts the limits between the socket and whoever calls its `read`. */
export function limitInlet(
  socket: Socket,
  limits: InletLimits,
  onTooLarge: (bytes: number) => void,
): void {
  const framing = new Framing(limits.packetBytesMax);
  const bucket = new Bucket(limits);
  const read = socket.read.bind(socket);
  let resume: NodeJS.Timeout | undefined;

  socket.read = (size?: number): unknown => {
    // Node asks for 0 bytes to make the socket read on; what it then buffers is bounded by itself.
    if (size === 0) return read(0);
    if (resume !== undefined) return null;
    const chunk: unknown = read(size);
    if (!Buffer.isBuffer(chunk)) return chunk;
    const packets = framing.count(chunk);
    if (framing.tooLargeBytes !== undefined) {
      onTooLarge(framing.tooLargeBytes);
      socket.destroy();
      return null;
    }
    const pauseMs = bucket.take(packets, performance.now());
    if (pauseMs > 0) {
      resume = setTimeout(() => {
        resume = undefined;
        socket.emit("readable");
      }, pauseMs);
    }
    return chunk;
  };
  socket.once("close", () => clearTimeout(resume));
}

/** Follows the lengths of MQTT packets through the chunks of a connection. */
class Framing {
  readonly #packetBytesMax: number;
  /** Set for good when a packet says that it is longer than may be. */
  tooLargeBytes: number | undefined;
  #packets = 0;
  #bodyBytesLeft = 0;
  /** Bytes of the fixed header that were read: the type, then the length, 7 bits a byte. */
  #headerBytes = 0;
  #length = 0;

  constructor(packetBytesMax: number) {
    this.#packetBytesMax = packetBytesMax;
  }

  /** How many packets begin in the chunk. */
  count(chunk: Buffer): number {
    const before = this.#packets;
    let at = 0;
    while (at < chunk.length && this.tooLargeBytes === undefined) {
      if (this.#bodyBytesLeft > 0) {
        const bytes = Math.min(this.#bodyBytesLeft, chunk.length - at);
        this.#bodyBytesLeft -= bytes;
        at += bytes;
      } else {
        this.#header(chunk[at] ?? 0);
        at += 1;
      }
    }
    return this.#packets - before;
  }

  #header(byte: number): void {
    this.#headerBytes += 1;
    if (this.#headerBytes === 1) return;
    this.#length += (byte & 0x7f) * 128 ** (this.#headerBytes - 2);
    const goesOn = byte >= 0x80 && this.#headerBytes < LENGTH_BYTES_MAX + 1;
    const max = this.#packets === 0 ? CONNECT_BYTES_MAX : this.#packetBytesMax;
    if (this.#length > max) this.tooLargeBytes = this.#length;
    if (goesOn) return;
    this.#packets += 1;
    this.#bodyBytesLeft = this.#length;
    this.#headerBytes = 0;
    this.#length = 0;
  }
}

/** MQTT writes a packet's length in at most so many bytes. */
const LENGTH_BYTES_MAX = 4;

/** A token bucket that may go into debt: what was read was read, and is paid by waiting. */
class Bucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #atMs = 0;

  constructor({ messagesPerSecond, burst }: InletLimits) {
    this.#perMs = messagesPerSecond / 1_000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Takes tokens, and says how long to wait until there are some again. */
  take(count: number, nowMs: number): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#atMs) * this.#perMs) - count;
    this.#atMs = nowMs;
    if (this.#tokens >= 0) return 0;
    const pauseMs = Math.min(-this.#tokens / this.#perMs, PAUSE_MS_MAX);
    this.#tokens = Math.max(this.#tokens, -PAUSE_MS_MAX * this.#perMs);
    return pauseMs;
  }
}
