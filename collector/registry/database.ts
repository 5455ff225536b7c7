import type { Presence } from "@vigie/shared/machine.ts";
import type { ProblemCode } from "@vigie/shared/problems.ts";
import type { TargetKind, TicketState, TransitionKind } from "@vigie/shared/ticket.ts";
import { type Generated, type Kysely, type RawBuilder, sql } from "kysely";
import type { ConversationTables } from "./conversation-tables.ts";
import type {
  ContactTable,
  CustomerTable,
  EquipmentTable,
  EquipmentTagTable,
  Flag,
  Json,
  MachineTable,
  MachineTagTable,
  SiteTable,
} from "./estate-tables.ts";
import type { MailMessageTable } from "./mail-tables.ts";
import type { NoiseTables } from "./noise-tables.ts";
import type { NoticeRuleTable, NoticeTable, WebhookTable } from "./notice-tables.ts";
import type { OnCallTables } from "./oncall-tables.ts";
import type {
  AlertRow,
  CallRow,
  ContractRow,
  ContractVersionRow,
  CoverageRow,
  EquipmentCoverageRow,
  EscalationRow,
  KeptContractEventRow,
  MailMarkRow,
  NewOutcomeRow,
  OutcomeRow,
  TargetRow,
  TicketRow,
} from "./registry.ts";
import type {
  AlertTable,
  RuleClassOverrideTable,
  RuleMachineOverrideTable,
  RuleTable,
} from "./rule-tables.ts";
import type { SearchTables } from "./search-tables.ts";

/**
 * The tables as Kysely sees them: snake case in the file, camel case here. Three kinds of value are
 * the same on every engine because they are numbers and text: truths are 0 or 1, documents are JSON
 * text, instants are epoch milliseconds. What an aggregate's file returns is the port's row again.
 */

/** A row that belongs to a customer says so itself, however deep it hangs. */
type Tenant = { readonly customerId: string };

type InstallationTable = {
  readonly id: number;
  readonly uid: string;
  readonly generation: number;
  readonly createdAtMs: number;
  readonly lastTicketNumber: number;
  /** Of shapes that were removed; those that are there may be higher. */
  readonly lastShapeId: number;
};
type AgentTable = Tenant & {
  readonly id: string;
  readonly machineId: string;
  readonly secretHash: string;
  readonly birth: Json | null;
};
type PresenceTable = Tenant & {
  readonly machineId: string;
  readonly state: Presence;
  readonly sinceMs: number;
  readonly dueAtMs: number | null;
  readonly awaySinceMs: number | null;
  readonly cadenceSeconds: number | null;
};
type LatestTable = Tenant & {
  readonly machineId: string;
  readonly atMs: number;
  readonly samples: Uint8Array;
};
type FactTable = Tenant & {
  readonly machineId: string;
  readonly name: string;
  readonly hash: string;
  readonly document: Json;
  readonly atMs: number;
};
type ProbeStateTable = Tenant & { readonly machineId: string; readonly document: Json };
type ShapeTable = Tenant & {
  readonly id: number;
  readonly machineId: string;
  readonly columns: Json;
};

type CalendarVersionTable = {
  readonly id: string;
  readonly calendarId: string;
  readonly name: string;
  readonly number: number;
  readonly document: Json;
  readonly baseVersionId: string | null;
};
type ContractTable = Omit<ContractRow, "renewedOn"> & {
  readonly nameFolded: string;
  readonly numberFolded: string;
  /** Folded, and each run of digits as wide as the others, so that 10 comes after 9. */
  readonly numberSorted: string;
  readonly renewedOn: Json;
};
type ContractVersionTable = Tenant &
  Omit<ContractVersionRow, "clauses"> & {
    readonly clauses: Json;
    readonly texts: Json;
    readonly variables: Json;
    readonly reviewed: Json;
  };
type CoverageTable = Tenant & CoverageRow;
type EquipmentCoverageTable = Tenant & EquipmentCoverageRow;
type ContractEventTable = Tenant &
  Omit<KeptContractEventRow, "id" | "parameters"> & {
    readonly id: Generated<number>;
    readonly parameters: Json;
  };

type AlertTransitionTable = Tenant & {
  readonly id: Generated<number>;
  readonly alertId: string;
  readonly fromState: AlertRow["state"];
  readonly toState: AlertRow["state"];
  readonly atMs: number;
  readonly detectedAtMs: number;
  readonly value: number | null;
};

type TicketTable = Omit<TicketRow, "autoResolved" | "calendarVersionIds" | "coverageReason"> & {
  readonly autoResolved: Flag;
  readonly calendarVersionIds: Json;
  readonly coverageReason: Json;
};
type TicketTargetTable = Omit<TargetRow, "pausable" | "kind"> &
  Tenant & { readonly kind: TargetKind; readonly pausable: Flag };
type TicketTransitionTable = Tenant & {
  readonly id: Generated<number>;
  readonly ticketId: string;
  readonly kind: TransitionKind;
  readonly atMs: number;
  readonly effectiveAtMs: number;
  readonly actor: string;
  readonly fromState: TicketState | null;
  readonly toState: TicketState;
  readonly parameters: Json;
  readonly promises: Json | null;
  readonly text: string | null;
};
type TicketEscalationTable = Tenant & EscalationRow;
type TicketOutcomeTable = Tenant & NewOutcomeRow & Pick<OutcomeRow, "cause">;

type StreamTable = Tenant & {
  readonly id: number;
  readonly agentId: string;
  readonly epoch: string;
  readonly ranges: Json;
  readonly reports: number;
};
type ReceivedTable = { readonly streamId: number; readonly seq: number; readonly hash: number };
type GapTable = Tenant & {
  readonly agentId: string;
  readonly epoch: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly reports: number;
  readonly reason: string;
  readonly receivedAtMs: number;
};
type DeadLetterTable = {
  readonly id: string;
  readonly receivedAtMs: number;
  readonly topic: string;
  readonly agentId: string | null;
  readonly seq: number | null;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly bytes: number;
  readonly payload: Uint8Array;
};
type SpoolTable = { readonly id: Generated<number>; readonly samples: Uint8Array };

export type Schema = ConversationTables &
  NoiseTables &
  OnCallTables &
  SearchTables & {
    readonly installation: InstallationTable;
    readonly customer: CustomerTable;
    readonly site: SiteTable;
    readonly contact: ContactTable;
    readonly machine: MachineTable;
    readonly machineTag: MachineTagTable;
    readonly equipment: EquipmentTable;
    readonly equipmentTag: EquipmentTagTable;
    readonly agent: AgentTable;
    readonly presence: PresenceTable;
    readonly latest: LatestTable;
    readonly fact: FactTable;
    readonly probeState: ProbeStateTable;
    readonly shape: ShapeTable;
    readonly calendarVersion: CalendarVersionTable;
    readonly contract: ContractTable;
    readonly contractVersion: ContractVersionTable;
    readonly contractEvent: ContractEventTable;
    readonly coverage: CoverageTable;
    readonly equipmentCoverage: EquipmentCoverageTable;
    readonly rule: RuleTable;
    readonly ruleClassOverride: RuleClassOverrideTable;
    readonly ruleMachineOverride: RuleMachineOverrideTable;
    readonly alert: AlertTable;
    readonly alertTransition: AlertTransitionTable;
    readonly ticket: TicketTable;
    readonly ticketTarget: TicketTargetTable;
    readonly ticketTransition: TicketTransitionTable;
    readonly ticketEscalation: TicketEscalationTable;
    readonly ticketOutcome: TicketOutcomeTable;
    readonly call: CallRow;
    readonly stream: StreamTable;
    readonly received: ReceivedTable;
    readonly gap: GapTable;
    readonly deadLetter: DeadLetterTable;
    readonly spool: SpoolTable;
    readonly notice: NoticeTable;
    readonly noticeRule: NoticeRuleTable;
    readonly webhook: WebhookTable;
    readonly mailMessage: MailMessageTable;
    readonly mailMark: MailMarkRow;
  };

export type Database = Kysely<Schema>;

/** Rows of one page of any list. A caller that asks for more gets this many. */
const LIST_ROWS_MAX = 1_000;

/** Ids in one question; far below what a statement may bind on any engine. */
const IDS_MAX = 1_000;

/** The rows to ask for when a caller wishes `limit`. */
export function boundedLimit(limit: number): number {
  return Math.max(0, Math.min(Math.trunc(limit), LIST_ROWS_MAX));
}

/** The ids as given. Throws a RangeError above `IDS_MAX`: such a caller must page. */
export function boundedIds(ids: readonly string[]): readonly string[] {
  if (ids.length > IDS_MAX) throw new RangeError(`${ids.length} ids asked for, at most ${IDS_MAX}`);
  return ids;
}

/** A truth as the tables keep it. */
export function toFlag(truth: boolean): Flag {
  return truth ? 1 : 0;
}

/** Tables whose rows have an id and a customer, and rows that hang on them. */
type Parent =
  | "machine"
  | "agent"
  | "contract"
  | "contract_version"
  | "equipment"
  | "alert"
  | "ticket";

/** The customer of a parent row, for the row that hangs on it. Without a parent it is refused. */
export function customerOf(parent: Parent, id: string | RawBuilder<string>): RawBuilder<string> {
  return sql<string>`(select customer_id from ${sql.table(parent)} where id = ${id})`;
}

/**
 * Words of a fixed list, as literals: an engine uses a partial index only where the question
 * repeats its very condition.
 */
export function literals(words: readonly string[]): RawBuilder<unknown> {
  return sql.join(words.map((word) => sql.lit(word)));
}

/** A column of any table, with or without the table's name before it. */
type ColumnOf<Table extends keyof Schema> = Table extends unknown
  ? (keyof Schema[Table] & string) | `${Table}.${keyof Schema[Table] & string}`
  : never;
export type ColumnName = ColumnOf<keyof Schema>;

/** Whether a column has one of these values; of none, nothing has. */
export function isIn(column: ColumnName, values: readonly string[]): RawBuilder<boolean> {
  // `in ()` is no SQL but to SQLite.
  if (values.length === 0) return sql<boolean>`1 = 0`;
  // Of a list, however short, SQLite makes a table first.
  if (values.length === 1) return sql<boolean>`${sql.ref(column)} = ${values[0]}`;
  return sql<boolean>`${sql.ref(column)} in (${sql.join(values)})`;
}
