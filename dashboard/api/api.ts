import type { MachineDetail, MachineSummary, Series } from "@vigie/shared/machine.ts";
import type { Language } from "@vigie/shared/problems.ts";
import type { AlertDocument, RuleChange, RuleDocument } from "@vigie/shared/rule.ts";
import type { TicketDetail, TicketSummary } from "@vigie/shared/ticket.ts";
import { ApiProblem, toProblem } from "./problem.ts";

/**
 * The collector's API as this page uses it. Answers come from the server that served the page and
 * are of the types that both share, so they are not checked a second time.
 */

export type List<T> = { readonly items: readonly T[]; readonly nextCursor?: string | null };

export type Health = {
  readonly status: "ok" | "degraded";
  readonly version: string;
  /** Started by `npm start`: sample data is there and may be played with. */
  readonly sample: boolean;
};

/** A document and the version under which it may be changed. */
export type Versioned<T> = { readonly document: T; readonly etag: string | undefined };

export type SeriesWish = {
  readonly machineId: string;
  readonly metric: string;
  readonly object: string | null;
  readonly fromMs: number;
  readonly toMs: number;
};

export type Act = { readonly by: string; readonly text?: string };

export type MachineSort = "name" | "customer" | "lastReport" | "presence" | "openTickets";

export type MachinesWish = {
  readonly search: string;
  readonly sort: MachineSort;
  readonly order: "asc" | "desc";
  readonly cursor: string | undefined;
};

type Request = {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly body?: object;
  readonly etag?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Rows of one page of a list. */
const PAGE_SIZE = 100;
/** An answer that takes longer is no answer. */
const ANSWER_MS_MAX = 30_000;

export type Api = ReturnType<typeof createApi>;

export function createApi(parts: {
  readonly language: () => Language;
  /** Is told the server's time of each answer. */
  readonly onServerTime: (ms: number) => void;
}) {
  async function request<T>(path: string, wish: Request = {}): Promise<Versioned<T>> {
    const limit = AbortSignal.timeout(ANSWER_MS_MAX);
    const response = await fetch(`/api${path}`, {
      method: wish.method ?? "GET",
      headers: {
        accept: "application/json",
        "accept-language": parts.language(),
        ...(wish.body !== undefined && { "content-type": "application/json" }),
        ...(wish.etag !== undefined && { "if-match": wish.etag }),
      },
      body: wish.body === undefined ? null : JSON.stringify(wish.body),
      signal: wish.signal === undefined ? limit : AbortSignal.any([limit, wish.signal]),
    }).catch((cause: unknown) => {
      if (wish.signal?.aborted === true) throw cause;
      throw new ApiProblem({ code: "no_answer", status: 0, title: "" });
    });
    const date = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(date)) parts.onServerTime(date);
    const text = await response.text();
    if (!response.ok) throw toProblem(response.status, readJson(text), parts.language());
    const document: T = text === "" ? undefined : JSON.parse(text);
    return { document, etag: response.headers.get("etag") ?? undefined };
  }

  const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    (await request<T>(path, { signal })).document;

  const act = (ticketId: string, name: string, wish: { body: Act; etag?: string | undefined }) =>
    request(`/tickets/${ticketId}/${name}`, { method: "POST", ...wish });

  return {
    health: (signal?: AbortSignal) => get<Health>("/health", signal),
    machines: (wish: MachinesWish, signal?: AbortSignal) =>
      get<List<MachineSummary>>(`/machines?${toQuery({ ...wish, limit: PAGE_SIZE })}`, signal),
    machine: (id: string, signal?: AbortSignal) => get<MachineDetail>(`/machines/${id}`, signal),
    series: (wish: SeriesWish, signal?: AbortSignal) =>
      get<Series>(
        `/machines/${wish.machineId}/series?${toQuery({
          metric: wish.metric,
          object: wish.object ?? undefined,
          from: new Date(wish.fromMs).toISOString(),
          to: new Date(wish.toMs).toISOString(),
        })}`,
        signal,
      ),
    alerts: (machineId: string, signal?: AbortSignal) =>
      get<List<AlertDocument>>(`/alerts?${toQuery({ machine: machineId })}`, signal),
    tickets: (machineId: string, signal?: AbortSignal) =>
      get<List<TicketSummary>>(`/tickets?${toQuery({ machine: machineId })}`, signal),
    ticket: (id: string, signal?: AbortSignal) =>
      request<TicketDetail>(`/tickets/${id}`, { signal }),
    acknowledge: (id: string, body: Act, etag: string | undefined) =>
      act(id, "acknowledge", { body, etag }),
    comment: (id: string, body: Act) => act(id, "comments", { body }),
    resolve: (id: string, body: Act, etag: string | undefined) =>
      act(id, "resolve", { body, etag }),
    rules: (signal?: AbortSignal) => get<List<RuleDocument>>("/rules", signal),
    rule: (id: string) => request<RuleDocument>(`/rules/${id}`),
    changeRule: (id: string, body: RuleChange, etag: string | undefined) =>
      request(`/rules/${id}`, { method: "PATCH", body, etag }),
    removeSample: () => request("/sample", { method: "DELETE" }),
  };
}

function toQuery(wish: Readonly<Record<string, string | number | undefined>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wish)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  return query;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
