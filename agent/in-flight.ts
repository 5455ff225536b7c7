import { type Backoff, backoffMs } from "./backoff.ts";

/**
 * Which reports are under way: sent, and neither received nor given up. It lives in memory only: after
 * a restart everything without a receipt is sent again.
 */

/** What one agent may have under way, so that a collector that is slow is not flooded. */
const IN_FLIGHT_MAX = 200;

/** The same in bytes: the MQTT client holds them until the broker has acknowledged. */
const IN_FLIGHT_BYTES_MAX = 1024 * 1024;

/** A receipt that takes longer than this is taken for lost. */
const RECEIPT_TIMEOUT_MS = 30_000;

/** What is added to the time-out, so that a collector in trouble is asked less and less. */
const RESEND: Backoff = { baseMs: RECEIPT_TIMEOUT_MS / 2, capMs: 300_000 - RECEIPT_TIMEOUT_MS };

type Flight = { readonly bytes: number; readonly dueMs: number; readonly sends: number };

export class InFlight {
  readonly #flights = new Map<number, Flight>();
  readonly #random: () => number;
  #bytes = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  get size(): number {
    return this.#flights.size;
  }

  has(seq: number): boolean {
    return this.#flights.has(seq);
  }

  /** Whether a report of this size may be sent now: it is not under way, and there is room. */
  admits(seq: number, bytes: number, nowMs: number): boolean {
    const flight = this.#flights.get(seq);
    if (flight !== undefined) return flight.dueMs <= nowMs;
    if (this.#flights.size === 0) return true;
    return this.#flights.size < IN_FLIGHT_MAX && this.#bytes + bytes <= IN_FLIGHT_BYTES_MAX;
  }

  sent(seq: number, bytes: number, nowMs: number): void {
    const sends = this.#flights.get(seq)?.sends ?? 0;
    this.forget(seq);
    const extraMs = sends === 0 ? 0 : backoffMs(RESEND, sends, this.#random());
    const dueMs = nowMs + RECEIPT_TIMEOUT_MS + extraMs;
    this.#flights.set(seq, { bytes, dueMs, sends: sends + 1 });
    this.#bytes += bytes;
  }

  forget(seq: number): void {
    const flight = this.#flights.get(seq);
    if (flight === undefined) return;
    this.#bytes -= flight.bytes;
    this.#flights.delete(seq);
  }

  /** When the first of them is to be sent again; undefined = nothing is under way. */
  nextDueMs(): number | undefined {
    let next: number | undefined;
    for (const { dueMs } of this.#flights.values()) {
      if (next === undefined || dueMs < next) next = dueMs;
    }
    return next;
  }

  clear(): void {
    this.#flights.clear();
    this.#bytes = 0;
  }
}
