import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import { strict } from "./fields.ts";
import { idPattern } from "./ids.ts";
import { LIVE_SUBSCRIPTIONS_MAX } from "./limits.ts";
import { LatestValue, MachineSummary } from "./machine.ts";
import { AlertSchema, RuleSchema } from "./rule.ts";
import { TicketSummary } from "./ticket-document.ts";

/**
 * The live feed, over one WebSocket at `/api/live`. The page says what is on screen; the server
 * answers with a snapshot, then with frames for only that. `id` grows by one with every change of
 * the collector; a page that reconnects says the last one it saw and gets what it missed, or a new
 * snapshot where that is no longer kept.
 */

/** What the page sends: the machines on screen. It replaces what was watched before. */
export const Watch = Type.Object(
  {
    type: Type.Literal("watch"),
    machines: Type.Array(Type.String({ pattern: idPattern("mac") }), {
      maxItems: LIVE_SUBSCRIPTIONS_MAX,
    }),
    /** Where to go on, as the last frame said it. */
    after: Type.Optional(
      Type.Object({ feed: Type.String({ maxLength: 64 }), id: Type.Integer() }, strict),
    ),
  },
  strict,
);
export type Watch = Static<typeof Watch>;

/** Everything there is to know of what is watched, at one instant. */
export const SnapshotFrame = Type.Object({
  type: Type.Literal("snapshot"),
  /** Which run of the collector counts the ids. */
  feed: Type.String(),
  id: Type.Integer(),
  machines: Type.Array(
    Type.Object({
      machine: MachineSummary,
      latest: Type.Array(LatestValue),
      alerts: Type.Array(AlertSchema),
      tickets: Type.Array(TicketSummary),
    }),
  ),
});

/** The values of one report of a watched machine. */
export const ReportFrame = Type.Object({
  type: Type.Literal("report"),
  id: Type.Integer(),
  machineId: Type.String(),
  at: Type.String(),
  latest: Type.Array(LatestValue),
});

/** A watched machine went, came or changed. */
export const MachineFrame = Type.Object({
  type: Type.Literal("machine"),
  id: Type.Integer(),
  machine: MachineSummary,
});
export const AlertFrame = Type.Object({
  type: Type.Literal("alert"),
  id: Type.Integer(),
  alert: AlertSchema,
});
export const TicketFrame = Type.Object({
  type: Type.Literal("ticket"),
  id: Type.Integer(),
  ticket: TicketSummary,
});
export const RuleFrame = Type.Object({
  type: Type.Literal("rule"),
  id: Type.Integer(),
  rule: RuleSchema,
});
/** The page missed nothing: the feed goes on from here. */
export const ResumedFrame = Type.Object({
  type: Type.Literal("resumed"),
  feed: Type.String(),
  id: Type.Integer(),
});

export const LiveFrame = Type.Union([
  SnapshotFrame,
  ReportFrame,
  MachineFrame,
  AlertFrame,
  TicketFrame,
  RuleFrame,
  ResumedFrame,
]);
export type LiveFrame = Static<typeof LiveFrame>;

const watch = Compile(Watch);

/** Reads what a page sent; undefined when it is not a `watch`. */
export function parseWatch(text: string): Watch | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return watch.Check(value) ? value : undefined;
}
