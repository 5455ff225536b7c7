import type { Refusal } from "@vigie/shared/problems.ts";

/**
 * When a report happened, by our own clock.
 *
 * A machine's wall clock may be wrong by years; how long ago it took a report is right as long as it
 * has not restarted since. So the age counts while the boot is the sender's, and the machine's own
 * word only for reports of an earlier boot.
 */

/** A machine whose clock differs by more is told of. */
export const SKEW_FOUND_MS = 120_000;

/** How far ahead of us a report of an earlier boot may claim to be. */
export const FUTURE_MS_MAX = 60_000;

/** Reports older than this are refused: no agent holds them so long (its outbox keeps 7 days). */
export const AGE_MS_MAX = 35 * 86_400_000;

/** Behind the newest event by more than this, a report is late: kept, never evaluated. */
export const LATE_MS = 120_000;

export type Sending = {
  readonly receivedMs: number;
  readonly sentUptimeMs: number;
  /** Whether the sender has not restarted since it took the report. */
  readonly isSameBoot: boolean;
};

/** When a report was taken: the machine's uptime, and its wall clock as ISO text. */
export type Taken = { readonly uptimeMs: number; readonly at: string };

/** The event time of a report, epoch milliseconds, or why it is refused. */
export function eventTime(
  { receivedMs, sentUptimeMs, isSameBoot }: Sending,
  { uptimeMs, at }: Taken,
): { readonly eventMs: number } | Refusal {
  const ageMs = Math.max(0, sentUptimeMs - uptimeMs);
  const eventMs = Math.round(isSameBoot ? receivedMs - ageMs : toMs(at));
  if (!Number.isFinite(eventMs))
    return { problem: "report_malformed", detail: "at names no instant" };
  if (eventMs < receivedMs - AGE_MS_MAX) {
    return { problem: "instant_too_old", detail: inWords(receivedMs - eventMs, "ago") };
  }
  if (eventMs > receivedMs + FUTURE_MS_MAX) {
    return { problem: "instant_in_future", detail: inWords(eventMs - receivedMs, "ahead") };
  }
  return { eventMs };
}

/** How far the machine's clock is from ours where it matters; undefined where it does not. */
export function clockSkewMs(receivedMs: number, sentAtMs: number): number | undefined {
  const skewMs = sentAtMs - receivedMs;
  return Math.abs(skewMs) > SKEW_FOUND_MS ? skewMs : undefined;
}

/** NaN for a text that names no instant. */
function toMs(at: string): number {
  try {
    return Temporal.Instant.from(at).epochMilliseconds;
  } catch {
    return Number.NaN;
  }
}

function inWords(milliseconds: number, way: string): string {
  return `${Math.round(milliseconds / 1_000)} s ${way}`;
}
