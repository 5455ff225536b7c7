import type { LiveFrame } from "@vigie/shared/live.ts";
import type { LatestValue, MachineSummary } from "@vigie/shared/machine.ts";
import type { AlertDocument } from "@vigie/shared/rule.ts";
import { OPEN_TICKET_STATES } from "@vigie/shared/ticket.ts";
import { type TicketSummary } from "@vigie/shared/ticket-document.ts";

/** What is known of one machine right now, and how a frame changes it. Values in, values out. */

/** A ticket and when its clocks were read: they are counted on from there. */
export type TicketReading = { readonly ticket: TicketSummary; readonly readAtMs: number };

/** What was measured since the page looks, oldest first. */
export type Points = { readonly at: readonly number[]; readonly values: readonly number[] };

export type MachineLive = {
  /** Whether the feed told of it; what a page read by itself is then the older. */
  readonly isFed: boolean;
  /** Whether all that is wrong now is here; before, an empty list says nothing. */
  readonly knowsAlerts: boolean;
  readonly knowsTickets: boolean;
  readonly summary: MachineSummary | undefined;
  readonly latest: ReadonlyMap<string, LatestValue>;
  readonly alerts: ReadonlyMap<string, AlertDocument>;
  readonly tickets: ReadonlyMap<string, TicketReading>;
  readonly points: ReadonlyMap<string, Points>;
};

/** An hour at one report each ten seconds; older ones are in the series by then. */
export const POINTS_MAX = 360;

export const NOTHING_LIVE: MachineLive = {
  isFed: false,
  knowsAlerts: false,
  knowsTickets: false,
  summary: undefined,
  latest: new Map(),
  alerts: new Map(),
  tickets: new Map(),
  points: new Map(),
};

/** The key of a metric of a machine, or of one of its objects. */
export function seriesKey(metric: string, object: string | null): string {
  return object === null ? metric : `${metric} ${object}`;
}

export function isOpenTicket({ state }: Pick<TicketSummary, "state">): boolean {
  return OPEN_TICKET_STATES.some((open) => open === state);
}

type SnapshotMachine = Extract<LiveFrame, { type: "snapshot" }>["machines"][number];

/** The snapshot knows best: what it does not name is over. Resolved tickets stay as history. */
export function withSnapshot(
  live: MachineLive,
  { machine, latest, alerts, tickets }: SnapshotMachine,
  readAtMs: number,
): MachineLive {
  const past = [...live.tickets].filter(([, { ticket }]) => !isOpenTicket(ticket));
  const kept = { ...live, tickets: new Map(past), latest: new Map() };
  const withValues = withLatest(kept, latest);
  return {
    ...withTickets(withValues, tickets, readAtMs),
    isFed: true,
    knowsAlerts: true,
    knowsTickets: true,
    summary: machine,
    alerts: new Map(alerts.map((alert) => [alert.id, alert])),
  };
}

/** Newer values replace older ones and are kept as points. */
export function withLatest(live: MachineLive, values: readonly LatestValue[]): MachineLive {
  const latest = new Map(live.latest);
  const points = new Map(live.points);
  for (const value of values) {
    const key = seriesKey(value.metric, value.object);
    const before = latest.get(key);
    if (before !== undefined && before.at >= value.at) continue;
    latest.set(key, value);
    points.set(key, withPoint(points.get(key), value));
  }
  return { ...live, latest, points };
}

/** The values of one report, which also shows that the machine was heard of. */
export function withReport(
  live: MachineLive,
  { at, latest }: { readonly at: string; readonly latest: readonly LatestValue[] },
): MachineLive {
  const { summary } = live;
  const isNewer = summary !== undefined && (summary.lastReportAt ?? "") < at;
  return {
    ...withLatest(live, latest),
    summary: isNewer ? { ...summary, lastReportAt: at } : summary,
  };
}

export function withAlert(live: MachineLive, alert: AlertDocument): MachineLive {
  return { ...live, alerts: new Map(live.alerts).set(alert.id, alert) };
}

/** Alerts that a page read, for as long as the feed has told nothing. */
export function withReadAlerts(live: MachineLive, alerts: readonly AlertDocument[]): MachineLive {
  if (live.isFed) return live;
  const read = new Map(alerts.map((alert) => [alert.id, alert]));
  return { ...live, knowsAlerts: true, alerts: read };
}

/** Tickets that a page read, those of the past too, which the feed does not tell. */
export function withReadTickets(
  live: MachineLive,
  tickets: readonly TicketSummary[],
  readAtMs: number,
): MachineLive {
  return { ...withTickets(live, tickets, readAtMs), knowsTickets: true };
}

/** A ticket takes the place of the same one in an older version, or read earlier. */
export function withTickets(
  live: MachineLive,
  found: readonly TicketSummary[],
  readAtMs: number,
): MachineLive {
  const tickets = new Map(live.tickets);
  for (const ticket of found) {
    const before = tickets.get(ticket.id);
    if (before !== undefined && isNewer(before, { ticket, readAtMs })) continue;
    tickets.set(ticket.id, { ticket, readAtMs });
  }
  return { ...live, tickets };
}

function isNewer(a: TicketReading, b: TicketReading): boolean {
  if (a.ticket.version !== b.ticket.version) return a.ticket.version > b.ticket.version;
  return a.readAtMs > b.readAtMs;
}

function withPoint(points: Points | undefined, { at, value }: LatestValue): Points {
  const atMs = Date.parse(at);
  if (points === undefined) return { at: [atMs], values: [value] };
  if (atMs <= (points.at.at(-1) ?? 0)) return points;
  const from = points.at.length >= POINTS_MAX ? 1 : 0;
  return { at: [...points.at.slice(from), atMs], values: [...points.values.slice(from), value] };
}
