import type { LiveFrame } from "@vigie/shared/live.ts";
import type { MachineDetail } from "@vigie/shared/machine.ts";
import type { AlertDocument } from "@vigie/shared/rule.ts";
import type { TicketSummary } from "@vigie/shared/ticket-document.ts";
import {
  type MachineLive,
  NOTHING_LIVE,
  withAlert,
  withLatest,
  withReadAlerts,
  withReadTickets,
  withReport,
  withSnapshot,
  withTickets,
} from "./machine-live.ts";

/**
 * What is live, outside React: frames change it as they come; who listens to a machine is told once
 * a frame of the screen, however many came.
 */
export type LiveStore = {
  readonly apply: (frame: LiveFrame) => void;
  /** What a page read of a machine, for as long as the feed knows nothing newer. */
  readonly seed: (detail: MachineDetail) => void;
  readonly seedAlerts: (machineId: string, alerts: readonly AlertDocument[]) => void;
  /** Also those of the past. They may have been read a while ago: their clocks count from then. */
  readonly seedTickets: (
    machineId: string,
    tickets: readonly TicketSummary[],
    readAtMs: number,
  ) => void;
  readonly machine: (id: string) => MachineLive;
  readonly subscribe: (id: string, listener: () => void) => () => void;
  /** Forgets machines that nobody listens to. */
  readonly keepOnly: (ids: ReadonlySet<string>) => void;
};

export function createLiveStore(parts: {
  readonly now: () => number;
  /** Runs a function before the screen is drawn next. */
  readonly beforeDraw: (flush: () => void) => void;
}): LiveStore {
  const screen = createScreen(parts.beforeDraw);
  const change: typeof screen.change = (id, to) => screen.change(id, to);
  return {
    ...screen,
    apply(frame) {
      switch (frame.type) {
        case "snapshot":
          for (const part of frame.machines) {
            change(part.machine.id, (live) => withSnapshot(live, part, parts.now()));
          }
          return;
        case "report":
          return change(frame.machineId, (live) => withReport(live, frame));
        case "machine":
          return change(frame.machine.id, (live) => ({ ...live, summary: frame.machine }));
        case "alert":
          return change(frame.alert.machine.id, (live) => withAlert(live, frame.alert));
        case "ticket":
          // One that is about no machine is on no machine's page.
          if (frame.ticket.machine === null) return;
          return change(frame.ticket.machine.id, (live) =>
            withTickets(live, [frame.ticket], parts.now()),
          );
        case "rule":
        case "resumed":
          return;
      }
    },
    seed(detail) {
      change(detail.id, (live) => ({
        ...withLatest(live, detail.latest),
        summary: live.isFed ? live.summary : detail,
      }));
    },
    seedAlerts(machineId, alerts) {
      change(machineId, (live) => withReadAlerts(live, alerts));
    },
    seedTickets(machineId, tickets, readAtMs) {
      change(machineId, (live) => withReadTickets(live, tickets, readAtMs));
    },
  };
}

/** What is so, what is shown of it, and who is told when that changes. */
function createScreen(beforeDraw: (flush: () => void) => void) {
  const working = new Map<string, MachineLive>();
  const shown = new Map<string, MachineLive>();
  const listeners = new Map<string, Set<() => void>>();
  const changed = new Set<string>();

  function change(id: string, to: (live: MachineLive) => MachineLive): void {
    working.set(id, to(working.get(id) ?? NOTHING_LIVE));
    if (changed.size === 0) beforeDraw(flush);
    changed.add(id);
  }

  function flush(): void {
    const ids = [...changed];
    changed.clear();
    for (const id of ids) {
      const live = working.get(id);
      if (live !== undefined) shown.set(id, live);
      for (const listener of listeners.get(id) ?? []) listener();
    }
  }

  return {
    change,
    machine: (id: string) => shown.get(id) ?? NOTHING_LIVE,
    subscribe(id: string, listener: () => void): () => void {
      const own = listeners.get(id) ?? new Set();
      listeners.set(id, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0) listeners.delete(id);
      };
    },
    keepOnly(ids: ReadonlySet<string>): void {
      for (const id of working.keys()) {
        if (ids.has(id) || listeners.has(id)) continue;
        working.delete(id);
        shown.delete(id);
      }
    },
  };
}
