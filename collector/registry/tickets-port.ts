import type { BreachCause, OutcomeState } from "@vigie/shared/compliance.ts";
import type { Channel, EquipmentKind, Level, TargetPromise } from "@vigie/shared/contract.ts";
import type { Severity } from "@vigie/shared/rule.ts";
import type {
  TargetKind,
  TargetState,
  TicketState,
  TicketType,
  TransitionKind,
} from "@vigie/shared/ticket.ts";
import type { CoverageReason, TicketCoverage } from "@vigie/shared/ticket-document.ts";
import type { RuleWords } from "../domain/rule.ts";
import type { Cause } from "../domain/ticket.ts";
import type { TicketNarrowing, TicketQuery } from "./listing-port.ts";

/** Tickets, their promised times, and what happened to them. */

export type TicketRow = {
  readonly id: string;
  readonly number: number;
  readonly customerId: string;
  readonly siteId: string | null;
  readonly machineId: string | null;
  readonly equipmentId: string | null;
  /** The rule and the alert that opened it, and "" or the object that it is about; null = a person did. */
  readonly ruleId: string | null;
  readonly object: string;
  readonly alertId: string | null;
  /** What a person called it; null = its words are made of the rule. */
  readonly title: string | null;
  readonly channel: Channel;
  /** The contact who asked. */
  readonly requesterId: string | null;
  readonly coverage: TicketCoverage;
  /** Why, as a code and what its sentence needs. */
  readonly coverageReason: Pick<CoverageReason, "code" | "parameters">;
  /** The version whose promises it runs on, or, of a type that is left out, would; null = no contract. */
  readonly contractVersionId: string | null;
  readonly state: TicketState;
  readonly type: TicketType;
  readonly impact: Level;
  readonly urgency: Level;
  readonly priority: number;
  readonly severity: Severity | null;
  readonly metric: string | null;
  readonly value: number | null;
  readonly threshold: number | null;
  /** When the collector committed it, or when it was asked for: the clocks' start, unless it queues. */
  readonly openedAtMs: number;
  /** When it happened on the machine. */
  readonly eventAtMs: number;
  /** When the newest line of its history was written; kept by `addTransition`. */
  readonly updatedAtMs: number;
  readonly resolvedAtMs: number | null;
  /** Whether Vigie resolved it by itself. */
  readonly autoResolved: boolean;
  /** Who took it; null = nobody yet. */
  readonly takenBy: string | null;
  readonly assigneeId: string | null;
  readonly teamId: string | null;
  /** The ticket of the outage that it is a part of: it promises nothing by itself. */
  readonly parentId: string | null;
  /** Under which limit of simultaneous requests it counts; null = under none. */
  readonly slotKey: string | null;
  /** Since when it waits for a slot; null = it does not. */
  readonly queuedAtMs: number | null;
  /** The earliest `breachAfterMs` of its running targets, null = none runs; kept by `settleBreak`. */
  readonly breaksAtMs: number | null;
  /** The calendar versions that held when it opened, or when it came under another contract. */
  readonly calendarVersionIds: readonly string[];
  /** The ticket into which it was merged. */
  readonly mergedIntoId: string | null;
  readonly version: number;
};
export type TargetRow = {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: TargetKind;
  /** 1, and one more for each reopening that began the promise anew. */
  readonly cycle: number;
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
  /** Working time counted until it stopped for good; null = it has not, or was not counted yet. */
  readonly elapsedMs: number | null;
};
/** A promised time as a ticket keeps it: with the version of its calendar. */
export type FrozenPromise = Omit<TargetPromise, "calendarId"> & {
  readonly calendarVersionId: string;
};
export type TicketTransitionRow = {
  readonly ticketId: string;
  readonly kind: TransitionKind;
  /** When it was written down. */
  readonly atMs: number;
  /** When it happened; the same but for what was told late. Clocks count by this. */
  readonly effectiveAtMs: number;
  readonly actor: string;
  readonly fromState: TicketState | null;
  readonly toState: TicketState;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** What is promised from here on; null = as before. */
  readonly promises: readonly FrozenPromise[] | null;
  readonly text: string | null;
};
/** What of a history the clocks are made from. */
export type ClockLineRow = Pick<
  TicketTransitionRow,
  "ticketId" | "kind" | "effectiveAtMs" | "fromState" | "toState" | "parameters" | "promises"
>;
/** A step of an escalation: fired once for each (ticket, target, cycle, step). */
export type EscalationRow = {
  readonly ticketId: string;
  readonly target: TargetKind;
  readonly cycle: number;
  /** `75%` of the budget, or `-1800s` and `+3600s` of working time from due. */
  readonly step: string;
  readonly state: "planned" | "fired" | "cancelled";
  /** When it is reached; null = not as things stand. */
  readonly atMs: number | null;
  /** It fires once now is past this instant; null = nothing to wait for. */
  readonly firesAfterMs: number | null;
  readonly firedAtMs: number | null;
  /** `atMs` as it was when it fired. */
  readonly originalAtMs: number | null;
};
/** How one promised time ended; frozen, whatever becomes of calendars and contracts. */
export type NewOutcomeRow = {
  readonly ticketId: string;
  readonly target: TargetKind;
  readonly cycle: number;
  readonly priority: number;
  readonly contractVersionId: string;
  readonly calendarVersionId: string;
  readonly state: OutcomeState;
  readonly budgetMs: number;
  readonly elapsedMs: number;
  readonly overrunMs: number;
  /** Working time in which it was paused. */
  readonly pausedMs: number;
  readonly endedAtMs: number;
};
export type OutcomeRow = NewOutcomeRow & {
  readonly ticketNumber: number;
  readonly customerId: string;
  readonly contractId: string;
  /** Why it was broken, as a person says it. */
  readonly cause: BreachCause | null;
};
export type OutcomeKey = Pick<OutcomeRow, "ticketId" | "target" | "cycle">;
/** The cause of which there is at most one open ticket. */
export type TicketKey = Cause;
/** A ticket with the names that a list shows; a name is null where the ticket has no such thing. */
export type TicketListRow = TicketRow & {
  readonly customerName: string;
  readonly siteName: string | null;
  readonly machineName: string | null;
  readonly equipmentName: string | null;
  readonly equipmentKind: EquipmentKind | null;
  readonly requesterName: string | null;
  readonly requesterEmail: string | null;
  readonly ruleKey: string | null;
  /** Of a rule of one's own. */
  readonly ruleWords: RuleWords | null;
  readonly contractId: string | null;
  readonly contractName: string | null;
  readonly assigneeName: string | null;
  readonly teamName: string | null;
  readonly parentNumber: number | null;
  readonly tags: readonly string[];
  readonly targets: readonly TargetRow[];
};
export type TicketChildRow = Pick<TicketRow, "id" | "number" | "state">;

export interface Tickets extends Targets, Escalations, Outcomes, History, Slots {
  /** The next short number. Only inside a unit. */
  nextNumber(): Promise<number>;
  /** Adds a ticket with its targets. Rejects when its key is taken by an open one. */
  add(ticket: TicketRow, targets: readonly TargetRow[]): Promise<void>;
  find(id: string): Promise<TicketRow | undefined>;
  openFor(key: TicketKey): Promise<TicketRow | undefined>;
  /** The newest ticket of this key that Vigie resolved by itself at or after `sinceMs`. */
  lastAutoResolved(key: TicketKey, sinceMs: number): Promise<TicketRow | undefined>;
  /**
   * Compare-and-set on the version; false = somebody else changed it. The version is kept + 1;
   * `updatedAtMs` and `breaksAtMs` are not written, they follow from lines and targets. Given the row
   * as it was read, of this version, only what is other than there is written.
   */
  change(row: TicketRow, before?: TicketRow): Promise<boolean>;
  /** Makes `breaksAtMs` what the targets say; to be called once they were changed. */
  settleBreak(ticketId: string): Promise<void>;
  /** The tickets that are parts of one, by number, at most 1,000. */
  children(parentId: string): Promise<TicketChildRow[]>;
  /** In the order that is asked for; the newest first if none is. */
  list(query: TicketQuery): Promise<TicketListRow[]>;
  /** How many a list would have, counted up to `max`. */
  count(query: TicketNarrowing & { readonly max: number }): Promise<number>;
}

/** Limits of simultaneous requests: who holds a slot of a key, and who waits for one. */
interface Slots {
  /** How many open tickets hold a slot; counts no further than `limit`. */
  slotsTaken(slotKey: string, limit: number): Promise<number>;
  /** How many wait, or how many of them before one. */
  queueAhead(query: {
    readonly slotKey: string;
    readonly before?: { readonly queuedAtMs: number; readonly number: number };
  }): Promise<number>;
  /** The one that has waited longest. */
  nextQueued(slotKey: string): Promise<TicketRow | undefined>;
  /** Customers of whom a ticket waits, at most 10,000. */
  customersQueued(): Promise<string[]>;
  /** The keys under which tickets of a customer wait, at most 1,000. */
  queuesOf(customerId: string): Promise<string[]>;
}

interface Targets {
  targets(ticketId: string): Promise<TargetRow[]>;
  addTarget(row: TargetRow): Promise<void>;
  /** Given the row as it was read, only what is other than there is written. */
  changeTarget(row: TargetRow, before?: TargetRow): Promise<void>;
  /** Running targets whose `breachAfterMs` is before `nowMs`, at most `limit`, oldest first. */
  dueTargets(nowMs: number, limit: number): Promise<TargetRow[]>;
  /** Changes a target to breached only while it is still as it was; false = it is no longer. */
  breach(target: TargetRow): Promise<boolean>;
  /** Tickets with targets that ended and whose time was never counted, at most `limit`. */
  uncounted(limit: number): Promise<string[]>;
}

interface Escalations {
  /** All steps of a ticket, also those of earlier cycles. */
  escalations(ticketId: string): Promise<EscalationRow[]>;
  /** Adds a step or changes the one of its key. */
  saveEscalation(row: EscalationRow): Promise<void>;
  /** Planned steps whose `firesAfterMs` is before `nowMs`, at most `limit`, oldest first. */
  dueEscalations(nowMs: number, limit: number): Promise<EscalationRow[]>;
  /** Changes a step to fired only while it is still as it was; false = it is no longer. */
  fire(step: EscalationRow, firedAtMs: number): Promise<boolean>;
}

interface Outcomes {
  /** Adds an outcome or changes the one of its key, whose cause stays. */
  saveOutcome(row: NewOutcomeRow): Promise<void>;
  /** The promise runs again. */
  dropOutcome(key: OutcomeKey): Promise<void>;
  /** All of a ticket, by target and cycle. */
  outcomesOf(ticketId: string): Promise<OutcomeRow[]>;
  /** Of a contract, those that ended in `[fromMs, toMs)`, by end, ticket, target and cycle. */
  outcomes(query: {
    readonly contractId: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly limit: number;
    readonly after?: Pick<OutcomeRow, "endedAtMs" | "ticketId" | "target" | "cycle">;
  }): Promise<OutcomeRow[]>;
  /** Says why a promise was broken; false = there is no such outcome. */
  setCause(cause: OutcomeKey & { readonly cause: BreachCause | null }): Promise<boolean>;
}

interface History {
  /** Adds a line, which is the ticket's newest; returns its id. */
  addTransition(row: TicketTransitionRow): Promise<number>;
  /** The newest lines of a ticket's history, at most `limit` and at most 1,000, oldest first. */
  transitions(
    ticketId: string,
    limit?: number,
  ): Promise<(TicketTransitionRow & { readonly id: number })[]>;
  /**
   * A part of a ticket's history, oldest first: the newest lines before one, as many as fit, but one
   * at least. `older` is how many come before them.
   */
  historyPage(query: {
    readonly ticketId: string;
    readonly limit: number;
    /** Of what people wrote in these lines. */
    readonly textBytes: number;
    readonly beforeId?: number | undefined;
  }): Promise<{
    readonly lines: (TicketTransitionRow & { readonly id: number })[];
    readonly older: number;
  }>;
  /** How many lines a ticket's history has, or those of one kind. */
  transitionCount(ticketId: string, kind?: TransitionKind): Promise<number>;
  /**
   * What the clocks of tickets are made from, of each in the order in which it happened. Throws a
   * RangeError for tickets that have more than 200,000 such lines between them.
   */
  clockLines(ticketIds: readonly string[]): Promise<ClockLineRow[]>;
  /** How many such lines a ticket has, and when the latest of them happened. */
  clockLineCount(ticketId: string): Promise<number>;
  lastClockMs(ticketId: string): Promise<number | undefined>;
}
