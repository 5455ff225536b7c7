import { setTimeout as wait } from "node:timers/promises";
import type { ProblemCode } from "@vigie/shared/problems.ts";
import { retryAfterMs } from "../domain/retry.ts";
import type { NoticeRow } from "../registry/registry.ts";
import type { Courier, Delivered } from "./courier.ts";
import { type Failure, toDetail } from "./far-end.ts";
import { keepOutcome } from "./outcome.ts";
import type { SenderTools } from "./sender.ts";

export type LaneCounts = {
  readonly channel: Courier["channel"];
  readonly sent: number;
  readonly failed: number;
  readonly givenUp: number;
  readonly problem: Problem | undefined;
};
type Problem = { readonly code: ProblemCode; readonly detail: string };

export type LaneTools = Omit<SenderTools, "couriers"> & { readonly wakeAll: () => void };

/** It looks at least so often, also when a wake was missed: the clock may have been set. */
const LOOK_EVERY_MS = 30_000;

/** After a failure of the registry it looks, or marks, again. */
const LOOK_AGAIN_MS = 1_000;

/** A server that failed is left alone for no longer, so that what is urgent is not late once it is back. */
const PAUSE_MS_MAX = 60_000;

/** How long an end waits for what is under way. */
const CLOSE_MS = 3_000;

/**
 * One channel of the sender. Each recipient has one thing under way at a time, so that a slow one keeps
 * its order and takes one place of the pool, and nobody waits for it.
 */
export class Lane {
  readonly #courier: Courier;
  readonly #tools: LaneTools;
  /** What is under way, by recipient. */
  readonly #busy = new Map<string, Promise<void>>();
  readonly #pauses = new Map<string, { readonly failures: number; readonly untilMs: number }>();
  readonly #counts = { tried: 0, sent: 0, failed: 0, givenUp: 0 };
  #problem: Problem | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #isLooking = false;
  #looksAgain = false;
  #isOpen = false;
  #isClosed = false;

  constructor(courier: Courier, tools: LaneTools) {
    this.#courier = courier;
    this.#tools = tools;
  }

  start(): void {
    this.#isOpen = true;
    this.wake();
  }

  wake(): void {
    this.#looksAgain = true;
    if (!this.#isOpen || this.#isClosed || this.#isLooking) return;
    this.#isLooking = true;
    this.#looking = this.#lookUntilDone();
  }

  /** Resolves, once nothing is due, with how many were tried. */
  async drain(): Promise<number> {
    const before = this.#counts.tried;
    do {
      await this.#look();
      await Promise.all(this.#busy.values());
    } while ((await this.#due([], 1)).length > 0);
    return this.#counts.tried - before;
  }

  counts(): LaneCounts {
    const { tried: _tried, ...counts } = this.#counts;
    return { channel: this.#courier.channel, ...counts, problem: this.#problem };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const late = new AbortController();
    await Promise.race([
      Promise.allSettled([this.#looking, ...this.#busy.values()]),
      wait(CLOSE_MS, undefined, { signal: late.signal }).catch(() => {}),
    ]);
    late.abort();
  }

  /** Who wakes it while it looks is heard before it stops: in between nobody else has a turn. */
  async #lookUntilDone(): Promise<void> {
    let waitMs = LOOK_AGAIN_MS;
    try {
      do {
        this.#looksAgain = false;
        await this.#look();
        waitMs = await this.#untilNextMs();
      } while (this.#looksAgain && !this.#isClosed);
    } catch (error) {
      this.#tools.onFailed(error);
      waitMs = LOOK_AGAIN_MS;
    }
    this.#isLooking = false;
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => this.wake(), waitMs);
  }

  /** A full pool looks again by itself, as one of it ends. */
  async #untilNextMs(): Promise<number> {
    if (this.#isClosed || this.#isFull()) return LOOK_EVERY_MS;
    const { registry, now } = this.#tools;
    const nextMs = await registry.read.notices.nextDueMs(this.#courier.channel);
    // What is due is under way for its recipient, whose end wakes.
    if (nextMs === undefined || nextMs <= now()) return LOOK_EVERY_MS;
    return Math.min(nextMs - now(), LOOK_EVERY_MS);
  }

  async #look(): Promise<void> {
    while (!this.#isClosed && !this.#isFull()) {
      const due = await this.#due([...this.#busy.keys()], this.#courier.atOnce);
      if (due.length === 0) return;
      for (const row of due) if (!(await this.#isHeldUp(row))) this.#begin(row);
    }
  }

  #due(except: readonly string[], limit: number): Promise<NoticeRow[]> {
    const { registry, now } = this.#tools;
    const { channel } = this.#courier;
    return registry.read.notices.due({ channel, nowMs: now(), except, limit });
  }

  #isFull(): boolean {
    return this.#busy.size >= this.#courier.atOnce;
  }

  /** Whether it goes to a server that is left alone for now; then it waits as long. */
  async #isHeldUp(row: NoticeRow): Promise<boolean> {
    const pause = this.#pauses.get(this.#serverOf(row));
    if (pause === undefined || pause.untilMs <= this.#tools.now()) return false;
    await this.#postpone(row, pause.untilMs);
    return true;
  }

  #serverOf({ recipientId }: NoticeRow): string {
    return this.#courier.isOneServer ? "" : recipientId;
  }

  async #postpone({ recipientId }: NoticeRow, untilMs: number): Promise<void> {
    const { channel, isOneServer } = this.#courier;
    const whose = isOneServer ? {} : { recipientId };
    const { registry } = this.#tools;
    await registry.commit(({ notices }) => notices.postpone({ channel, ...whose, untilMs }));
  }

  #begin(row: NoticeRow): void {
    if (this.#busy.has(row.recipientId) || this.#isFull()) return;
    this.#counts.tried += 1;
    const sending = this.#send(row)
      .catch(this.#tools.onFailed)
      .finally(() => {
        this.#busy.delete(row.recipientId);
        this.wake();
      });
    this.#busy.set(row.recipientId, sending);
  }

  async #send(row: NoticeRow): Promise<void> {
    const delivered = await this.#attempt(row);
    const { handover } = delivered;
    if (delivered.rows.length > 0) this.#count(handover);
    if (handover.done || !handover.isOfServer) this.#pauses.delete(this.#serverOf(row));
    else await this.#pause(row);
    await this.#settle(delivered);
  }

  /** A mistake in one notice must not hold up the others. */
  async #attempt(row: NoticeRow): Promise<Delivered> {
    try {
      return await this.#courier.deliver(row, this.#tools.now());
    } catch (error) {
      this.#tools.onFailed(error);
      const detail = toDetail(error instanceof Error ? error.message : String(error));
      const failed = { done: false, isFinal: false, isOfServer: false } as const;
      const handover: Failure = { ...failed, code: "notice_failed", detail };
      return { rows: [row], dropped: [], handover, messageId: null };
    }
  }

  #count(handover: Delivered["handover"]): void {
    if (handover.done) this.#counts.sent += 1;
    else this.#counts.failed += 1;
    const isWell = handover.done || !handover.isOfServer;
    this.#problem = isWell ? undefined : { code: handover.code, detail: handover.detail };
  }

  async #pause(row: NoticeRow): Promise<void> {
    const { now, chance, onFailed } = this.#tools;
    const server = this.#serverOf(row);
    const failures = (this.#pauses.get(server)?.failures ?? 0) + 1;
    const untilMs = now() + Math.min(retryAfterMs(failures, chance()), PAUSE_MS_MAX);
    this.#pauses.set(server, { failures, untilMs });
    await this.#postpone(row, untilMs).catch(onFailed);
  }

  /** What left and was not marked would leave again: it is marked, however long that takes. */
  async #settle(delivered: Delivered): Promise<void> {
    const { now, chance, onFailed, wakeAll } = this.#tools;
    const outcome = { delivered, courier: this.#courier, atMs: now(), chance: chance() };
    for (;;) {
      try {
        const { givenUp, isTold } = await keepOutcome(this.#tools, outcome);
        this.#counts.givenUp += givenUp;
        if (isTold) wakeAll();
        return;
      } catch (error) {
        onFailed(error);
        if (this.#isClosed) return;
        await wait(LOOK_AGAIN_MS);
      }
    }
  }
}
