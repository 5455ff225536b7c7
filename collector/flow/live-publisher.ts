import type { Column } from "../domain/samples.ts";
import { toReports, type Unnumbered } from "./live-frames.ts";
import type { Lane } from "./live-lane.ts";
import type { LiveReader } from "./live-reader.ts";
import type { Recordings } from "./live-recordings.ts";

/** Something that was committed. Keys of what did not change are left out. */
export type LiveChange = MachineChange | RuleChange | BareTicketChange;

export type MachineChange = {
  readonly machineId: string;
  /** A report with the machine's newest values. */
  readonly report?: {
    readonly atMs: number;
    readonly columns: readonly Column[];
    readonly values: ArrayLike<number>;
  };
  /** Its presence, name, class, coverage or counts changed. */
  readonly machine?: true;
  readonly alerts?: Iterable<string>;
  readonly tickets?: Iterable<string>;
};
export type RuleChange = { readonly ruleId: string };
/** A ticket that is about no machine: everybody is told. */
export type BareTicketChange = { readonly ticketId: string };

/**
 * From keys to frames. Reports become frames at once; the documents of all else are read when the
 * lane is free, each once, however often it changed meanwhile.
 */
export function createPublisher({
  reader,
  recordings,
  lane,
  emit,
}: {
  readonly reader: LiveReader;
  readonly recordings: Pick<Recordings, "has">;
  readonly lane: Lane;
  readonly emit: (machineId: string | undefined, frame: Unnumbered) => void;
}) {
  let changed = noKeys();
  let isWaiting = false;

  function note({ machineId, report, machine, alerts, tickets }: MachineChange): void {
    if (report !== undefined) {
      for (const frame of toReports(machineId, report)) emit(machineId, frame);
    }
    if (machine === true) changed.machines.add(machineId);
    for (const id of alerts ?? []) changed.alerts.add(id);
    for (const id of tickets ?? []) changed.tickets.add(id);
  }

  async function readChanged(): Promise<void> {
    const keys = changed;
    changed = noKeys();
    isWaiting = false;
    for (const [machineId, frame] of await reader.changed(keys)) emit(machineId, frame);
  }

  function publish(changes: readonly LiveChange[]): void {
    for (const change of changes) {
      if ("ruleId" in change) changed.rules.add(change.ruleId);
      else if ("ticketId" in change) changed.tickets.add(change.ticketId);
      else if (recordings.has(change.machineId)) note(change);
    }
    const { machines, alerts, tickets, rules } = changed;
    if (isWaiting || machines.size + alerts.size + tickets.size + rules.size === 0) return;
    isWaiting = true;
    void lane.enter(readChanged);
  }

  return { publish };
}

function noKeys() {
  return {
    machines: new Set<string>(),
    alerts: new Set<string>(),
    tickets: new Set<string>(),
    rules: new Set<string>(),
  };
}
