import type { CalendarDocument, ContractClauses } from "@vigie/shared/contract.ts";

/** Contracts and calendars, each with its versions, and what they cover. */

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
