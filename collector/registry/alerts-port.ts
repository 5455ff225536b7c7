import type { NoTicketReason } from "@vigie/shared/alert.ts";
import type { Condition, Severity } from "@vigie/shared/rule.ts";
import type { OverrideScope, RuleOverride } from "@vigie/shared/rule-override.ts";
import type { Flapping } from "../domain/flapping.ts";
import type { Rule, RuleWords } from "../domain/rule.ts";

/** Rules, and what each of them has found over time. */

/** A rule is kept as the domain has it. */
export type RuleRow = Rule;

/** What of a rule is otherwise for a class of machines or for one machine. */
export type OverrideRow = {
  readonly ruleId: string;
  readonly scope: OverrideScope;
  readonly change: RuleOverride;
  readonly version: number;
};
export type OverrideListRow = OverrideRow & { readonly machineName: string | null };
export type OverrideKey = Pick<OverrideRow, "ruleId" | "scope">;

export interface Rules {
  /** Adds the rules whose key was never given yet. */
  addMissing(rows: readonly RuleRow[]): Promise<void>;
  /** Those that were not removed, by their keys. */
  all(): Promise<RuleRow[]>;
  find(id: string): Promise<RuleRow | undefined>;
  /** Whether a rule has or had this key. */
  hasKey(key: string): Promise<boolean>;
  /** Compare-and-set on the version; false = somebody else changed it. The row's version is kept + 1. */
  change(row: RuleRow): Promise<boolean>;
  /** Takes it away with what was otherwise; its row stays for what it has found. False as for a change. */
  remove(key: Pick<RuleRow, "id" | "version">): Promise<boolean>;

  /** Of all rules. */
  overrides(): Promise<OverrideRow[]>;
  /** Of one rule: classes first, then machines by their names. At most a thousand. */
  overridesOf(ruleId: string): Promise<OverrideListRow[]>;
  findOverride(key: OverrideKey): Promise<OverrideRow | undefined>;
  addOverride(row: OverrideRow): Promise<void>;
  /** Compare-and-set on the version, as for a rule. */
  changeOverride(row: OverrideRow): Promise<boolean>;
  removeOverride(key: OverrideKey & Pick<OverrideRow, "version">): Promise<boolean>;
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
  /** How it came and went lately; null = nothing that would matter. */
  readonly flapping: Flapping | null;
  /** Between which dates a forecast sees the level reached; null = it is unsure, or is no forecast. */
  readonly forecast: { readonly earliestMs: number; readonly latestMs: number } | null;
  readonly ticketId: string | null;
  readonly noTicket: NoTicketReason | null;
  /**
   * What holds its ticket back: the id of a window, an outage or a machine, if it is one of these; and when
   * it is looked at again, or null = once that is over.
   */
  readonly hold: { readonly byId: string | null; readonly untilMs: number | null } | null;
  /** Who knows of it, until when it opens no ticket, and why. */
  readonly acknowledged: AcknowledgedRow | null;
};
export type AcknowledgedRow = {
  readonly by: string;
  readonly atMs: number;
  readonly untilMs: number;
  readonly text: string | null;
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
  /** What `hold.byId` is called: why the window is, the site of the outage, or the machine. */
  readonly holdName: string | null;
  readonly ruleKey: string;
  /** Of a rule of one's own. */
  readonly ruleWords: RuleWords | null;
  readonly condition: Condition;
  readonly severity: Severity;
};

export interface Alerts {
  /**
   * Inserts or replaces by (machine, rule, object). Given the row as it is kept, only what is other than
   * there is written.
   */
  save(row: AlertRow, before?: AlertRow): Promise<void>;
  addTransition(row: AlertTransitionRow): Promise<void>;
  /** Gives an alert to another machine, which has none of this rule and object. */
  move(alertId: string, machineId: string): Promise<void>;
  /** Alerts that are not quiet. */
  active(): Promise<AlertRow[]>;
  /** Alerts whose hold is over at this instant, at most `limit`, the earliest first. */
  heldUntil(nowMs: number, limit: number): Promise<AlertRow[]>;
  /** What is held back by this one is looked at again at this instant, if that is earlier. */
  holdUntil(byId: string, untilMs: number): Promise<void>;
  /** Alerts that flapped and are steady at this instant, if they changed no more; the earliest first. */
  calm(nowMs: number, limit: number): Promise<AlertRow[]>;
  find(key: Pick<AlertRow, "machineId" | "ruleId" | "object">): Promise<AlertRow | undefined>;
  named(id: string): Promise<AlertRow | undefined>;
  list(query: {
    readonly machineId?: string;
    readonly states?: readonly AlertRow["state"][];
    readonly ids?: readonly string[];
    readonly limit: number;
    readonly after?: { readonly sinceMs: number; readonly id: string };
  }): Promise<AlertListRow[]>;
}
