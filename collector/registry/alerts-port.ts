import type { Condition, Severity } from "@vigie/shared/rule.ts";
import type { Rule } from "../domain/rule.ts";

/** Rules, and what each of them has found over time. */

/** A rule is kept as the domain has it. */
export type RuleRow = Rule;

export interface Rules {
  /** Adds the rules whose key is not there yet. */
  addMissing(rows: readonly RuleRow[]): Promise<void>;
  all(): Promise<RuleRow[]>;
  find(id: string): Promise<RuleRow | undefined>;
  /** Compare-and-set on the version; false = somebody else changed it. The row's version is kept + 1. */
  change(row: RuleRow): Promise<boolean>;
}

/** A rule on a machine or one of its objects, over time. One row a key, for ever. */
export type AlertRow = {
  readonly id: string;
  readonly machineId: string;
  readonly customerId: string;
  readonly ruleId: string;
  /** "" for the machine itself, so that the key is unique on every engine. */
  readonly object: string;
  readonly state: "pending" | "firing" | "quiet";
  /** Event time at which it entered this state. */
  readonly sinceMs: number;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly ticketId: string | null;
  readonly noTicket: "not_covered" | "rule_opens_none" | null;
};
export type AlertTransitionRow = {
  readonly alertId: string;
  readonly from: AlertRow["state"];
  readonly to: AlertRow["state"];
  /** Event time. */
  readonly atMs: number;
  /** When the collector noticed. */
  readonly detectedAtMs: number;
  readonly value: number | null;
};
export type AlertListRow = AlertRow & {
  readonly machineName: string;
  readonly ruleKey: string;
  readonly condition: Condition;
  readonly severity: Severity;
};

export interface Alerts {
  /** Inserts or replaces by (machine, rule, object). */
  save(row: AlertRow): Promise<void>;
  addTransition(row: AlertTransitionRow): Promise<void>;
  /** Gives an alert to another machine, which has none of this rule and object. */
  move(alertId: string, machineId: string): Promise<void>;
  /** Alerts that are not quiet. */
  active(): Promise<AlertRow[]>;
  find(key: Pick<AlertRow, "machineId" | "ruleId" | "object">): Promise<AlertRow | undefined>;
  list(query: {
    readonly machineId?: string;
    readonly states?: readonly AlertRow["state"][];
    readonly ids?: readonly string[];
    readonly limit: number;
    readonly after?: { readonly sinceMs: number; readonly id: string };
  }): Promise<AlertListRow[]>;
}
