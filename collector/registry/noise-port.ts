import type { NoTicketReason } from "@vigie/shared/alert.ts";
import type { MachineClass, Presence } from "@vigie/shared/machine.ts";
import type { WindowScope, WindowState } from "@vigie/shared/window.ts";
import type { Window } from "../domain/maintenance.ts";

/** What holds alerts back: maintenance windows, what machines are behind, and outages of sites. */

/** When a window is, as people say it. */
export type WindowTimes = Omit<Window, "cutAtMs">;

/** The time that holds now or comes next; of a window that is over, all are null. */
export type WindowPlan = {
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  /** End and grace: when tickets are no longer held back, and the next time is planned. */
  readonly dueAtMs: number | null;
};

export type WindowRow = WindowTimes &
  WindowPlan & {
    readonly id: string;
    readonly customerId: string;
    readonly scope: WindowScope;
    readonly reason: string;
    readonly actor: string;
    /** Somebody ended it early: what began before ends here at the latest. */
    readonly cutAtMs: number | null;
    readonly cutBy: string | null;
    readonly version: number;
  };
export type WindowListRow = WindowRow & { readonly customerName: string };

export type DependencyRow = {
  readonly id: string;
  readonly customerId: string;
  readonly machineId: string;
  readonly behindId: string;
  readonly actor: string;
  readonly atMs: number;
  readonly version: number;
};
export type DependencyListRow = DependencyRow & {
  readonly machineName: string;
  readonly machinePresence: Presence;
  readonly behindName: string;
  readonly behindPresence: Presence;
};
/** A machine that another one is behind. */
export type UpstreamRow = {
  readonly machineId: string;
  readonly state: Presence;
  /** When the sweeper looks at its presence again. */
  readonly dueAtMs: number | null;
};

export type OutageRow = {
  readonly id: string;
  readonly customerId: string;
  readonly siteId: string;
  /** When the first of its machines went. */
  readonly sinceMs: number;
  readonly detectedAtMs: number;
  readonly endedAtMs: number | null;
  readonly ticketId: string | null;
  readonly noTicket: NoTicketReason | null;
};
export type OutageListRow = OutageRow & {
  readonly customerName: string;
  readonly siteName: string;
  readonly machines: number;
  readonly away: number;
};
/** A machine in use at a site, with its presence. */
export type SiteMachineRow = {
  readonly id: string;
  readonly class: MachineClass;
  readonly tags: readonly string[];
  readonly state: Presence;
  readonly awaySinceMs: number | null;
};

type Paging = { readonly limit: number; readonly afterId?: string | undefined };

/** The table holds at most one open outage a site; dependencies are unique by their two machines. */
export interface Noise {
  readonly windows: Windows;
  readonly dependencies: Dependencies;
  readonly outages: Outages;
}

export interface Windows {
  add(row: WindowRow): Promise<void>;
  find(id: string): Promise<WindowListRow | undefined>;
  /** Compare-and-set on the version, which is kept + 1; false = somebody else changed it. */
  change(row: WindowRow): Promise<boolean>;
  /** False as for a change. */
  remove(id: string, version: number): Promise<boolean>;
  /** Sets the time that comes next while the window is as it was; its version stays. */
  plan(row: WindowRow, next: WindowPlan): Promise<boolean>;
  /** Of a customer, those whose time has begun, over or not. */
  begun(customerId: string, nowMs: number): Promise<WindowRow[]>;
  /** Whose `dueAtMs` is at or before `nowMs`, at most `limit`, the earliest first. */
  due(nowMs: number, limit: number): Promise<WindowRow[]>;
  /** How many of a customer are not over. */
  count(customerId: string): Promise<number>;
  /** The newest first. */
  list(
    query: Paging & {
      readonly customerId?: string | undefined;
      readonly state?: WindowState | undefined;
      readonly nowMs: number;
    },
  ): Promise<WindowListRow[]>;
}

export interface Dependencies {
  add(row: DependencyRow): Promise<void>;
  find(id: string): Promise<DependencyListRow | undefined>;
  change(row: DependencyRow): Promise<boolean>;
  remove(id: string, version: number): Promise<boolean>;
  /** Whether one of a machine behind another is there. */
  between(machineId: string, behindId: string): Promise<boolean>;
  /** What a machine is directly behind; retired machines are left out. */
  upstreams(machineId: string): Promise<UpstreamRow[]>;
  /** By id. */
  list(
    query: Paging & {
      readonly customerId?: string | undefined;
      readonly machineId?: string | undefined;
    },
  ): Promise<DependencyListRow[]>;
}

export interface Outages {
  add(row: OutageRow): Promise<void>;
  find(id: string): Promise<OutageListRow | undefined>;
  /** The open one of a site. */
  openAt(siteId: string): Promise<OutageRow | undefined>;
  /** The newest of a site that is over. */
  lastEnded(siteId: string): Promise<OutageRow | undefined>;
  setTicket(id: string, said: Pick<OutageRow, "ticketId" | "noTicket">): Promise<void>;
  /** Compare-and-set: false = it was over already. */
  end(id: string, endedAtMs: number): Promise<boolean>;
  /** Says whether a machine of the outage is away; adds it where it is new. */
  setMachine(outageId: string, machineId: string, away: boolean): Promise<void>;
  /** Open outages for which this machine counts as away. */
  awayIn(machineId: string): Promise<OutageRow[]>;
  counts(outageId: string): Promise<{ readonly machines: number; readonly away: number }>;
  /** By name, at most 1,000. */
  machines(
    outageId: string,
  ): Promise<{ readonly id: string; readonly name: string; readonly away: boolean }[]>;
  /** The site of a machine in use; null = it has none, or is not there. */
  siteOf(machineId: string): Promise<string | null>;
  /** Machines in use at a site, at most 10,000. */
  machinesAt(siteId: string): Promise<SiteMachineRow[]>;
  /** The newest first. */
  list(
    query: Paging & {
      readonly customerId?: string | undefined;
      readonly siteId?: string | undefined;
      readonly open?: boolean | undefined;
    },
  ): Promise<OutageListRow[]>;
}
