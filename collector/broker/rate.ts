/** How fast one agent may send, over all of its connections: reconnecting gives it nothing. */
export type Rate = {
  readonly messagesPerSecond: number;
  /** Messages at once before the rate holds. */
  readonly burst: number;
};

/** A token bucket: a message is a token. */
export class Bucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #atMs: number;

  constructor({ messagesPerSecond, burst }: Rate, nowMs: number) {
    this.#perMs = messagesPerSecond / 1_000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#atMs = nowMs;
  }

  /** How many messages may come now; negative when it owes some. */
  room(nowMs: number): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
    return Math.floor(this.#tokens);
  }

  spend(messages: number): void {
    this.#tokens -= messages;
  }

  /**
   * Spends the message that a connection counts as, since its last will is one. An agent that owes
   * messages may connect all the same, for its link may be bad; false when it owes too many.
   */
  spendOnConnecting(nowMs: number): boolean {
    if (this.room(nowMs) <= -this.#burst) return false;
    this.#tokens -= 1;
    return true;
  }

  /** How long until there is room for one message. */
  waitMs(): number {
    return Math.max(0, Math.ceil((1 - this.#tokens) / this.#perMs));
  }
}

/** Buckets that are kept before those that tell nothing are looked for. */
export const BUCKETS_KEPT = 1_000;

/** The bucket of each agent. One that is full again tells nothing, so it is forgotten. */
export class Buckets {
  readonly #rate: Rate;
  readonly #isConnected: (agentId: string) => boolean;
  readonly #buckets = new Map<string, Bucket>();
  /** Twice what was left last time, so that looking through all costs little for each. */
  #sweepAt = BUCKETS_KEPT;

  constructor(rate: Rate, isConnected: (agentId: string) => boolean) {
    this.#rate = rate;
    this.#isConnected = isConnected;
  }

  of(agentId: string, nowMs: number): Bucket {
    const known = this.#buckets.get(agentId);
    if (known !== undefined) return known;
    if (this.#buckets.size >= this.#sweepAt) this.#sweep(nowMs);
    const bucket = new Bucket(this.#rate, nowMs);
    this.#buckets.set(agentId, bucket);
    return bucket;
  }

  size(): number {
    return this.#buckets.size;
  }

  /** A connection holds the bucket of its agent: another one beside it would be a second burst. */
  #sweep(nowMs: number): void {
    for (const [agentId, bucket] of this.#buckets) {
      const isFull = bucket.room(nowMs) >= this.#rate.burst;
      if (isFull && !this.#isConnected(agentId)) this.#buckets.delete(agentId);
    }
    this.#sweepAt = Math.max(BUCKETS_KEPT, 2 * this.#buckets.size);
  }
}
