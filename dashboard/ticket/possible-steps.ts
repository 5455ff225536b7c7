import type { TicketState, WaitsFor } from "@vigie/shared/ticket.ts";

/** What may be done next to a ticket, by its state. The collector decides; this is what is offered. */

export const STEPS = [
  "acknowledge",
  "go_on",
  "wait_customer",
  "wait_third_party",
  "arrive",
  "work_around",
  "restore",
  "resolve",
  "close",
] as const;
export type Step = (typeof STEPS)[number];

/** The step that is most likely next comes first. */
export function possibleSteps(state: TicketState): readonly Step[] {
  return POSSIBLE[state];
}

const ALWAYS = ["arrive", "work_around", "restore"] as const satisfies readonly Step[];

const POSSIBLE: Readonly<Record<TicketState, readonly Step[]>> = {
  new: ["acknowledge", "go_on", "resolve", "wait_customer", "wait_third_party", ...ALWAYS],
  acknowledged: ["go_on", "resolve", "wait_customer", "wait_third_party", ...ALWAYS],
  in_progress: ["resolve", "wait_customer", "wait_third_party", ...ALWAYS],
  waiting_customer: ["go_on", "resolve", "wait_third_party", ...ALWAYS],
  waiting_third_party: ["go_on", "resolve", "wait_customer", ...ALWAYS],
  resolved: ["close"],
  closed: [],
  cancelled: [],
  merged: [],
};

/** Where a step is asked for, and what it says beside who does it. */
export function toStepRequest(step: Step): {
  readonly path: string;
  readonly said?: { readonly waits: WaitsFor };
} {
  switch (step) {
    case "wait_customer":
      return { path: "wait", said: { waits: "customer" } };
    case "wait_third_party":
      return { path: "wait", said: { waits: "third_party" } };
    case "acknowledge":
    case "arrive":
    case "restore":
    case "resolve":
    case "close":
      return { path: step };
    case "go_on":
      return { path: "go-on" };
    case "work_around":
      return { path: "work-around" };
  }
}
