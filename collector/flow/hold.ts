import type { AlertRow, Unit } from "../registry/registry.ts";
import type { Change } from "./watch.ts";

/** What holds the ticket of an alert back. */
export type Held = Pick<AlertRow, "noTicket" | "hold">;

/** An alert that would open a ticket now. */
export type Holding = {
  readonly unit: Unit;
  readonly change: Change;
  readonly row: AlertRow;
  readonly nowMs: number;
  readonly touch: Touch;
};

/** To be told of every ticket that is changed on the way, for those who look at it. */
export type Touch = (ticket: { readonly id: string; readonly machineId: string | null }) => void;
