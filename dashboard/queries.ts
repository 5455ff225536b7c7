import {
  keepPreviousData,
  QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { LiveFrame } from "@vigie/shared/live.ts";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { useEffect, useSyncExternalStore } from "react";
import { isTicketId } from "./address.ts";
import type { List, MachinesWish, SeriesWish } from "./api/api.ts";
import { ApiProblem } from "./api/problem.ts";
import { RANGE_MS } from "./charts/range.ts";
import type { MachineLive } from "./live/machine-live.ts";
import { useParts } from "./parts.tsx";

/** What pages read from the API, kept and read again; what is live comes from live/ instead. */

const RETRIES_MAX = 2;
/** How often health and an empty list are read again, where no feed would tell. */
const LOOK_AGAIN_MS = 15_000;
const LOOK_AT_PLACE_MS = 4_000;
const LOOK_FOR_FIRST_MS = 2_000;
/** A machine's facts and probes change rarely; only the first inventory is waited for. */
const DETAIL_FRESH_MS = 60_000;
const LOOK_FOR_FACTS_MS = 5_000;

/**
 * The collector may be on this very machine: a browser that finds itself without a network asks all the
 * same, and keeps no act back for later.
 */
const ALWAYS = "always";

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: ALWAYS,
        staleTime: 30_000,
        retry: (count, error) => count < RETRIES_MAX && mayPass(error),
      },
      mutations: { networkMode: ALWAYS },
    },
  });
}

/** Another try can help when nobody answered or the collector was in trouble. */
function mayPass(error: Error): boolean {
  return !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;
}

export function useHealth() {
  const { api } = useParts();
  return useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => api.health(signal),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export function useMachines(wish: MachinesWish) {
  const { api } = useParts();
  return useQuery({
    queryKey: ["machines", wish],
    queryFn: ({ signal }) => api.machines(wish, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.length === 0 ? LOOK_FOR_FIRST_MS : LOOK_AGAIN_MS,
  });
}

/** A machine's page: what is slow from here; it also seeds the store before the feed speaks. */
export function useMachineDetail(id: string) {
  const { api, store } = useParts();
  const query = useQuery({
    queryKey: ["machine", id],
    queryFn: ({ signal }) => api.machine(id, signal),
    refetchInterval: ({ state }) =>
      state.data?.facts["inventory"] === undefined ? LOOK_FOR_FACTS_MS : DETAIL_FRESH_MS,
  });
  const detail = query.data;
  useEffect(() => {
    if (detail !== undefined) store.seed(detail);
  }, [detail, store]);
  return query;
}

/**
 * Tickets, those of the past too, which the feed does not tell; and alerts, until it tells them. Answers
 * why they could not be read, and how to try again.
 */
export function useTicketsAndAlerts(machineId: string) {
  const { api, clock, store } = useParts();
  const ticketQuery = useQuery({
    queryKey: ["tickets", machineId],
    queryFn: async ({ signal }) => ({
      ...(await api.tickets(machineId, signal)),
      readAtMs: clock.now(),
    }),
  });
  const alertQuery = useQuery({
    queryKey: ["alerts", machineId],
    queryFn: ({ signal }) => api.alerts(machineId, signal),
  });
  const { data: tickets } = ticketQuery;
  const { data: alerts } = alertQuery;
  useEffect(() => {
    if (tickets !== undefined) store.seedTickets(machineId, tickets.items, tickets.readAtMs);
  }, [tickets, machineId, store]);
  useEffect(() => {
    if (alerts !== undefined) store.seedAlerts(machineId, alerts.items);
  }, [alerts, machineId, store]);
  return {
    error: ticketQuery.error ?? alertQuery.error,
    retry: () => Promise.all([ticketQuery.refetch(), alertQuery.refetch()]),
  };
}

export function useTicket(id: string | undefined) {
  const { api, clock } = useParts();
  return useQuery({
    queryKey: ["ticket", id],
    queryFn: async ({ signal }) => ({
      ...(await api.ticket(id ?? "", signal)),
      readAtMs: clock.now(),
    }),
    enabled: id !== undefined && isTicketId(id),
    staleTime: 0,
    // The feed tells of tickets of machines on the screen; others have none, and a place in the queue
    // changes with other tickets.
    refetchInterval: ({ state }) =>
      (state.data?.document.queue ?? null) === null ? LOOK_AGAIN_MS : LOOK_AT_PLACE_MS,
  });
}

/** Whether the address names a ticket that never was, or no longer is. */
export function isTicketAbsent(id: string | undefined, error: Error | null): boolean {
  if (id === undefined) return false;
  return !isTicketId(id) || (error instanceof ApiProblem && error.status === 404);
}

export function useRules() {
  const { api } = useParts();
  return useQuery({ queryKey: ["rules"], queryFn: ({ signal }) => api.rules(signal) });
}

/** A series as far back as the range says; read again once a hundredth of the range has passed. */
export function seriesOptions(
  parts: ReturnType<typeof useParts>,
  wish: Omit<SeriesWish, "fromMs" | "toMs"> & { readonly rangeMs: number },
) {
  const { rangeMs, ...series } = wish;
  return queryOptions({
    queryKey: ["series", wish],
    queryFn: ({ signal }) => {
      const toMs = parts.clock.now();
      return parts.api.series({ ...series, fromMs: toMs - rangeMs, toMs }, signal);
    },
    refetchInterval: ({ state }) =>
      state.data?.at.length === 0 ? LOOK_AGAIN_MS : Math.max(DETAIL_FRESH_MS, rangeMs / 100),
    staleTime: DETAIL_FRESH_MS,
  });
}

/** A metric that every machine has. */
export const ALWAYS_METRIC = "memory_used_percent";

/** The first that is known of a machine within the longest range; undefined while it is not read. */
export function useFirstSeen(machineId: string): number | undefined {
  const parts = useParts();
  const rangeMs = RANGE_MS["7d"];
  const wish = { machineId, metric: ALWAYS_METRIC, object: null, rangeMs };
  const { data } = useQuery(seriesOptions(parts, wish));
  const place = data?.mean.findIndex((mean) => mean !== null) ?? -1;
  return place < 0 ? undefined : data?.at[place];
}

export function useMachineLive(id: string): MachineLive {
  const { store } = useParts();
  return useSyncExternalStore(
    (listener) => store.subscribe(id, listener),
    () => store.machine(id),
  );
}

/** Says which machines are on the screen. */
export function useWatch(machineIds: readonly string[]): void {
  const { feed, store } = useParts();
  const joined = machineIds.join(" ");
  useEffect(() => {
    const ids = joined === "" ? [] : joined.split(" ");
    feed.watch(ids);
    store.keepOnly(new Set(ids));
  }, [joined, feed, store]);
}

/** The queue on the screen. While it is being read, further changes wait for its next turn. */
const QUEUE_NOW = { queryKey: ["tickets", "queue"], refetchType: "active" } as const;

/** What a frame makes old among the things that were read by query. */
export function onFrame(client: QueryClient, frame: LiveFrame): void {
  switch (frame.type) {
    case "ticket":
      void client.invalidateQueries({ queryKey: ["ticket", frame.ticket.id] });
      void client.invalidateQueries(QUEUE_NOW, { cancelRefetch: false });
      return;
    case "rule":
      client.setQueryData<List<RuleDocument>>(["rules"], (rules) => withRule(rules, frame.rule));
      return;
    case "snapshot":
      // What happened while nobody listened is in none of the frames.
      void client.invalidateQueries({ queryKey: ["rules"] });
      void client.invalidateQueries({ queryKey: ["series"] });
      void client.invalidateQueries({ queryKey: ["ticket"] });
      void client.invalidateQueries({ queryKey: ["tickets"] });
      return;
    case "machine":
      void client.invalidateQueries({ queryKey: ["machine", frame.machine.id] });
      return;
    case "report":
    case "alert":
    case "resumed":
      return;
  }
}

/** Changes something, then reads what may have changed with it. */
export function useRefresh() {
  const client = useQueryClient();
  return (...keys: readonly string[]) =>
    Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
}

function withRule(rules: List<RuleDocument> | undefined, rule: RuleDocument) {
  if (rules === undefined) return undefined;
  const items = rules.items.map((item) => (item.id === rule.id ? rule : item));
  return { ...rules, items };
}
