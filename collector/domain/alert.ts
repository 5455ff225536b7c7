import { samplesNeeded, type Verdict } from "./rule.ts";

/**
 * An alert is a rule on a machine, or on one of its objects, over time. It is told each verdict with
 * its event time, in order; late reports are not verdicts.
 */

export type AlertState =
  | { readonly state: "quiet" }
  | {
      readonly state: "pending";
      /** Event time of the first breach. */
      readonly sinceMs: number;
      /** Breaches in a row, the first included. */
      readonly samples: number;
    }
  | {
      readonly state: "firing";
      /** Event time at which it began to fire. */
      readonly sinceMs: number;
    };

export const QUIET: AlertState = { state: "quiet" };

/**
 * Goes on by one verdict. Returns the same object when nothing changed.
 *
 *              breach                   held long enough
 *     quiet -----------> pending -------------------------> firing
 *      | ^                |   ^ |                            | | ^
 *      | |     clear      |   +-+ breach, not yet held       | +-+ breach
 *      | +----------------+                                  |
 *      | +------------------------ clear --------------------+
 *      |
 *      +-- breach, no hold time --> firing
 */
export function advance(
  alert: AlertState,
  verdict: Verdict,
  { atMs, holdForMs }: { readonly atMs: number; readonly holdForMs: number },
): AlertState {
  switch (alert.state) {
    case "quiet":
      if (verdict === "clear") return alert;
      return holding({ sinceMs: atMs, samples: 1 }, atMs, holdForMs);
    case "pending":
      if (verdict === "clear") return QUIET;
      return holding({ sinceMs: alert.sinceMs, samples: alert.samples + 1 }, atMs, holdForMs);
    case "firing":
      return verdict === "clear" ? QUIET : alert;
  }
}

/** The hold time is counted once, from the first breach, and the reports that agreed are counted. */
function holding(
  { sinceMs, samples }: { readonly sinceMs: number; readonly samples: number },
  atMs: number,
  holdForMs: number,
): AlertState {
  const isHeld = atMs - sinceMs >= holdForMs && samples >= samplesNeeded(holdForMs);
  return isHeld ? { state: "firing", sinceMs: atMs } : { state: "pending", sinceMs, samples };
}
