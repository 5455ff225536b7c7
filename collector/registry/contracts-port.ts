import type { ContractClauses, EquipmentKind } from "@vigie/shared/contract.ts";
import type { ContractEventKind } from "@vigie/shared/contract-acts.ts";
import type { ContractKind, VersionContent, VersionState } from "@vigie/shared/contract-version.ts";
import type { MachineClass } from "@vigie/shared/machine.ts";
import type { Calendars } from "./calendars-port.ts";

/** Contracts with their versions, what they cover and what happened to them, and calendars. */

export type ContractRow = {
  readonly id: string;
  readonly customerId: string;
  readonly number: string;
  readonly name: string;
  readonly kind: ContractKind;
  /** Of its texts. */
  readonly language: "fr" | "en";
  /** Civil dates in the term's zone. */
  readonly noticeGivenOn: string | null;
  readonly endsEarlyOn: string | null;
  readonly renewedOn: readonly string[];
  /** When something about it changes next; null = never again by itself. */
  readonly dueAtMs: number | null;
  readonly version: number;
};

/** A version without its wording. */
export type ContractVersionRow = {
  readonly id: string;
  readonly contractId: string;
  readonly number: number;
  readonly state: VersionState;
  readonly effectiveOn: string | null;
  /** The start of that day in the term's zone; null = a draft. */
  readonly effectiveFromMs: number | null;
  readonly signedOn: string | null;
  readonly createdAtMs: number;
  readonly clauses: ContractClauses;
  /** Raised by every edit of a draft. */
  readonly revision: number;
};

/** A version with its wording. */
export type WordedVersionRow = ContractVersionRow &
  Pick<VersionContent, "texts" | "variables" | "reviewed">;

/** A row of which only the named columns must be known; the others begin empty, at version 1. */
type New<Row, Known extends keyof Row> = Pick<Row, Known> & Partial<Row>;
/** Due at once if nothing else is said: the next sweep finds out when it is really due. */
export type NewContract = New<ContractRow, "id" | "customerId" | "number" | "name" | "kind">;
/** A draft if nothing else is said. */
export type NewVersion = New<WordedVersionRow, "id" | "contractId" | "number" | "clauses">;

export type CoverageRow = { readonly contractVersionId: string; readonly machineId: string };
export type EquipmentCoverageRow = {
  readonly contractVersionId: string;
  readonly equipmentId: string;
};

/** Something of a customer that a perimeter may cover: a machine or a piece of equipment. */
export type CoverableRow = {
  readonly what: "machine" | "equipment";
  readonly id: string;
  readonly name: string;
  readonly siteId: string | null;
  readonly siteName: string | null;
  /** Of a machine. */
  readonly class: MachineClass | null;
  /** Of equipment. */
  readonly kind: EquipmentKind | null;
  readonly tags: readonly string[];
};

export type ContractEventRow = {
  readonly contractId: string;
  readonly kind: ContractEventKind;
  /** What must not be kept twice, such as a reminder; null = each counts. */
  readonly key: string | null;
  readonly atMs: number;
  readonly actor: string;
  readonly parameters: Readonly<Record<string, string | number>>;
};
export type KeptContractEventRow = ContractEventRow & { readonly id: number };

export type ContractListRow = ContractRow & {
  readonly customerName: string;
  readonly sample: boolean;
};
export type ContractQuery = {
  readonly customerId?: string;
  /** Part of the number, the name or the customer's name, any case. */
  readonly search?: string;
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: { readonly key: string | number; readonly id: string };
};

export interface Contracts extends Calendars {
  addContract(row: NewContract): Promise<void>;
  /** Changes what may change, if `version` is still the one kept, and raises it. */
  changeContract(row: ContractRow): Promise<boolean>;
  /** Removes a contract that never was in force, with its drafts and events. */
  removeContract(contractId: string): Promise<void>;
  contracts(): Promise<ContractRow[]>;
  contractsOf(customerId: string): Promise<ContractRow[]>;
  findContract(contractId: string): Promise<ContractListRow | undefined>;
  /** Those of which any version names the calendar, by id, at most `limit` of those after an id. */
  contractsNaming(
    calendarId: string,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<ContractListRow[]>;
  /** By number, then id. */
  contractList(query: ContractQuery): Promise<ContractListRow[]>;

  /** Contracts whose `dueAtMs` is at or before `nowMs`, at most `limit`, oldest first. */
  dueContracts(nowMs: number, limit: number): Promise<ContractRow[]>;
  /** Sets the next due instant, if it still is the one given. */
  setDue(due: {
    readonly contractId: string;
    readonly fromMs: number | null;
    readonly toMs: number | null;
  }): Promise<boolean>;

  addVersion(row: NewVersion): Promise<void>;
  /** Replaces a draft, if `revision` is still the one kept, and raises it. False for one in force. */
  changeDraft(row: WordedVersionRow): Promise<boolean>;
  removeDraft(version: Pick<ContractVersionRow, "id" | "revision">): Promise<boolean>;
  /** All versions, by contract and number. */
  versions(): Promise<ContractVersionRow[]>;
  /** Of these contracts, by contract and number; at most 1,000 ids. */
  versionsOf(contractIds: readonly string[]): Promise<ContractVersionRow[]>;
  /** These versions; at most 1,000 ids. */
  versionsNamed(ids: readonly string[]): Promise<ContractVersionRow[]>;
  findVersion(contractId: string, number: number): Promise<WordedVersionRow | undefined>;

  cover(row: CoverageRow): Promise<void>;
  uncover(row: CoverageRow): Promise<void>;
  coverage(): Promise<CoverageRow[]>;
  coverageOf(customerId: string): Promise<CoverageRow[]>;
  coverEquipment(row: EquipmentCoverageRow): Promise<void>;
  uncoverEquipment(row: EquipmentCoverageRow): Promise<void>;
  equipmentCoverageOf(customerId: string): Promise<EquipmentCoverageRow[]>;
  /** How much each of these contracts covers today; a contract that covers nothing is left out. */
  coveredCounts(contractIds: readonly string[]): Promise<CoveredCountRow[]>;
  /** What a contract covers today, machines first, by name. */
  covered(contractId: string, limit: number): Promise<CoveredRow[]>;
  /** All machines and equipment of a customer that are not retired, by id. */
  coverables(customerId: string): Promise<CoverableRow[]>;
  /** The ids of a customer's sites, machines and equipment, retired ones too. */
  idsOf(customerId: string): Promise<{
    readonly siteIds: ReadonlySet<string>;
    readonly machineIds: ReadonlySet<string>;
    readonly equipmentIds: ReadonlySet<string>;
  }>;
  /** The newest documents of a fact of a customer's machines, as JSON text. */
  factsOf(customerId: string, name: string): Promise<{ machineId: string; document: string }[]>;

  /** Keeps an event, unless one of the contract has its key already; says whether it did. */
  addEvent(row: ContractEventRow): Promise<boolean>;
  /** Newest first. */
  events(
    contractId: string,
    page: { readonly limit: number; readonly beforeId?: number },
  ): Promise<KeptContractEventRow[]>;
}

export type CoveredCountRow = {
  readonly contractId: string;
  readonly what: CoverableRow["what"];
  readonly count: number;
};
export type CoveredRow = Pick<CoverableRow, "what" | "id" | "name">;
