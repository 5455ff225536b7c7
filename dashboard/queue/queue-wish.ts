import { SEARCH_LENGTH_MAX } from "../api/wishes.ts";

/** Which tickets a reader wants to see, and in what order, as the page's address says it. */

export const QUEUE_FILTERS = [
  "state",
  "type",
  "priority",
  "coverage",
  "channel",
  "assignee",
  "team",
  "customer",
  "site",
  "machine",
  "equipment",
  "requester",
  "rule",
  "parent",
  "tag",
  "queued",
] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

/** What each filter lets through; several values of one are alternatives. */
export type QueueFilters = Readonly<Partial<Record<QueueFilter, readonly string[]>>>;

export const QUEUE_SORTS = ["breaks", "updated", "priority", "number"] as const;
export type QueueSort = (typeof QUEUE_SORTS)[number];

export type QueueWish = {
  readonly filters: QueueFilters;
  readonly search: string | undefined;
  readonly sort: QueueSort;
  readonly order: "asc" | "desc";
};

/** The way round in which each order is asked for first: what needs a hand is on top. */
export const FIRST_ORDER = {
  breaks: "asc",
  updated: "desc",
  priority: "asc",
  number: "desc",
} as const satisfies Record<QueueSort, "asc" | "desc">;

/** What still has to be done, by what breaks next. */
export const BREAKING_NEXT: QueueWish = {
  filters: { state: ["open"] },
  search: undefined,
  sort: "breaks",
  order: "asc",
};

/** In the address: tickets in any state, as an absent `state` means open ones. */
const ANY_STATE = "any";
/** Values of one filter, and characters of one, that are read from an address. */
const VALUES_MAX = 20;
const VALUE_LENGTH_MAX = 64;

/** Reads a query; what is not understood counts as not said. */
export function parseQueue(query: URLSearchParams): QueueWish {
  const sort = QUEUE_SORTS.find((name) => name === query.get("sort")) ?? "breaks";
  const order = query.get("order");
  const search = (query.get("q") ?? "").slice(0, SEARCH_LENGTH_MAX);
  return {
    filters: parseFilters(query),
    search: search === "" ? undefined : search,
    sort,
    order: order === "asc" || order === "desc" ? order : FIRST_ORDER[sort],
  };
}

function parseFilters(query: URLSearchParams): QueueFilters {
  const filters: Partial<Record<QueueFilter, readonly string[]>> = {};
  for (const name of QUEUE_FILTERS) {
    const values = query
      .getAll(name)
      .filter((value) => value !== "" && value.length <= VALUE_LENGTH_MAX)
      .slice(0, VALUES_MAX);
    if (values.length > 0) filters[name] = values;
  }
  const { state = ["open"], ...others } = filters;
  return state.includes(ANY_STATE) ? others : { ...others, state };
}

/** The wish as a query; what is as by default is left out. */
export function toQueueQuery({ filters, search, sort, order }: QueueWish): URLSearchParams {
  const query = new URLSearchParams();
  if (search !== undefined) query.set("q", search);
  const { state = [ANY_STATE], ...others } = filters;
  const said: QueueFilters = state.join() === "open" ? others : { ...others, state };
  for (const name of QUEUE_FILTERS) {
    for (const value of said[name] ?? []) query.append(name, value);
  }
  if (sort !== "breaks") query.set("sort", sort);
  if (order !== FIRST_ORDER[sort]) query.set("order", order);
  return query;
}

/** The wish as the collector is asked. */
export function toTicketsQuery({ filters, search, sort, order }: QueueWish): URLSearchParams {
  const query = toFilterQuery({ filters, search });
  query.set("sort", sort);
  query.set("order", order);
  return query;
}

/** The same without an order, for counting. */
export function toFilterQuery({
  filters,
  search,
}: Pick<QueueWish, "filters" | "search">): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of QUEUE_FILTERS) {
    for (const value of filters[name] ?? []) query.append(name, value);
  }
  if (search !== undefined) query.set("q", search);
  return query;
}

/** The wish with another value of one filter; undefined = whatever it is. */
export function withFilter(
  wish: QueueWish,
  name: QueueFilter,
  values: readonly string[] | undefined,
): QueueWish {
  const { [name]: _, ...others } = wish.filters;
  return { ...wish, filters: values === undefined ? others : { ...others, [name]: values } };
}

/** Whether both show the same tickets in the same order, whatever is searched for in them. */
export function isSameView(a: QueueWish, b: QueueWish): boolean {
  const [bare, other] = [a, b].map((wish) => String(toQueueQuery({ ...wish, search: undefined })));
  return bare === other;
}

/** The lists that everybody has, in the order of their tabs. */
export const TABS = ["breaking", "mine", "unassigned", "waiting", "not_covered", "all"] as const;
export type Tab = (typeof TABS)[number];

/** What a tab shows; undefined = that needs to be known whose tickets are "mine". */
export function toTabWish(tab: Tab, staffId: string | undefined): QueueWish | undefined {
  const open = ["open"];
  switch (tab) {
    case "breaking":
      return BREAKING_NEXT;
    case "mine":
      return staffId === undefined
        ? undefined
        : { ...BREAKING_NEXT, filters: { state: open, assignee: [staffId] } };
    case "unassigned":
      return { ...BREAKING_NEXT, filters: { state: open, assignee: ["none"] } };
    case "waiting":
      return {
        ...BREAKING_NEXT,
        filters: { state: ["waiting_customer", "waiting_third_party"] },
        sort: "updated",
        order: "asc",
      };
    case "not_covered":
      return {
        ...BREAKING_NEXT,
        filters: {
          state: open,
          coverage: ["type_not_included", "outside_perimeter", "no_contract"],
        },
        sort: "number",
        order: "desc",
      };
    case "all":
      return { ...BREAKING_NEXT, sort: "number", order: "desc" };
  }
}
