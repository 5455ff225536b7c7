import type { Flag, Json } from "./estate-tables.ts";
import type { DependencyRow, OutageRow, WindowRow } from "./noise-port.ts";

/** The tables of what holds alerts back, as Kysely sees them. */
export type NoiseTables = {
  readonly maintenanceWindow: Omit<WindowRow, "scope" | "except"> & {
    readonly scope: Json;
    /** `except` is a word of SQL. */
    readonly excepted: Json;
  };
  readonly dependency: DependencyRow;
  readonly outage: OutageRow;
  readonly outageMachine: {
    readonly outageId: string;
    readonly machineId: string;
    readonly customerId: string;
    readonly away: Flag;
  };
};
