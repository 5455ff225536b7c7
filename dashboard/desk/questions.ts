import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { MailState } from "@vigie/shared/mail.ts";
import type { NoticeState } from "@vigie/shared/notice.ts";
import type { TicketCount } from "@vigie/shared/ticket-query.ts";
import type { TicketPreviewWish } from "@vigie/shared/ticket-wish.ts";
import { useParts } from "../parts.tsx";
import type { QueueWish } from "../queue/queue-wish.ts";

/** What the pages of the desk read from the API. Every key begins with what it is of. */

/** How often the queue is read again: the feed tells of machines that are on the screen, not of all. */
const QUEUE_AGAIN_MS = 5_000;
const COUNTS_AGAIN_MS = 20_000;
const PAGES_AGAIN_MS = 20_000;
/** Staff and teams change rarely. */
const PEOPLE_FRESH_MS = 60_000;

export function useQueue(wish: QueueWish) {
  const { api, clock } = useParts();
  return useInfiniteQuery({
    queryKey: ["tickets", "queue", wish],
    queryFn: async ({ pageParam, signal }) => ({
      ...(await api.desk.list(wish, pageParam, signal)),
      readAtMs: clock.now(),
    }),
    initialPageParam: NO_CURSOR,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: QUEUE_AGAIN_MS,
  });
}

const NO_CURSOR: string | undefined = undefined;

type Page<Row> = { readonly items: readonly Row[]; readonly nextCursor?: string | null };

/** A list that is read page by page, the newest first. */
function usePages<Row>(
  queryKey: readonly unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: NO_CURSOR,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: PAGES_AGAIN_MS,
  });
}

/** The rows of all pages that were read. */
export function rowsOf<Row>(
  data: { readonly pages: readonly Page<Row>[] } | undefined,
): readonly Row[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}

export function useCalls() {
  const { desk } = useParts().api;
  return usePages(["calls"], (cursor, signal) => desk.calls(cursor, signal));
}

export function useNotices(state: NoticeState | "") {
  const { settings } = useParts().api;
  return usePages(["notices", state], (cursor, signal) => settings.notices(state, cursor, signal));
}

/** What is on a person's screen; undefined = nobody said who they are. */
export function useMyNotices(staffId: string | undefined) {
  const { settings } = useParts().api;
  return useQuery({
    queryKey: ["my-notices", staffId],
    queryFn: ({ signal }) => settings.myNotices(staffId ?? "", signal),
    enabled: staffId !== undefined,
    refetchInterval: PAGES_AGAIN_MS,
  });
}

export function useWindows() {
  const { settings } = useParts().api;
  return usePages(["windows"], (cursor, signal) => settings.windows(cursor, signal));
}

export function useOutages(isOpen: boolean) {
  const { noise } = useParts().api;
  return usePages(["outages", isOpen], (cursor, signal) => noise.outages(isOpen, cursor, signal));
}

export function useDependencies() {
  const { noise } = useParts().api;
  return usePages(["dependencies"], (cursor, signal) => noise.dependencies(cursor, signal));
}

export function useMails(state: MailState) {
  const { mails } = useParts().api;
  return usePages(["mails", state], (cursor, signal) => mails.list(state, cursor, signal));
}

/** How many tickets a tab holds; undefined wish = none can be counted. */
export function useTicketCount(wish: QueueWish | undefined): TicketCount | undefined {
  const { api } = useParts();
  const { data } = useQuery({
    queryKey: ["tickets", "count", wish?.filters, wish?.search],
    queryFn: async ({ signal }) => {
      if (wish === undefined) throw new Error("there is nothing to count");
      return api.desk.count(wish, signal);
    },
    enabled: wish !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: COUNTS_AGAIN_MS,
  });
  return data;
}

export function useStaff() {
  const { api } = useParts();
  return useQuery({
    queryKey: ["staff"],
    queryFn: ({ signal }) => api.staff.list(signal),
    staleTime: PEOPLE_FRESH_MS,
  });
}

export function useTeams() {
  const { api } = useParts();
  return useQuery({
    queryKey: ["teams"],
    queryFn: ({ signal }) => api.staff.teams(signal),
    staleTime: PEOPLE_FRESH_MS,
  });
}

export function useMacros() {
  const { api } = useParts();
  return useQuery({
    queryKey: ["macros"],
    queryFn: ({ signal }) => api.queue.macros(signal),
    staleTime: PEOPLE_FRESH_MS,
  });
}

export function useViews() {
  const { api } = useParts();
  return useQuery({ queryKey: ["views"], queryFn: ({ signal }) => api.queue.views(signal) });
}

/** What a ticket would be worth: asked as soon as it is said whose it is. */
export function useTicketPreview(wish: TicketPreviewWish | undefined) {
  const { api } = useParts();
  return useQuery({
    queryKey: ["ticket-preview", wish],
    queryFn: async ({ signal }) => {
      if (wish === undefined) throw new Error("there is no question");
      return (await api.desk.preview(wish, signal)).document;
    },
    enabled: wish !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** What an intervention on it would cost; read where the fee does not hold it. */
export function useCost(ticketId: string, enabled: boolean) {
  const { api } = useParts();
  return useQuery({
    queryKey: ["ticket-cost", ticketId],
    queryFn: ({ signal }) => api.desk.cost(ticketId, signal),
    enabled,
  });
}

export function useTimeEntries(ticketId: string) {
  const { api } = useParts();
  return useQuery({
    queryKey: ["time-entries", ticketId],
    queryFn: ({ signal }) => api.desk.timeEntries(ticketId, signal),
  });
}
