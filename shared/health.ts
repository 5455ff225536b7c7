import { type Static, Type } from "typebox";
import { OrNull } from "./fields.ts";
import { Instant } from "./machine.ts";

/** How Vigie itself fares, as the API says it. */

export const HealthDocument = Type.Object({
  /** `degraded` = it works, but something listed needs a person. */
  status: Type.Enum(["ok", "degraded"]),
  version: Type.String(),
  /** Whether the sample of `npm start` is there, so that trying things out is welcome. */
  sample: Type.Boolean(),
  /** Whether mails leave; `failing` = the last one did not, and the problems say why. */
  mail: Type.Enum(["not_set", "ok", "failing"]),
  problems: Type.Array(
    Type.Object({
      code: Type.String(),
      /** In the reader's language. */
      title: Type.String(),
      parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    }),
  ),
  /** What runs by the calendar: retention and the like. */
  jobs: Type.Array(
    Type.Object({
      name: Type.String(),
      /** Cron expression, UTC. */
      schedule: Type.String(),
      lastRunAt: OrNull(Instant),
      lastOutcome: Type.Union([Type.Literal("done"), Type.Literal("failed"), Type.Null()]),
    }),
  ),
});
export type HealthDocument = Static<typeof HealthDocument>;
