import { type Static, Type } from "typebox";
import { OrNull, strict } from "./fields.ts";
import { Instant } from "./machine.ts";
import { Condition, HoldForSeconds } from "./rule.ts";

/** What a rule would have said of the last days. */

/** What to try: the rule as it is but for what is said here. */
export const DryRunWish = Type.Object(
  {
    condition: Type.Optional(Condition),
    holdForSeconds: Type.Optional(HoldForSeconds),
    /** Only these; left out = all that measure it. */
    machineIds: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 200 }),
    ),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, default: 30 })),
  },
  strict,
);
export type DryRunWish = Static<typeof DryRunWish>;

/** One time that it would have fired. */
export const DryRunEpisode = Type.Object({
  machine: Type.Object({ id: Type.String(), name: Type.String() }),
  object: OrNull(Type.String()),
  from: Instant,
  /** null = it would still fire. */
  until: OrNull(Instant),
  /** What was measured when it would have begun to fire. */
  value: Type.Number(),
});
export type DryRunEpisode = Static<typeof DryRunEpisode>;

export const DryRun = Type.Object({
  from: Instant,
  until: Instant,
  /** The oldest measure that was looked at; null = there was none. */
  measuredSince: OrNull(Instant),
  /** How many times it would have fired, over everything looked at. */
  fired: Type.Integer(),
  /** Machines and objects on which it would have. */
  machines: Type.Integer(),
  objects: Type.Integer(),
  /** Machines and objects looked at, and objects left out because there were too many. */
  machinesLookedAt: Type.Integer(),
  objectsLookedAt: Type.Integer(),
  objectsLeftOut: Type.Integer(),
  /** The newest first, as many as are shown. */
  episodes: Type.Array(DryRunEpisode),
});
export type DryRun = Static<typeof DryRun>;
