import type { AcknowledgeWish } from "@vigie/shared/alert.ts";
import type { HealthDocument } from "@vigie/shared/health.ts";
import type { MachineDetail, MachineSummary, Series } from "@vigie/shared/machine.ts";
import type { AlertDocument, RuleChange, RuleDocument, RuleWish } from "@vigie/shared/rule.ts";
import type { TicketDetail, TicketSummary } from "@vigie/shared/ticket-document.ts";
import { createContractsApi } from "./contracts.ts";
import { createEstateApi } from "./estate.ts";
import { createMailsApi } from "./mails.ts";
import { createNoiseApi } from "./noise.ts";
import { createOnCallApi } from "./on-call.ts";
import { createQueueApi } from "./queue.ts";
import { type Ask, createGet, toEtag } from "./requests.ts";
import { createSettingsApi } from "./settings.ts";
import { createStaffApi } from "./staff.ts";
import { createTicketsApi } from "./tickets.ts";
import { type List, toQuery } from "./wishes.ts";

/** The collector's API, as far as this page uses it. */

export type { List } from "./wishes.ts";

export type SeriesWish = {
  readonly machineId: string;
  readonly metric: string;
  readonly object: string | null;
  readonly fromMs: number;
  readonly toMs: number;
};

export type MachineSort = "name" | "customer" | "lastReport" | "presence" | "openTickets";

export type MachinesWish = {
  readonly search: string;
  readonly sort: MachineSort;
  readonly order: "asc" | "desc";
  readonly cursor: string | undefined;
};

/** Rows of one page of a list. */
const PAGE_SIZE = 100;

export type Api = ReturnType<typeof createApi>;

export function createApi(ask: Ask) {
  const get = createGet(ask);
  return {
    health: (signal?: AbortSignal) => get<HealthDocument>("/health", signal),
    machines: (wish: MachinesWish, signal?: AbortSignal) =>
      get<List<MachineSummary>>(`/machines?${toQuery({ ...wish, limit: PAGE_SIZE })}`, signal),
    machine: (id: string, signal?: AbortSignal) => get<MachineDetail>(`/machines/${id}`, signal),
    series: (wish: SeriesWish, signal?: AbortSignal) => get<Series>(toSeriesPath(wish), signal),
    tickets: (machineId: string, signal?: AbortSignal) =>
      get<List<TicketSummary>>(`/tickets?${toQuery({ machine: machineId })}`, signal),
    alerts: (machineId: string, signal?: AbortSignal) =>
      get<List<AlertDocument>>(`/alerts?${toQuery({ machine: machineId })}`, signal),
    putAside: (id: string, body: AcknowledgeWish) =>
      ask(`/alerts/${id}/acknowledge`, { method: "POST", body }),
    takeBack: (id: string) => ask(`/alerts/${id}/acknowledge`, { method: "DELETE" }),
    ticket: (id: string, signal?: AbortSignal) => ask<TicketDetail>(`/tickets/${id}`, { signal }),
    rules: (signal?: AbortSignal) => get<List<RuleDocument>>("/rules", signal),
    rule: (id: string) => ask<RuleDocument>(`/rules/${id}`),
    addRule: (body: RuleWish) => ask<RuleDocument>("/rules", { method: "POST", body }),
    removeRule: ({ id, version }: RuleDocument) =>
      ask(`/rules/${id}`, { method: "DELETE", etag: toEtag(version) }),
    changeRule: (id: string, body: RuleChange, etag: string | undefined) =>
      ask<RuleDocument>(`/rules/${id}`, { method: "PATCH", body, etag }),
    contracts: createContractsApi(ask),
    estate: createEstateApi(ask),
    desk: createTicketsApi(ask),
    queue: createQueueApi(ask),
    staff: createStaffApi(ask),
    settings: createSettingsApi(ask),
    noise: createNoiseApi(ask),
    onCall: createOnCallApi(ask),
    mails: createMailsApi(ask),
    removeSample: () => ask("/sample", { method: "DELETE" }),
  };
}

function toSeriesPath({ machineId, metric, object, fromMs, toMs }: SeriesWish): string {
  const query = toQuery({
    metric,
    object: object ?? undefined,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
  return `/machines/${machineId}/series?${query}`;
}
