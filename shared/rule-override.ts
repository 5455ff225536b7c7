import { type Static, Type } from "typebox";
import { OrNull } from "./fields.ts";
import { MachineClass } from "./machine.ts";
import {
  AbsentForSeconds,
  ForecastHours,
  HoldForSeconds,
  RuleSchema,
  Severity,
  SkewSeconds,
} from "./rule.ts";

/** Rules that are otherwise for some machines. */

/**
 * What is otherwise for a class of machines or for one machine. What is left out stays as it is in the
 * wider: the machine's own word goes before that of its class, and this before the rule's. Levels are
 * those of the rule's kind of condition.
 */
export const RuleOverride = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    /** Of a threshold or a rate. */
    fireAt: Type.Optional(Type.Number()),
    clearAt: Type.Optional(Type.Number()),
    /** Of the second metric of a threshold. */
    andLevel: Type.Optional(Type.Number()),
    /** Of a forecast. */
    fireWithinHours: Type.Optional(ForecastHours),
    clearBeyondHours: Type.Optional(ForecastHours),
    /** Of an absence. */
    absentForSeconds: Type.Optional(AbsentForSeconds),
    /** Of a clock. */
    fireAtSeconds: Type.Optional(SkewSeconds),
    clearAtSeconds: Type.Optional(SkewSeconds),
    holdForSeconds: Type.Optional(HoldForSeconds),
    severity: Type.Optional(Severity),
    opensTicket: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type RuleOverride = Static<typeof RuleOverride>;

/** For whom something is otherwise. */
export const OverrideScope = Type.Union([
  Type.Object({ kind: Type.Literal("class"), class: MachineClass }),
  Type.Object({ kind: Type.Literal("machine"), machineId: Type.String() }),
]);
export type OverrideScope = Static<typeof OverrideScope>;

export const OverrideDocument = Type.Object({
  ruleId: Type.String(),
  scope: OverrideScope,
  /** Of the machine, where it is for one. */
  machineName: OrNull(Type.String()),
  change: RuleOverride,
  version: Type.Integer(),
});
export type OverrideDocument = Static<typeof OverrideDocument>;

/** A rule as it holds for one machine, and whose word that is. */
export const MachineRule = Type.Object({
  /** With what is otherwise taken in. */
  rule: RuleSchema,
  classOverride: OrNull(RuleOverride),
  machineOverride: OrNull(RuleOverride),
});
export type MachineRule = Static<typeof MachineRule>;
