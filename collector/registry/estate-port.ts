import type { MachineClass, Presence } from "@vigie/shared/machine.ts";
import type { Shape } from "../domain/samples.ts";

/** Customers, their sites and machines, and the agents on them; what of a machine is known now. */

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
  probeStatesOf(machineId: string): Promise<ProbeStateRow | undefined>;
  latest(): Promise<LatestRow[]>;
  latestOf(machineId: string): Promise<LatestRow | undefined>;
  shapes(ids?: readonly number[]): Promise<Shape[]>;
  /** The highest id that a shape ever had, also one that was removed: it is never used again. */
  lastShapeId(): Promise<number>;
  /** Removes the customers marked as sample and everything of theirs. Returns their machines' ids. */
  removeSample(): Promise<string[]>;
}
