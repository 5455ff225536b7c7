import type { CalendarDocument, ContractClauses } from "@vigie/shared/contract.ts";
import type { MachineClass, Presence } from "@vigie/shared/machine.ts";
import type { ProblemCode } from "@vigie/shared/problems.ts";
import type { Condition, Severity } from "@vigie/shared/rule.ts";
import type { TargetKind, TargetState, TicketState, TransitionKind } from "@vigie/shared/ticket.ts";
import type { Shape } from "../domain/samples.ts";

/**
 * Where everything that acts is kept: who is covered by what, what was received, what is wrong and
 * what was promised. Instants are epoch milliseconds, in columns whose names end in `Ms`.
 *
 * There is one writer. `commit` runs one unit after the other, each in one transaction: all of it is
 * kept or none. `read` sees what was committed last and cannot write.
 */
export interface Registry {
  /** Raised by every restore from a backup; agents send again what they still hold. */
  readonly generation: number;
  readonly read: Tables;
  /** Rejects, with everything undone, when `work` rejects or the commit fails. */
  commit<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The tables, one part an aggregate. On `read`, what writes rejects. */
export interface Tables {
  readonly estate: Estate;
  readonly contracts: Contracts;
  readonly rules: Rules;
  readonly alerts: Alerts;
  readonly tickets: Tickets;
  readonly deliveries: Deliveries;
}

/** The tables inside one transaction, and the batch, which only the recorder writes. */
export interface Unit extends Tables {
  /** Writes what a batch of reports leaves behind; returns the spool row's id, if it has samples. */
  recordBatch(rows: BatchRows): Promise<number | undefined>;
}

// --- estate: customers, sites, machines, agents ---

export type CustomerRow = {
  readonly id: string;
  readonly name: string;
  readonly language: "fr" | "en";
  readonly sample: boolean;
};
export type SiteRow = {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly holidaySet: string;
};
export type ContactRow = {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
};
export type MachineRow = {
  readonly id: string;
  readonly customerId: string;
  readonly siteId: string | null;
  readonly name: string;
  readonly class: MachineClass;
  /** Whether a person chose the class; then the inventory no longer changes it. */
  readonly classChosen: boolean;
};
export type AgentRow = {
  readonly id: string;
  readonly machineId: string;
  readonly customerId: string;
  /** SHA-256 of the secret, hex. */
  readonly secretHash: string;
};

/** What an agent last said of itself. */
export type AgentBirth = {
  readonly version: string;
  readonly runtime: string;
  readonly platform: string;
  readonly arch: string;
  readonly hostname: string;
};

/** The presence of a machine; `dueAtMs` is when the sweeper must look at it again. */
export type PresenceRow = {
  readonly machineId: string;
  readonly state: Presence;
  readonly sinceMs: number;
  /** When it counts as offline unless heard of; null = nothing to wait for. */
  readonly dueAtMs: number | null;
  readonly cadenceSeconds: number | null;
};
export type LatestRow = {
  readonly machineId: string;
  /** Event time of the newest report. */
  readonly atMs: number;
  /** Newest report of each shape in use, packed as domain/samples.ts says. */
  readonly samples: Uint8Array;
};
export type FactRow = {
  readonly machineId: string;
  readonly name: string;
  readonly hash: string;
  /** JSON text. */
  readonly document: string;
  readonly atMs: number;
};
/** Probes that measured nothing when the machine last reported, as JSON text of ProbeState[]. */
export type ProbeStateRow = { readonly machineId: string; readonly document: string };

export type MachineListRow = MachineRow & {
  readonly customerName: string;
  readonly siteName: string | null;
  readonly timeZone: string | null;
  readonly presence: Presence;
  readonly cadenceSeconds: number | null;
  readonly lastReportMs: number | null;
  readonly openTickets: number;
  readonly firingAlerts: number;
  /** Contract in force, null = not covered. */
  readonly contractId: string | null;
  readonly contractName: string | null;
  readonly clockSkewMs: number | null;
};
export const MACHINE_SORTS = ["name", "customer", "lastReport", "presence", "openTickets"] as const;
export type MachineQuery = {
  /** Part of the machine's, site's or customer's name, any case. */
  readonly search?: string;
  readonly sort: (typeof MACHINE_SORTS)[number];
  readonly descending: boolean;
  readonly limit: number;
  /**
   * Where the page before ended: its last row's name, customerName, lastReportMs (0 for null),
   * presence or openTickets, as sorted by. Another sort's key rejects with `cursor_invalid`.
   */
  readonly after?: { readonly key: string | number; readonly id: string };
  readonly ids?: readonly string[];
};

export interface Estate {
  addCustomer(row: CustomerRow): Promise<void>;
  addSite(row: SiteRow): Promise<void>;
  addContact(row: ContactRow): Promise<void>;
  addMachine(row: MachineRow): Promise<void>;
  addAgent(row: AgentRow): Promise<void>;
  customers(): Promise<CustomerRow[]>;
  sites(): Promise<SiteRow[]>;
  agents(): Promise<AgentRow[]>;
  machines(): Promise<(MachineRow & { readonly timeZone: string | null })[]>;
  /** Sorted by the wished column, then id. */
  machineList(query: MachineQuery): Promise<MachineListRow[]>;
  agentOf(
    machineId: string,
  ): Promise<(AgentRow & { readonly birth: AgentBirth | null }) | undefined>;
  setMachineName(machineId: string, name: string): Promise<void>;
  setMachineClass(machineId: string, machineClass: MachineClass): Promise<void>;
  setBirth(agentId: string, birth: AgentBirth): Promise<void>;
  setPresence(row: PresenceRow): Promise<void>;
  setClockSkew(machineId: string, skewMs: number | null): Promise<void>;
  presences(): Promise<PresenceRow[]>;
  /** Presences whose `dueAtMs` is at or before `nowMs`, at most `limit`, oldest first. */
  duePresences(nowMs: number, limit: number): Promise<PresenceRow[]>;
  setFact(row: FactRow): Promise<void>;
  facts(machineId: string): Promise<FactRow[]>;
  /** Name and hash of every fact of every machine, without the documents. */
  factHashes(): Promise<Pick<FactRow, "machineId" | "name" | "hash">[]>;
  setProbeStates(row: ProbeStateRow): Promise<void>;
  probeStates(): Promise<ProbeStateRow[]>;
  latest(): Promise<LatestRow[]>;
  latestOf(machineId: string): Promise<LatestRow | undefined>;
  shapes(ids?: readonly number[]): Promise<Shape[]>;
  /** Removes the customers marked as sample and everything of theirs. Returns their machines' ids. */
  removeSample(): Promise<string[]>;
}

// --- contracts ---

export type CalendarVersionRow = {
  readonly id: string;
  readonly calendarId: string;
  readonly name: string;
  readonly number: number;
  readonly document: CalendarDocument;
};
export type ContractRow = {
  readonly id: string;
  readonly customerId: string;
  readonly number: string;
  readonly name: string;
  readonly kind: "maintenance" | "managed";
};
export type ContractVersionRow = {
  readonly id: string;
  readonly contractId: string;
  readonly number: number;
  readonly effectiveFromMs: number;
  readonly clauses: ContractClauses;
};
export type CoverageRow = { readonly contractVersionId: string; readonly machineId: string };

export interface Contracts {
  addCalendarVersion(row: CalendarVersionRow): Promise<void>;
  addContract(row: ContractRow): Promise<void>;
  addVersion(row: ContractVersionRow): Promise<void>;
  cover(row: CoverageRow): Promise<void>;
  contracts(): Promise<ContractRow[]>;
  versions(): Promise<ContractVersionRow[]>;
  calendarVersions(): Promise<CalendarVersionRow[]>;
  coverage(): Promise<CoverageRow[]>;
}

// --- rules and alerts ---

export type RuleRow = {
  readonly id: string;
  readonly key: string;
  readonly enabled: boolean;
  readonly condition: Condition;
  readonly holdForMs: number;
  readonly severity: Severity;
  readonly opensTicket: boolean;
  readonly resolvesTicket: boolean;
  readonly version: number;
};

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

// --- tickets ---

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
  transitions(ticketId: string): Promise<(TicketTransitionRow & { readonly id: number })[]>;
  /** Newest first. */
  list(query: {
    readonly machineId?: string;
    readonly states?: readonly TicketState[];
    readonly ids?: readonly string[];
    readonly limit: number;
    readonly after?: { readonly number: number };
  }): Promise<TicketListRow[]>;
}

// --- deliveries ---

/** Which seqs of one outbox of one agent were received, as ranges, both ends included. */
export type StreamRow = {
  readonly id: number;
  readonly agentId: string;
  readonly epoch: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** Reports that had an effect, for the reckoning. */
  readonly reports: number;
};
export type ReceivedRow = {
  readonly streamId: number;
  readonly seq: number;
  readonly hash: number;
};
export type GapRow = {
  readonly agentId: string;
  readonly epoch: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly reports: number;
  readonly reason: string;
  readonly receivedAtMs: number;
};
export type DeadLetterRow = {
  readonly id: string;
  readonly receivedAtMs: number;
  readonly topic: string;
  /** null where the topic names none. */
  readonly agentId: string | null;
  readonly seq: number | null;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly payload: Uint8Array;
};

export interface Deliveries {
  streams(): Promise<StreamRow[]>;
  addStream(row: StreamRow): Promise<void>;
  /** The hash under which a seq was received, while it is one of the last 1,000 of its stream. */
  hashOf(streamId: number, seq: number): Promise<number | undefined>;
  /** Forgets hashes beyond the last 1,000 of each stream. */
  pruneHashes(): Promise<void>;
  addGap(row: GapRow): Promise<void>;
  gaps(agentId: string): Promise<GapRow[]>;
  addDeadLetter(row: DeadLetterRow): Promise<void>;
  /** Newest first, without payloads. */
  deadLetters(query: {
    readonly limit: number;
    readonly after?: { readonly id: string };
  }): Promise<(Omit<DeadLetterRow, "payload"> & { readonly bytes: number })[]>;
  deadLetter(id: string): Promise<DeadLetterRow | undefined>;
  /** Keeps the newest `rows` and at most `bytes` of them; returns how many were dropped. */
  pruneDeadLetters(limits: { readonly rows: number; readonly bytes: number }): Promise<number>;
  /** Spool rows above `afterId`, oldest first. */
  spool(afterId: number, limit: number): Promise<{ id: number; samples: Uint8Array }[]>;
  /** Spool rows that the metric store holds for good are no longer needed. */
  dropSpool(throughId: number): Promise<void>;
  spoolSize(): Promise<{ readonly rows: number; readonly bytes: number }>;
}

/** What a batch of reports leaves behind, written by multi-row statements. */
export type BatchRows = {
  readonly received: readonly ReceivedRow[];
  /** Streams whose ranges changed. */
  readonly streams: readonly StreamRow[];
  readonly shapes: readonly Shape[];
  readonly latest: readonly LatestRow[];
  /** The samples of all reports, packed; undefined = none. */
  readonly spool: Uint8Array | undefined;
};

/**
 * Thrown by `recordBatch` when a report was already there: what its caller knows of the streams is
 * no longer true. Load them again, then decide again.
 */
export class StaleMarks extends Error {
  readonly code = "stale";

  constructor(repeats: number) {
    super(`${repeats} reports of the batch are already in the registry.`);
    this.name = "StaleMarks";
  }
}
