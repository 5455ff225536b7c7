import type { MachineSummary } from "@vigie/shared/machine.ts";
import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import type { Tables } from "../registry/registry.ts";
import { breathe } from "./breathe.ts";
import { readLatest, toAlert, toMachineSummary, toRule } from "./documents.ts";
import type { MachineSnapshot, Unnumbered } from "./live-frames.ts";
import type { TicketReader } from "./ticket-documents.ts";

/** What the live feed asks of the registry. */
export type LiveReader = {
  readonly snapshot: (machineIds: readonly string[]) => Promise<MachineSnapshot[]>;
  /** The documents of what changed, as frames, each with its machine. */
  readonly changed: (keys: ChangedKeys) => Promise<readonly OfMachine[]>;
};
/** A frame, and the machine whose watchers get it; undefined = everybody. */
export type OfMachine = readonly [machineId: string | undefined, frame: Unnumbered];

export type ChangedKeys = {
  readonly machines: ReadonlySet<string>;
  readonly alerts: ReadonlySet<string>;
  readonly tickets: ReadonlySet<string>;
  readonly rules: ReadonlySet<string>;
};

type Sources = { readonly read: Tables; readonly tickets: TicketReader };

/** Alerts and tickets of one machine in a snapshot; the lists of the API have the rest. */
const ALERTS_MAX = 100;
const TICKETS_MAX = 20;

/** Ids asked for at once, as the registry's lists are bounded. */
const IDS_MAX = 100;

export function createLiveReader(sources: Sources): LiveReader {
  const { read } = sources;
  return {
    async snapshot(machineIds) {
      const snapshots: MachineSnapshot[] = [];
      for (const machine of await machinesOf(read, machineIds)) {
        snapshots.push(await snapshotOf(machine, sources));
        await breathe();
      }
      return snapshots;
    },

    async changed({ machines, alerts, tickets, rules }) {
      return [
        ...(await machineFrames(read, [...machines])),
        ...(await alertFrames(read, [...alerts])),
        ...(await ticketFrames(sources, [...tickets])),
        ...(await ruleFrames(read, [...rules])),
      ];
    },
  };
}

async function snapshotOf(
  machine: MachineSummary,
  { read, tickets }: Sources,
): Promise<MachineSnapshot> {
  const { id: machineId } = machine;
  const alerts = { machineId, states: ["pending", "firing"], limit: ALERTS_MAX } as const;
  const open = { machineId, states: OPEN_TICKET_STATES, limit: TICKETS_MAX };
  return {
    machine,
    latest: await readLatest(read, machineId),
    alerts: (await read.alerts.list(alerts)).map(toAlert),
    tickets: await tickets.list(open),
  };
}

async function machinesOf(read: Tables, ids: readonly string[]): Promise<MachineSummary[]> {
  const query = { sort: "name", descending: false, withRetired: true } as const;
  const rows = await inChunks(ids, (some) =>
    read.estate.machineList({ ...query, ids: some, limit: some.length }),
  );
  return rows.map(toMachineSummary);
}

async function machineFrames(read: Tables, ids: readonly string[]): Promise<OfMachine[]> {
  const machines = await machinesOf(read, ids);
  return machines.map((machine) => [machine.id, { type: "machine", machine }]);
}

async function alertFrames(read: Tables, ids: readonly string[]): Promise<OfMachine[]> {
  const rows = await inChunks(ids, (some) => read.alerts.list({ ids: some, limit: some.length }));
  return rows.map(toAlert).map((alert) => [alert.machine.id, { type: "alert", alert }]);
}

async function ticketFrames({ tickets }: Sources, ids: readonly string[]): Promise<OfMachine[]> {
  const changed = await inChunks(ids, (some) => tickets.list({ ids: some, limit: some.length }));
  return changed.map((ticket) => [ticket.machine?.id, { type: "ticket", ticket }]);
}

async function ruleFrames(read: Tables, ids: readonly string[]): Promise<OfMachine[]> {
  const frames: OfMachine[] = [];
  for (const id of ids) {
    const rule = await read.rules.find(id);
    if (rule !== undefined) frames.push([undefined, { type: "rule", rule: toRule(rule) }]);
  }
  return frames;
}

async function inChunks<T>(
  ids: readonly string[],
  ask: (some: readonly string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const rows: T[] = [];
  for (let start = 0; start < ids.length; start += IDS_MAX) {
    rows.push(...(await ask(ids.slice(start, start + IDS_MAX))));
  }
  return rows;
}
