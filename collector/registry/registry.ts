import type { Alerts, Rules } from "./alerts-port.ts";
import type { Attachments } from "./attachments-port.ts";
import type { Calls } from "./calls-port.ts";
import type { Contracts } from "./contracts-port.ts";
import type { Conversation } from "./conversation-port.ts";
import type { CustomerNotices } from "./customer-notices-port.ts";
import type { BatchRows, Deliveries } from "./deliveries-port.ts";
import type { Estate } from "./estate-port.ts";
import type { Macros } from "./macros-port.ts";
import type { MailMessages } from "./mail-port.ts";
import type { Noise } from "./noise-port.ts";
import type { Notices } from "./notices-port.ts";
import type { OnCall } from "./oncall-port.ts";
import type { TicketSearch } from "./search-port.ts";
import type { Staff } from "./staff-port.ts";
import type { Tickets } from "./tickets-port.ts";
import type { Views } from "./views-port.ts";
import type { TimeEntries } from "./work-port.ts";

export type * from "./alerts-port.ts";
export type * from "./attachments-port.ts";
export type * from "./calendars-port.ts";
export type * from "./calls-port.ts";
export type * from "./contracts-port.ts";
export type * from "./conversation-port.ts";
export type * from "./customer-notices-port.ts";
export type * from "./deliveries-port.ts";
export type * from "./estate-port.ts";
export { MACHINE_SORTS } from "./estate-port.ts";
export type * from "./listing-port.ts";
export type * from "./macros-port.ts";
export type * from "./mail-port.ts";
export type * from "./noise-port.ts";
export type * from "./notices-port.ts";
export type * from "./oncall-port.ts";
export type * from "./search-port.ts";
export type * from "./staff-port.ts";
export type * from "./tickets-port.ts";
export type * from "./views-port.ts";
export type * from "./work-port.ts";

/**
 * Where everything that acts is kept: who is covered by what, what was received, what is wrong and
 * what was promised. Instants are epoch milliseconds, in columns whose names end in `Ms`.
 *
 * There is one writer. `commit` runs one unit after the other, each in one transaction: all of it is
 * kept or none. `read` sees what was committed last and cannot write.
 */
export interface Registry {
  /** Made by chance with the registry, and copied with it: two that differ have nothing in common. */
  readonly id: string;
  /** Raised by every restore from a backup; agents send again what they still hold. */
  readonly generation: number;
  readonly read: Tables;
  /** The highest id that a spool row ever had, also one that was dropped; 0 = there was none. */
  lastSpoolId(): Promise<number>;
  /**
   * Rejects, with everything undone, when `work` rejects or the commit fails. Also when `work` went on
   * after something of its unit failed: it rejects with the first such failure.
   */
  commit<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The tables, one part an aggregate. On `read`, what writes rejects. */
export interface Tables {
  readonly estate: Estate;
  readonly contracts: Contracts;
  readonly rules: Rules;
  readonly alerts: Alerts;
  readonly noise: Noise;
  readonly tickets: Tickets;
  readonly search: TicketSearch;
  readonly views: Views;
  readonly macros: Macros;
  readonly calls: Calls;
  readonly staff: Staff;
  readonly conversation: Conversation;
  readonly attachments: Attachments;
  readonly timeEntries: TimeEntries;
  readonly deliveries: Deliveries;
  readonly notices: Notices;
  readonly customerNotices: CustomerNotices;
  readonly onCall: OnCall;
  readonly mail: MailMessages;
}

/** The tables inside one transaction, and the batch, which only the recorder writes. */
export interface Unit extends Tables {
  /** Writes what a batch of reports leaves behind; returns the spool row's id, if it has samples. */
  recordBatch(rows: BatchRows): Promise<number | undefined>;
}

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
