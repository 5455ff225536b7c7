import { type ScheduledTask, schedule } from "node-cron";
import { errorText, type Log } from "./log.ts";

/**
 * When reports are due: every `cadenceSeconds`, at instants of the clock that are this machine's own,
 * so that a fleet does not report all at once.
 *
 * node-cron beats once an hour, at the machine's own minute and second, and puts the steps in between
 * back in line; a plain timer counts those. Two reasons. A beat of node-cron costs as much as all
 * probes together. And after the wall clock jumped, node-cron waits for the clock to come back, or
 * visits every slot it missed; the timer goes by the monotonic clock and never falls silent.
 */
export interface Cadence {
  /** Seconds between two reports, as they are kept. */
  readonly seconds: number;

  /** Changes the seconds between two reports, to the nearest that is possible. */
  set(cadenceSeconds: number): void;

  stop(): void;
}

export type CadenceOptions = {
  readonly cadenceSeconds: number;
  /** What gives the machine its place in the hour. */
  readonly agentId: string;
  readonly onReportDue: () => Promise<void>;
  /** Once an hour, for what is due rarely. */
  readonly onHour: () => Promise<void>;
  readonly log: Log;
};

const HOUR_SECONDS = 3_600;

/** A jump of the wall clock, seen against the monotonic one. */
const CLOCK_STEP_MS = 60_000;

export function startCadence(options: CadenceOptions): Cadence {
  return new HourlyCadence(options);
}

class HourlyCadence implements Cadence {
  readonly #options: CadenceOptions;
  readonly #phaseSeconds: number;
  #seconds: number;
  #timer: NodeJS.Timeout | undefined;
  #lastStepMs = Number.NEGATIVE_INFINITY;
  #offsetMs = clockOffsetMs();
  #hours: ScheduledTask;

  constructor(options: CadenceOptions) {
    this.#options = options;
    this.#phaseSeconds = phaseOf(options.agentId);
    this.#seconds = toPossibleCadence(options.cadenceSeconds);
    this.#hours = this.#scheduleHours();
    this.#armToClock();
  }

  get seconds(): number {
    return this.#seconds;
  }

  set(cadenceSeconds: number): void {
    const seconds = toPossibleCadence(cadenceSeconds);
    if (seconds === this.#seconds) return;
    this.#seconds = seconds;
    this.#armToClock();
  }

  stop(): void {
    clearTimeout(this.#timer);
    void this.#hours.destroy();
  }

  #scheduleHours(): ScheduledTask {
    return schedule(hourlyExpression(this.#phaseSeconds), () => this.#beat(), {
      timezone: "Etc/UTC",
      suppressMissedWarning: true,
    });
  }

  #beat(): void {
    const sinceMs = performance.now() - this.#lastStepMs;
    // The timer was a little early for this beat: only its line is corrected.
    if (sinceMs < this.#seconds * 500) this.#arm(this.#seconds * 1_000);
    else this.#step();
    this.#run(this.#options.onHour);
  }

  #step(): void {
    this.#lastStepMs = performance.now();
    this.#arm(this.#seconds * 1_000);
    this.#watchClock();
    this.#run(this.#options.onReportDue);
  }

  #arm(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#step(), delayMs);
  }

  #armToClock(): void {
    const steps = { phaseSeconds: this.#phaseSeconds, cadenceSeconds: this.#seconds };
    this.#arm(msToNextStep(Date.now(), steps));
  }

  #watchClock(): void {
    const offsetMs = clockOffsetMs();
    const byMs = offsetMs - this.#offsetMs;
    if (Math.abs(byMs) < CLOCK_STEP_MS) return;
    this.#options.log.info("the clock was set, or the machine slept", { byMs: Math.round(byMs) });
    this.#offsetMs = offsetMs;
    void this.#hours.destroy();
    this.#hours = this.#scheduleHours();
  }

  #run(due: () => Promise<void>): void {
    due().catch((error: unknown) => {
      this.#options.log.error("what was due failed", { error: errorText(error) });
    });
  }
}

/**
 * The cadence that is kept for a wanted one: the longest that is not longer and divides the hour, so
 * that the steps of one hour join those of the next. A machine never reports less often than asked.
 */
export function toPossibleCadence(wantedSeconds: number): number {
  const wanted = Math.min(HOUR_SECONDS, Math.max(1, Math.floor(wantedSeconds)));
  for (let seconds = wanted; seconds > 1; seconds -= 1) {
    if (HOUR_SECONDS % seconds === 0) return seconds;
  }
  return 1;
}

/** The machine's own second of the hour, spread evenly over a fleet. */
export function phaseOf(agentId: string): number {
  // FNV-1a: spreading needs no cryptography, whose code would cost the agent 5 MB.
  let hash = 0x811c9dc5;
  for (let index = 0; index < agentId.length; index += 1) {
    hash = Math.imul(hash ^ agentId.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash % HOUR_SECONDS;
}

/** The cron expression of the machine's own second of each hour. */
export function hourlyExpression(phaseSeconds: number): string {
  return `${phaseSeconds % 60} ${Math.floor(phaseSeconds / 60)} * * * *`;
}

export type Steps = { readonly phaseSeconds: number; readonly cadenceSeconds: number };

/** Time until the next step, more than 0 and at most one cadence. */
export function msToNextStep(wallMs: number, { phaseSeconds, cadenceSeconds }: Steps): number {
  const cadenceMs = cadenceSeconds * 1_000;
  const sinceStepMs = (((wallMs - phaseSeconds * 1_000) % cadenceMs) + cadenceMs) % cadenceMs;
  return cadenceMs - sinceStepMs;
}

/** What the wall clock is ahead of the monotonic one; it moves when the wall clock is set. */
function clockOffsetMs(): number {
  return Date.now() - performance.now();
}
