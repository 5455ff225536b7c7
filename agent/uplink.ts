import { type AgentSettings, parseAgentSettings, parseReceipt } from "@vigie/shared/down.ts";
import type { Birth } from "@vigie/shared/hello.ts";
import { REPORTS_PER_ENVELOPE_MAX } from "@vigie/shared/limits.ts";
import type { DownKind } from "@vigie/shared/topics.ts";
import { type Backoff, backoffMs, RECONNECT } from "./backoff.ts";
import { type Connection, type Credential, type DownReason, openConnection } from "./connection.ts";
import { toEnvelopes } from "./envelopes.ts";
import type { Outbox } from "./outbox.ts";

export type { Credential } from "./connection.ts";

/**
 * Drains the outbox to the collector, and keeps the connection for it. What the broker acknowledges is
 * not taken for delivered: only a receipt settles a report.
 *
 *   stopped --start--> connecting --subscribed--> online
 *                       ^      \                  /
 *                    wait over   ----lost------->  waiting (refused: the broker does not take our name)
 *
 *   stop() leads back to stopped from everywhere, and from online says `going-down` first.
 */
export interface Uplink {
  start(): void;
  /** Something new is in the outbox. */
  kick(): void;
  /** Says that this machine goes down in order, and ends; at most 10 seconds. */
  stop(): Promise<void>;
  state(): UplinkState;
}

export type UplinkState = "stopped" | "connecting" | "online" | "waiting" | "refused";

export type UplinkOptions = {
  readonly credential: Credential;
  readonly outbox: Outbox;
  /** What this agent is now; its state is set here. */
  readonly hello: () => Birth;
  readonly clock: Clock;
  readonly onSettings: (settings: AgentSettings) => void;
  readonly log: (line: string) => void;
  readonly pace?: Pace;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
};

export type Clock = {
  readonly wallMs: () => number;
  /** Monotonic, since the machine started. */
  readonly uptimeMs: () => number;
};

/** How eager an agent is. */
export type Pace = {
  readonly reconnect: Backoff;
  /** At most this of the spread that the collector asks for. */
  readonly spreadMsMax: number;
  /** Between two envelopes, so that catching up stays below the broker's rate for one agent. */
  readonly gapMs: number;
};

export const PACE: Pace = { reconnect: RECONNECT, spreadMsMax: 3_600_000, gapMs: 500 };

/** Until the collector says another: over how long the first tries after a lost broker are spread. */
const SPREAD_MS = 30_000;

/** A connection that lasted less counts as a failed try, so that two clones do not chase each other. */
const STABLE_MS = 60_000;

/** How soon a full or locked outbox is asked again. */
const RETRY_MS = 5_000;

export function createUplink(options: UplinkOptions): Uplink {
  return new MqttUplink(options);
}

class MqttUplink implements Uplink {
  readonly #options: UplinkOptions;
  readonly #pace: Pace;
  readonly #random: () => number;
  #state: UplinkState = "stopped";
  #connection: Connection | undefined;
  #spreadMs = SPREAD_MS;
  #failures = 0;
  #upSinceMs: number | undefined;
  #refusalIsTold = false;
  #nextSendMs = 0;
  #reconnectTimer: NodeJS.Timeout | undefined;
  #drainTimer: NodeJS.Timeout | undefined;

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#pace = options.pace ?? PACE;
    this.#random = options.random ?? Math.random;
  }

  start(): void {
    if (this.#state === "stopped") this.#connect();
  }

  kick(): void {
    if (this.#state === "online") this.#drainIn(0);
  }

  async stop(): Promise<void> {
    if (this.#state === "stopped") return;
    this.#state = "stopped";
    clearTimeout(this.#reconnectTimer);
    clearTimeout(this.#drainTimer);
    await this.#connection?.end(this.#hello("going-down"));
  }

  state(): UplinkState {
    return this.#state;
  }

  #connect(): void {
    this.#state = "connecting";
    const { credential } = this.#options;
    const connection = openConnection(credential, {
      onUp: () => this.#onUp(connection),
      onMessage: (kind, payload) => this.#onMessage(kind, payload),
      onDown: (reason) => this.#onDown(reason),
    });
    this.#connection = connection;
  }

  #onUp(connection: Connection): void {
    if (this.#state !== "connecting") return;
    const { outbox, clock, log, credential } = this.#options;
    this.#state = "online";
    this.#upSinceMs = clock.uptimeMs();
    this.#refusalIsTold = false;
    log(`connected to ${credential.broker}`);
    connection.publish("hello", this.#hello("up"));
    outbox.release();
    this.#drainIn(0);
  }

  #onDown({ isRefused, detail }: DownReason): void {
    if (this.#state === "stopped") return;
    clearTimeout(this.#drainTimer);
    this.#connection = undefined;
    const waitMs = this.#waitMs(isRefused);
    this.#state = isRefused ? "refused" : "waiting";
    this.#tellDown(isRefused, detail, waitMs);
    this.#reconnectTimer = setTimeout(() => this.#connect(), waitMs);
  }

  /** A refused secret is told once, however often it is tried. */
  #tellDown(isRefused: boolean, detail: string, waitMs: number): void {
    const { log, credential } = this.#options;
    const seconds = Math.ceil(waitMs / 1_000);
    if (!isRefused)
      return log(`no connection to ${credential.broker}: ${detail}; next try in ${seconds} s`);
    if (this.#refusalIsTold) return;
    this.#refusalIsTold = true;
    log(
      `${credential.broker} refuses ${credential.agentId} and its secret (${detail}): ` +
        "register this agent at the collector; until then it tries now and then",
    );
  }

  /** The first try after a loss is spread over the fleet; the next ones wait longer and longer. */
  #waitMs(isRefused: boolean): number {
    const { reconnect, spreadMsMax } = this.#pace;
    if (isRefused) return reconnect.capMs / 2 + (this.#random() * reconnect.capMs) / 2;
    const upSinceMs = this.#upSinceMs;
    this.#upSinceMs = undefined;
    const wasUp = upSinceMs !== undefined;
    const wasStable = wasUp && this.#options.clock.uptimeMs() - upSinceMs >= STABLE_MS;
    if (wasStable) this.#failures = 0;
    const spreadMs = wasUp ? this.#random() * Math.min(this.#spreadMs, spreadMsMax) : 0;
    const extraMs = wasStable ? 0 : backoffMs(reconnect, this.#failures, this.#random());
    if (!wasStable) this.#failures += 1;
    return Math.max(spreadMs, extraMs);
  }

  #onMessage(kind: DownKind, payload: Uint8Array): void {
    if (this.#state !== "online") return;
    switch (kind) {
      case "receipt":
        return this.#onReceipt(payload);
      case "settings":
        return this.#onSettings(payload);
    }
  }

  #onReceipt(payload: Uint8Array): void {
    const { outbox, clock, log } = this.#options;
    const outcome = parseReceipt(payload);
    if ("problem" in outcome) return log(`a receipt is ignored: ${outcome.problem}`);
    this.#failures = 0;
    try {
      outbox.settle(outcome.receipt, clock.wallMs());
    } catch (error) {
      // Not lost: the report is sent again, and its receipt comes again.
      return log(`a receipt could not be kept: ${messageOf(error)}`);
    }
    this.#plan(0, clock.uptimeMs());
  }

  #onSettings(payload: Uint8Array): void {
    const outcome = parseAgentSettings(payload);
    if ("problem" in outcome) return this.#options.log(`settings are ignored: ${outcome.problem}`);
    this.#spreadMs = outcome.settings.reconnectSpreadSeconds * 1_000;
    this.#options.onSettings(outcome.settings);
  }

  /** Drains in `delayMs` instead of when it was planned, but never before the gap is over. */
  #drainIn(delayMs: number): void {
    clearTimeout(this.#drainTimer);
    const gapMs = this.#nextSendMs - this.#options.clock.uptimeMs();
    const waitMs = Math.max(delayMs, gapMs, 0);
    if (waitMs === 0) this.#drain();
    else this.#drainTimer = setTimeout(() => this.#drain(), waitMs);
  }

  #drain(): void {
    const connection = this.#connection;
    if (this.#state !== "online" || connection === undefined) return;
    const { outbox, clock, log } = this.#options;
    const uptimeMs = clock.uptimeMs();
    try {
      const rows = outbox.take(REPORTS_PER_ENVELOPE_MAX, uptimeMs);
      const sending = { epoch: outbox.epoch, wallMs: clock.wallMs(), uptimeMs };
      for (const envelope of toEnvelopes(rows, sending)) connection.publish("report", envelope);
      if (rows.length > 0) this.#nextSendMs = uptimeMs + this.#pace.gapMs;
      this.#plan(this.#pace.gapMs, uptimeMs);
    } catch (error) {
      log(`the outbox could not be read: ${messageOf(error)}`);
      this.#drainIn(RETRY_MS);
    }
  }

  /** Drains again in `delayMs` while something waits; else when what is under way is to be sent again. */
  #plan(delayMs: number, nowMs: number): void {
    const { outbox } = this.#options;
    clearTimeout(this.#drainTimer);
    if (!outbox.isDrained()) return this.#drainIn(delayMs);
    const dueMs = outbox.nextDueMs();
    if (dueMs !== undefined) this.#drainIn(Math.max(dueMs - nowMs, this.#pace.gapMs));
  }

  #hello(state: Birth["state"]): string {
    return JSON.stringify({ ...this.#options.hello(), state });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
