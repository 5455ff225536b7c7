import { type Static, Type } from "typebox";
import { Priority } from "./contract.ts";
import { Line, OrNull, strict } from "./fields.ts";
import { StaffRole } from "./staff.ts";

/** Who is told, one after the other, as long as nobody takes a ticket. */

const Id = Type.String({ minLength: 1, maxLength: 64 });

export const ESCALATION_STEPS_MAX = 10;
export const ESCALATION_REPEATS_MAX = 9;
/** A week: who did not look for that long is not woken by another mail. */
const MINUTES_MAX = 7 * 24 * 60;

/**
 * Whom a step tells: whoever is on call by some rota, or the dispatchers where nobody is; whoever is by
 * one rota; one person; all of a team; or all of a role.
 */
export const EscalationTarget = Type.Union([
  Type.Object({ tells: Type.Literal("on_call") }, strict),
  Type.Object({ tells: Type.Literal("rota"), rotaId: Id }, strict),
  Type.Object({ tells: Type.Literal("staff"), staffId: Id }, strict),
  Type.Object({ tells: Type.Literal("team"), teamId: Id }, strict),
  Type.Object({ tells: Type.Literal("role"), role: StaffRole }, strict),
]);
export type EscalationTarget = Static<typeof EscalationTarget>;

export const EscalationPolicyStep = Type.Object(
  {
    /**
     * Since the ticket opened, or came under the policy, by the clock on the wall: who is on call does
     * not wait for office hours.
     */
    afterMinutes: Type.Integer({ minimum: 0, maximum: MINUTES_MAX }),
    to: EscalationTarget,
  },
  strict,
);
export type EscalationPolicyStep = Static<typeof EscalationPolicyStep>;

const fields = {
  name: Line(120),
  enabled: Type.Boolean(),
  /** Of which customers; none = of all. */
  customerIds: Type.Array(Id, { maxItems: 200, uniqueItems: true }),
  /** Of which priorities; none = of all. */
  priorities: Type.Array(Priority, { uniqueItems: true }),
  /** Each later than the one before. */
  steps: Type.Array(EscalationPolicyStep, { minItems: 1, maxItems: ESCALATION_STEPS_MAX }),
  /** How often all steps are gone through again. */
  repeats: Type.Integer({ minimum: 0, maximum: ESCALATION_REPEATS_MAX }),
  /** How long after the last step the first one comes again. */
  repeatAfterMinutes: Type.Integer({ minimum: 1, maximum: MINUTES_MAX }),
};

export const EscalationPolicyWish = Type.Object(
  {
    name: fields.name,
    enabled: Type.Optional(fields.enabled),
    customerIds: Type.Optional(fields.customerIds),
    priorities: Type.Optional(fields.priorities),
    steps: fields.steps,
    repeats: Type.Optional(fields.repeats),
    repeatAfterMinutes: Type.Optional(fields.repeatAfterMinutes),
  },
  strict,
);
export type EscalationPolicyWish = Static<typeof EscalationPolicyWish>;
export const EscalationPolicyChange = Type.Partial(Type.Object(fields), {
  additionalProperties: false,
  minProperties: 1,
});
export type EscalationPolicyChange = Static<typeof EscalationPolicyChange>;

export const EscalationPolicyDocument = Type.Object({
  id: Type.String(),
  /** Came with Vigie: `label` says what it does until a person gives it a name. */
  key: OrNull(Type.String()),
  ...fields,
  name: OrNull(fields.name),
  label: Type.Object({ en: Type.String(), fr: Type.String() }),
  version: Type.Integer(),
});
export type EscalationPolicyDocument = Static<typeof EscalationPolicyDocument>;
