import type { TicketTransition } from "@vigie/shared/ticket.ts";
import type { Attachment, TicketDetail, TicketSummary } from "@vigie/shared/ticket-document.ts";
import type { TicketCount } from "@vigie/shared/ticket-query.ts";
import type {
  CallDocument,
  CallTicketWish,
  CallWish,
  InterventionCost,
  TicketChange,
  TicketPreview,
  TicketPreviewWish,
  TicketWish,
} from "@vigie/shared/ticket-wish.ts";
import type {
  TimeEntryChange,
  TimeEntryDocument,
  TimeEntryWish,
  TimerStart,
} from "@vigie/shared/work.ts";
import { type QueueWish, toFilterQuery, toTicketsQuery } from "../queue/queue-wish.ts";
import { type Ask, createGet, toEtag } from "./requests.ts";
import { type List, ROWS, toQuery } from "./wishes.ts";

/** The part of the API that is about tickets: finding, opening, working on them. */

/** An older part of a history. */
export type Earlier = List<TicketTransition>;

export function createTicketsApi(ask: Ask) {
  const get = createGet(ask);
  return {
    list(wish: QueueWish, cursor: string | undefined, signal?: AbortSignal) {
      const query = toTicketsQuery(wish);
      query.set("limit", String(ROWS));
      if (cursor !== undefined) query.set("cursor", cursor);
      return get<List<TicketSummary>>(`/tickets?${query}`, signal);
    },
    count: (wish: QueueWish, signal?: AbortSignal) =>
      get<TicketCount>(`/tickets/count?${toFilterQuery(wish)}`, signal),
    open: (body: TicketWish) => ask<TicketDetail>("/tickets", { method: "POST", body }),
    preview: (body: TicketPreviewWish, signal?: AbortSignal) =>
      ask<TicketPreview>("/tickets/preview", { method: "POST", body, signal }),
    cost: (id: string, signal?: AbortSignal) =>
      get<InterventionCost | null>(`/tickets/${id}/intervention`, signal),
    earlier: (id: string, before: number, signal?: AbortSignal) =>
      get<Earlier>(`/tickets/${id}/transitions?${toQuery({ before, limit: ROWS })}`, signal),
    ...createActsApi(ask),
    ...createWorkApi(ask),
    calls: (cursor: string | undefined, signal?: AbortSignal) =>
      get<List<CallDocument>>(`/calls?${toQuery({ cursor, limit: ROWS })}`, signal),
    logCall: (body: CallWish) => ask<CallDocument>("/calls", { method: "POST", body }),
    /** The ticket that a call asks for. */
    openOfCall: (callId: string, body: CallTicketWish) =>
      ask<TicketDetail>(`/calls/${callId}/ticket`, { method: "POST", body }),
    propose: (alertId: string, body: { readonly by: string }) =>
      ask<TicketDetail>(`/alerts/${alertId}/propose`, { method: "POST", body }),
  };
}

/** What is done to one ticket; where it changes what somebody else may have changed, by its ETag. */
function createActsApi(ask: Ask) {
  return {
    act: (id: string, { path, body, etag }: TicketAct) =>
      ask<TicketDetail>(`/tickets/${id}/${path}`, { method: "POST", body, etag }),
    change: (id: string, body: TicketChange, etag: string | undefined) =>
      ask<TicketDetail>(`/tickets/${id}`, { method: "PATCH", body, etag }),
    watch: (id: string, staffId: string, by: string) =>
      ask(`/tickets/${id}/watchers/${staffId}`, { method: "PUT", body: { by } }),
    unwatch: (id: string, staffId: string) =>
      ask(`/tickets/${id}/watchers/${staffId}`, { method: "DELETE" }),
    unlink: (id: string, linkId: string, by: string) =>
      ask(`/tickets/${id}/links/${linkId}?${toQuery({ by })}`, { method: "DELETE" }),
    /** Keeps one file; it is shown once a line names it. */
    attach(id: string, file: File, by: string) {
      const body = new FormData();
      // Fields first: who reads the form knows them before the file comes.
      body.set("by", by);
      body.set("file", file);
      return ask<Attachment>(`/tickets/${id}/attachments`, { method: "POST", body });
    },
  };
}

/** An act by the last part of its path. */
export type TicketAct = {
  readonly path: string;
  readonly body: object;
  /** Left out for what only adds. */
  readonly etag?: string | undefined;
};

function createWorkApi(ask: Ask) {
  const get = createGet(ask);
  return {
    timeEntries: (id: string, signal?: AbortSignal) =>
      get<List<TimeEntryDocument>>(`/tickets/${id}/time-entries`, signal),
    addTime: (id: string, body: TimeEntryWish) =>
      ask<TimeEntryDocument>(`/tickets/${id}/time-entries`, { method: "POST", body }),
    startTimer: (id: string, body: TimerStart) =>
      ask<TimeEntryDocument>(`/tickets/${id}/time-entries/start`, { method: "POST", body }),
    stopTimer: ({ id, version }: TimeEntryDocument, body: { readonly by: string }) =>
      ask<TimeEntryDocument>(`/time-entries/${id}/stop`, {
        method: "POST",
        body,
        etag: toEtag(version),
      }),
    changeTime: ({ id, version }: TimeEntryDocument, body: TimeEntryChange) =>
      ask<TimeEntryDocument>(`/time-entries/${id}`, {
        method: "PATCH",
        body,
        etag: toEtag(version),
      }),
    removeTime: ({ id, version }: TimeEntryDocument, by: string) =>
      ask(`/time-entries/${id}?${toQuery({ by })}`, { method: "DELETE", etag: toEtag(version) }),
  };
}
