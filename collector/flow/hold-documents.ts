import type { AlertHold } from "@vigie/shared/alert.ts";
import type { DependencyDocument } from "@vigie/shared/dependency.ts";
import type { OutageSummary } from "@vigie/shared/outage.ts";
import type { AlertDocument } from "@vigie/shared/rule.ts";
import type { WindowDocument } from "@vigie/shared/window.ts";
import { toInstant } from "../domain/instant.ts";
import { stateOf, toOccurrence } from "../domain/maintenance.ts";
import type {
  AlertListRow,
  DependencyListRow,
  OutageListRow,
  WindowListRow,
} from "../registry/registry.ts";

/** Rows as the API says them: what holds alerts back, and the alerts that it holds. */

type HeldAlert = Pick<AlertListRow, "hold" | "holdName" | "acknowledged">;

export function toHeldDocument({
  hold,
  holdName,
  acknowledged,
}: HeldAlert): Pick<AlertDocument, "hold" | "acknowledged"> {
  return {
    hold: hold && {
      by: hold.byId === null ? null : toHolder(hold.byId, holdName),
      until: hold.untilMs === null ? null : toInstant(hold.untilMs),
    },
    acknowledged: acknowledged && {
      by: acknowledged.by,
      at: toInstant(acknowledged.atMs),
      until: toInstant(acknowledged.untilMs),
      text: acknowledged.text,
    },
  };
}

/** An id says what it is of. */
function toHolder(id: string, name: string | null): AlertHold["by"] {
  const kind = HOLDERS.find(([prefix]) => id.startsWith(prefix))?.[1] ?? "machine";
  return { kind, id, name: name ?? id };
}

const HOLDERS = [
  ["mtw_", "maintenance_window"],
  ["otg_", "outage"],
  ["mac_", "machine"],
] as const;

export function toWindow(row: WindowListRow, nowMs: number): WindowDocument {
  const { fromMs, untilMs, dueAtMs } = row;
  const held =
    fromMs === null || untilMs === null || dueAtMs === null
      ? undefined
      : { fromMs, untilMs, dueAtMs };
  return {
    id: row.id,
    customer: { id: row.customerId, name: row.customerName },
    scope: row.scope,
    reason: row.reason,
    by: row.actor,
    timeZone: row.timeZone,
    startsAt: row.startsAt,
    durationMinutes: row.durationMinutes,
    rrule: row.rrule,
    except: [...row.except],
    graceMinutes: row.graceMinutes,
    state: stateOf(held, nowMs),
    occurrence: held === undefined ? null : toOccurrence(held),
    endedBy: row.cutBy,
    version: row.version,
  };
}

export function toDependency(row: DependencyListRow): DependencyDocument {
  const { machineId, machineName, machinePresence } = row;
  const { behindId, behindName, behindPresence } = row;
  return {
    id: row.id,
    customerId: row.customerId,
    machine: { id: machineId, name: machineName, presence: machinePresence },
    behind: { id: behindId, name: behindName, presence: behindPresence },
    by: row.actor,
    at: toInstant(row.atMs),
    version: row.version,
  };
}

export function toOutage(row: OutageListRow): OutageSummary {
  return {
    id: row.id,
    customer: { id: row.customerId, name: row.customerName },
    site: { id: row.siteId, name: row.siteName },
    since: toInstant(row.sinceMs),
    detectedAt: toInstant(row.detectedAtMs),
    endedAt: row.endedAtMs === null ? null : toInstant(row.endedAtMs),
    machines: row.machines,
    away: row.away,
    ticketId: row.ticketId,
    noTicket: row.noTicket,
  };
}
