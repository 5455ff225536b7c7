import { type Static, Type } from "typebox";
import { OrNull } from "./fields.ts";
import { OBJECT_KINDS } from "./metrics.ts";

/** What the API says of machines. Instants are ISO 8601 in UTC; `null` = not known. */

export const Instant = Type.String({ format: "date-time" });

export const MACHINE_CLASSES = ["server", "workstation", "laptop", "virtual"] as const;
export const MachineClass = Type.Enum(MACHINE_CLASSES);
export type MachineClass = (typeof MACHINE_CLASSES)[number];

/**
 * `waiting` = never heard of; `online`; `down` = it said that it goes down; `silent` = quiet, still
 * within the grace of its class; `offline` = quiet for longer than that.
 */
export const PRESENCES = ["waiting", "online", "silent", "down", "offline"] as const;
export const Presence = Type.Enum(PRESENCES);
export type Presence = (typeof PRESENCES)[number];

export const ObjectKindSchema = Type.Enum(OBJECT_KINDS);

/** The latest value of one metric of the machine or of one of its objects. */
export const LatestValue = Type.Object({
  metric: Type.String(),
  object: OrNull(Type.String()),
  value: Type.Number(),
  at: Instant,
});
export type LatestValue = Static<typeof LatestValue>;

/** A probe that measured nothing when it last ran. */
export const ProbeState = Type.Object({
  probe: Type.String(),
  outcome: Type.Union([Type.Literal("unsupported"), Type.Literal("failed")]),
  reason: Type.String(),
  at: Instant,
});
export type ProbeState = Static<typeof ProbeState>;

export const MachineSummary = Type.Object({
  id: Type.String(),
  name: Type.String(),
  class: MachineClass,
  customer: Type.Object({ id: Type.String(), name: Type.String() }),
  site: OrNull(Type.Object({ id: Type.String(), name: Type.String() })),
  presence: Presence,
  lastReportAt: OrNull(Instant),
  /** Seconds between two of its reports, as it last said. */
  cadenceSeconds: OrNull(Type.Number()),
  openTickets: Type.Integer(),
  firingAlerts: Type.Integer(),
  covered: Type.Boolean(),
  /** Since when it is kept for its history only; null = it is in use. */
  retiredAt: OrNull(Instant),
});
export type MachineSummary = Static<typeof MachineSummary>;

export const MachineDetail = Type.Object({
  ...MachineSummary.properties,
  /** The version that a change names in If-Match. */
  version: Type.Integer(),
  /** The number that another program knows it by. */
  reference: OrNull(Type.String()),
  tags: Type.Array(Type.String()),
  /** Whether a person chose the class; then the inventory no longer changes it. */
  classChosen: Type.Boolean(),
  /** The machine that goes on for this one, which had been registered twice. */
  mergedInto: OrNull(Type.String()),
  timeZone: Type.String(),
  contract: OrNull(Type.Object({ id: Type.String(), name: Type.String() })),
  agent: OrNull(
    Type.Object({
      id: Type.String(),
      version: OrNull(Type.String()),
      runtime: OrNull(Type.String()),
      platform: OrNull(Type.String()),
      arch: OrNull(Type.String()),
      hostname: OrNull(Type.String()),
    }),
  ),
  latest: Type.Array(LatestValue),
  probes: Type.Array(ProbeState),
  /** Facts by name, such as the inventory; documents as the agent sent them. */
  facts: Type.Record(Type.String(), Type.Object({ at: Instant, document: Type.Unknown() })),
  /** Seconds between the machine's clock and ours where it is more than 120. */
  clockSkewSeconds: OrNull(Type.Number()),
});
export type MachineDetail = Static<typeof MachineDetail>;

/** One series: parallel columns, oldest first; `null` where nothing was measured. */
export const Series = Type.Object({
  metric: Type.String(),
  object: OrNull(Type.String()),
  from: Instant,
  to: Instant,
  /** Chosen by the server so that a chart gets at most some 600 points. */
  stepSeconds: Type.Number(),
  /** Start of each step, epoch milliseconds. */
  at: Type.Array(Type.Number()),
  mean: Type.Array(OrNull(Type.Number())),
  min: Type.Array(OrNull(Type.Number())),
  max: Type.Array(OrNull(Type.Number())),
});
export type Series = Static<typeof Series>;
