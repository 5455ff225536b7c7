import type { EquipmentKind } from "@vigie/shared/contract.ts";
import type { Address, ContactNotices, CustomerKind, Position } from "@vigie/shared/estate.ts";
import type { MachineClass, Presence } from "@vigie/shared/machine.ts";
import type { Shape } from "../domain/samples.ts";

/** Customers, their sites and machines, and the agents on them; what of a machine is known now. */

export type CustomerRow = {
  readonly id: string;
  readonly name: string;
  readonly kind: CustomerKind;
  readonly language: "fr" | "en";
  /** The number that another program knows it by; no other customer has it. */
  readonly reference: string | null;
  readonly sample: boolean;
  readonly version: number;
};
/** The references of what belongs to a customer are unique among their rows of a kind. */
type Owned = {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
  readonly reference: string | null;
  readonly version: number;
};
export type SiteRow = Owned & {
  readonly address: Address | null;
  readonly position: Position | null;
  readonly timeZone: string;
  /** As it was once written: old rows may name a set that there is no longer. null = none. */
  readonly holidaySet: string | null;
};
export type ContactRow = Owned & {
  readonly siteId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly role: string | null;
  readonly language: "fr" | "en" | null;
  readonly notices: ContactNotices;
};
export type MachineRow = Owned & {
  readonly siteId: string | null;
  readonly class: MachineClass;
  /** Whether a person chose the class; then the inventory no longer changes it. */
  readonly classChosen: boolean;
  /** In order. */
  readonly tags: readonly string[];
  /** Since when it is kept for its history only; null = it is in use. */
  readonly retiredAtMs: number | null;
  /** The machine that goes on for it: they were registered twice. */
  readonly mergedInto: string | null;
};
/** What is covered but has no agent. */
export type EquipmentRow = Owned & {
  readonly siteId: string | null;
  readonly kind: EquipmentKind;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  /** Civil date, the last day. */
  readonly warrantyEndsOn: string | null;
  readonly location: string | null;
  readonly tags: readonly string[];
  readonly retiredAtMs: number | null;
};

/** A row of which only the named columns must be known; the others begin empty, at version 1. */
type New<Row, Known extends keyof Row> = Pick<Row, Known> & Partial<Row>;
export type NewCustomer = New<CustomerRow, "id" | "name" | "language" | "sample">;
export type NewSite = New<SiteRow, "id" | "customerId" | "name" | "timeZone" | "holidaySet">;
export type NewContact = New<ContactRow, "id" | "customerId" | "name">;
export type NewMachine = New<
  MachineRow,
  "id" | "customerId" | "siteId" | "name" | "class" | "classChosen"
>;

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
  /** Since when it is no longer there, silent or not; null = it is there, or never was. */
  readonly awaySinceMs: number | null;
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
  /** Retired machines too; they are left out otherwise. */
  readonly withRetired?: boolean;
};

/** What every list of customers and of what is theirs takes. */
export type EstateQuery = {
  /** Of one customer; has no meaning for customers themselves. */
  readonly customerId?: string;
  /** Part of the name, any case. */
  readonly search?: string;
  readonly reference?: string;
  readonly ids?: readonly string[];
  /** By name, or by id to walk through all of them. */
  readonly sort: "name" | "id";
  readonly limit: number;
  /** The last row of the page before: its name, and its id. */
  readonly after?: { readonly key: string | number; readonly id: string };
};

/** Customers and what is theirs, as people keep them. */
export interface EstateBook {
  customerList(query: EstateQuery): Promise<CustomerRow[]>;
  siteList(query: EstateQuery): Promise<SiteRow[]>;
  contactList(query: EstateQuery): Promise<ContactRow[]>;
  /** Retired ones too. */
  machineRows(query: EstateQuery): Promise<MachineRow[]>;
  /** Retired ones too. */
  equipmentList(query: EstateQuery): Promise<EquipmentRow[]>;
  /**
   * Adds rows of version 1, and puts a row of a higher version in the place of the one before it.
   * false = one of them was changed meanwhile: the unit must be undone.
   */
  saveCustomers(rows: readonly CustomerRow[]): Promise<boolean>;
  saveSites(rows: readonly SiteRow[]): Promise<boolean>;
  saveContacts(rows: readonly ContactRow[]): Promise<boolean>;
  saveMachines(rows: readonly MachineRow[]): Promise<boolean>;
  saveEquipment(rows: readonly EquipmentRow[]): Promise<boolean>;
  /** false = it is gone, or was changed meanwhile. */
  removeContact(id: string, version: number): Promise<boolean>;
}

export interface Estate extends EstateBook {
  addCustomer(row: NewCustomer): Promise<void>;
  addSite(row: NewSite): Promise<void>;
  addContact(row: NewContact): Promise<void>;
  addMachine(row: NewMachine): Promise<void>;
  addAgent(row: AgentRow): Promise<void>;
  customers(): Promise<CustomerRow[]>;
  /** Whether a customer is marked as sample. */
  hasSample(): Promise<boolean>;
  sites(): Promise<SiteRow[]>;
  agents(): Promise<AgentRow[]>;
  /** All of them, retired ones too. */
  machines(): Promise<(MachineRow & { readonly timeZone: string | null })[]>;
  /** Gives the agents of a machine to another one of the same customer. */
  moveAgents(fromMachineId: string, toMachineId: string): Promise<void>;
  /** Sorted by the wished column, then id. */
  machineList(query: MachineQuery): Promise<MachineListRow[]>;
  agentOf(
    machineId: string,
  ): Promise<(AgentRow & { readonly birth: AgentBirth | null }) | undefined>;
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
  probeStatesOf(machineId: string): Promise<ProbeStateRow | undefined>;
  latest(): Promise<LatestRow[]>;
  latestOf(machineId: string): Promise<LatestRow | undefined>;
  shapes(ids?: readonly number[]): Promise<Shape[]>;
  /** The highest id that a shape ever had, also one that was removed: it is never used again. */
  lastShapeId(): Promise<number>;
  /** Removes the customers marked as sample and everything of theirs. Returns their machines' ids. */
  removeSample(): Promise<string[]>;
}
