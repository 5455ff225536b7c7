import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import type { Tables } from "../registry/registry.ts";
import { readLatest, toAlert, toMachineSummary, toRule } from "./documents.ts";
import type { MachineSnapshot, Unnumbered } from "./live-frames.ts";
import type { TicketReader } from "./ticket-documents.ts";

/** What the live feed asks of the registry. */
export type LiveReader = {
  readonly snapshot: (machineIds: readonly string[]) => Promise<MachineSnapshot[]>;
  /** The documents of what changed, as frames, each with its machine. */
  readonly changed: (keys: ChangedKeys) => Promise<ReadonlyArray<readonly [MachineId, Unnumbered]>>;
};
type MachineId = string | undefined;

export type ChangedKeys = {
  readonly machines: ReadonlySet<string>;
  readonly alerts: ReadonlySet<string>;
  readonly tickets: ReadonlySet<string>;
  readonly rules: ReadonlySet<string>;
};

/** Alerts and tickets of one machine in a snapshot; the lists of the API have the rest. */
const ALERTS_MAX = 100;
const TICKETS_MAX = 20;

/** Ids asked for at once, as the registry's lists are bounded. */
const IDS_MAX = 100;

export function createLiveReader({
  read,
  tickets,
}: {
  readonly read: Tables;
  readonly tickets: TicketReader;
}): LiveReader {
  async function machines(ids: readonly string[]) {
    const query = { sort: "name", descending: false } as const;
    const rows = await inChunks(
      ids,
      async (some) => await read.estate.machineList({ ...query, ids: some, limit: some.length }),
    );
    return rows.map(toMachineSummary);
  }

  return {
    async snapshot(machineIds) {
      const snapshots: MachineSnapshot[] = [];
      for (const machine of await machines(machineIds)) {
        const { id: machineId } = machine;
        const states = ["pending", "firing"] as const;
        const alerts = await read.alerts.list({ machineId, states, limit: ALERTS_MAX });
        snapshots.push({
          machine,
          latest: await readLatest(read, machineId),
          alerts: alerts.map(toAlert),
          tickets: await tickets.list({
            machineId,
            states: OPEN_TICKET_STATES,
            limit: TICKETS_MAX,
          }),
        });
      }
      return snapshots;
    },

    async changed(keys) {
      const frames: (readonly [MachineId, Unnumbered])[] = [];
      for (const machine of await machines([...keys.machines])) {
        frames.push([machine.id, { type: "machine", machine }]);
      }
      const alerts = await inChunks(
        [...keys.alerts],
        async (ids) => await read.alerts.list({ ids, limit: ids.length }),
      );
      for (const alert of alerts.map(toAlert)) {
        frames.push([alert.machine.id, { type: "alert", alert }]);
      }
      const changed = await inChunks(
        [...keys.tickets],
        async (ids) => await tickets.list({ ids, limit: ids.length }),
      );
      for (const ticket of changed) frames.push([ticket.machine.id, { type: "ticket", ticket }]);
      for (const id of keys.rules) {
        const rule = await read.rules.find(id);
        if (rule !== undefined) frames.push([undefined, { type: "rule", rule: toRule(rule) }]);
      }
      return frames;
    },
  };
}

async function inChunks<T>(
  ids: readonly string[],
  read: (some: readonly string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const rows: T[] = [];
  for (let start = 0; start < ids.length; start += IDS_MAX) {
    rows.push(...(await read(ids.slice(start, start + IDS_MAX))));
  }
  return rows;
}
