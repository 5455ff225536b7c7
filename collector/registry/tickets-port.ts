import type { Severity } from "@vigie/shared/rule.ts";
import type { TargetKind, TargetState, TicketState, TransitionKind } from "@vigie/shared/ticket.ts";

/** Tickets, their promised times, and what happened to them. */

export type TicketRow = {
  readonly id: string;
  readonly number: number;
  readonly customerId: string;
  readonly machineId: string;
  readonly ruleId: string;
  readonly object: string;
  readonly alertId: string;
  readonly contractVersionId: string;
  readonly state: TicketState;
  readonly type: "incident" | "request" | "preventive" | "evolutive";
  readonly priority: number;
  readonly severity: Severity;
  readonly metric: string | null;
  readonly value: number | null;
  readonly threshold: number | null;
  /** When the collector committed it: the clocks' start. */
  readonly openedAtMs: number;
  /** When it happened on the machine. */
  readonly eventAtMs: number;
  readonly resolvedAtMs: number | null;
  /** Whether Vigie resolved it by itself. */
  readonly autoResolved: boolean;
  /** Who took it; null = nobody yet. */
  readonly takenBy: string | null;
  readonly version: number;
};
export type TargetRow = {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: TargetKind;
  readonly calendarVersionId: string;
  readonly budgetMs: number;
  readonly pausable: boolean;
  readonly state: Exclude<TargetState, "out_of_hours">;
  /** null = paused or over without being due. */
  readonly dueAtMs: number | null;
  /** After this instant the budget is exceeded in working time; null = nothing to wait for. */
  readonly breachAfterMs: number | null;
  /** When it stopped for good. */
  readonly endedAtMs: number | null;
};
export type TicketTransitionRow = {
  readonly ticketId: string;
  readonly kind: TransitionKind;
  readonly atMs: number;
  readonly actor: string;
  readonly fromState: TicketState | null;
  readonly toState: TicketState;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly text: string | null;
};
export type TicketClosureRow = Pick<TicketTransitionRow, "kind" | "atMs">;
export type TicketKey = Pick<TicketRow, "machineId" | "ruleId" | "object">;
export type TicketListRow = TicketRow & {
  readonly customerName: string;
  readonly machineName: string;
  readonly ruleKey: string;
  readonly contractId: string;
  readonly contractName: string;
  readonly targets: readonly TargetRow[];
};

export interface Tickets {
  /** The next short number. Only inside a unit. */
  nextNumber(): Promise<number>;
  /** Adds a ticket with its targets. Rejects when its key is taken by an open one. */
  add(ticket: TicketRow, targets: readonly TargetRow[]): Promise<void>;
  addTransition(row: TicketTransitionRow): Promise<void>;
  find(id: string): Promise<TicketRow | undefined>;
  openFor(key: TicketKey): Promise<TicketRow | undefined>;
  /** The newest ticket of this key that Vigie resolved by itself at or after `sinceMs`. */
  lastAutoResolved(key: TicketKey, sinceMs: number): Promise<TicketRow | undefined>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  change(row: TicketRow): Promise<boolean>;
  targets(ticketId: string): Promise<TargetRow[]>;
  changeTarget(row: TargetRow): Promise<void>;
  /** Running targets whose `breachAfterMs` is before `nowMs`, at most `limit`, oldest first. */
  dueTargets(nowMs: number, limit: number): Promise<TargetRow[]>;
  /** Changes a target to breached only while it is still as it was; false = it is no longer. */
  breach(target: TargetRow): Promise<boolean>;
  /** The newest lines of a ticket's history, at most `limit` and at most 1,000, oldest first. */
  transitions(
    ticketId: string,
    limit?: number,
  ): Promise<(TicketTransitionRow & { readonly id: number })[]>;
  /** How many lines a ticket's history has, or those of one kind. */
  transitionCount(ticketId: string, kind?: TransitionKind): Promise<number>;
  /** When it was resolved and reopened, oldest first: what its clocks need, the newest 2,000. */
  closures(ticketId: string): Promise<TicketClosureRow[]>;
  /** Newest first. */
  list(query: {
    readonly machineId?: string;
    readonly states?: readonly TicketState[];
    readonly ids?: readonly string[];
    readonly limit: number;
    readonly after?: { readonly number: number };
  }): Promise<TicketListRow[]>;
}
