import { type Static, Type } from "typebox";

/** How Vigie itself fares, as the API says it. */

export const HealthDocument = Type.Object({
  /** `degraded` = it works, but something listed needs a person. */
  status: Type.Union([Type.Literal("ok"), Type.Literal("degraded")]),
  version: Type.String(),
  /** Whether the sample of `npm start` is there, so that trying things out is welcome. */
  sample: Type.Boolean(),
  problems: Type.Array(
    Type.Object({
      code: Type.String(),
      /** In the reader's language. */
      title: Type.String(),
      parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    }),
  ),
});
export type HealthDocument = Static<typeof HealthDocument>;
