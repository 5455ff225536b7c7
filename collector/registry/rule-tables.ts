import type { MachineClass } from "@vigie/shared/machine.ts";
import type { Severity } from "@vigie/shared/rule.ts";
import type { AlertRow } from "./alerts-port.ts";
import type { Flag, Json } from "./estate-tables.ts";

/** The tables of rules and alerts, as Kysely sees them. */

export type RuleTable = {
  readonly id: string;
  readonly key: string;
  readonly enabled: Flag;
  readonly condition: Json;
  readonly holdForMs: number;
  readonly severity: Severity;
  readonly opensTicket: Flag;
  readonly resolvesTicket: Flag;
  readonly words: Json | null;
  readonly removed: Flag;
  readonly version: number;
};

type OverrideTable = { readonly ruleId: string; readonly change: Json; readonly version: number };
export type RuleClassOverrideTable = OverrideTable & { readonly class: MachineClass };
export type RuleMachineOverrideTable = OverrideTable & {
  readonly machineId: string;
  readonly customerId: string;
};

export type AlertTable = Omit<AlertRow, "flapping" | "forecast" | "hold" | "acknowledged"> & {
  readonly holdById: string | null;
  readonly holdUntilMs: number | null;
  readonly acknowledged: Json | null;
  readonly flapping: Json | null;
  /** When it is steady again; beside the document, because the sweeper asks for it. */
  readonly calmAtMs: number | null;
  readonly forecast: Json | null;
};
