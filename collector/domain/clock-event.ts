import type { ChangeMode, ReopenMode } from "@vigie/shared/sla.ts";
import type { TargetKind } from "@vigie/shared/ticket.ts";
import type { Calendar } from "./working-time.ts";

/** What happens to a ticket, as far as its clocks are concerned. */

/** Working milliseconds, or working days ("J+2"), due at the end of the last one if so promised. */
export type Budget =
  | { readonly ms: number }
  | { readonly workingDays: number; readonly endOfDay: boolean };

/** One promised time. `Kind` is what the targets of a ticket are told apart by. */
export type Promised<Kind extends string = TargetKind> = {
  readonly kind: Kind;
  readonly budget: Budget;
  readonly calendar: Calendar;
  /** Whether waiting for somebody else stops it. */
  readonly pausable: boolean;
};

type Happening<Kind extends string> =
  | { readonly kind: "opened"; readonly promises: readonly Promised<Kind>[] }
  | { readonly kind: "paused" }
  | { readonly kind: "resumed" }
  /** What the target asks for was done: it ends, met or breached by its clock. */
  | { readonly kind: "fulfilled"; readonly target: Kind }
  /** Priority, contract or calendar changed. */
  | {
      readonly kind: "changed";
      readonly mode: ChangeMode;
      readonly promises: readonly Promised<Kind>[];
      /** Whether a target that is not named stays as it was; else it is promised no longer. */
      readonly keepsOthers: boolean;
    }
  /** Resolved: all that runs ends. */
  | { readonly kind: "closed"; readonly as: "judged" | "not_needed" }
  /** Cancelled or merged. */
  | { readonly kind: "cancelled" }
  /** What the closing ended runs on. */
  | { readonly kind: "reopened"; readonly mode: ReopenMode };

/** `atMs` is when it took effect, and not when somebody wrote it down. */
export type ClockEvent<Kind extends string = TargetKind> = {
  readonly atMs: number;
} & Happening<Kind>;
