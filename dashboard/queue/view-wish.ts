import type { TicketFilter } from "@vigie/shared/ticket-query.ts";
import type { ViewDocument, ViewWish } from "@vigie/shared/view.ts";
import { parseQueue, type QueueWish, toFilterQuery } from "./queue-wish.ts";

/** Saved views as the queue's own wishes, and back. */

/** What a view shows; one that names no state shows tickets in any. */
export function toViewQueue({
  filter,
  sort,
  order,
}: Pick<ViewDocument, "filter" | "sort" | "order">): QueueWish {
  const query = new URLSearchParams({ sort, order });
  for (const [name, values] of Object.entries(filter)) {
    for (const value of [values].flat()) query.append(name, String(value));
  }
  if (filter.state === undefined) query.set("state", "any");
  return parseQueue(query);
}

/** The list on the screen under a name. The collector refuses what no filter can be. */
export function toViewWish(
  wish: QueueWish,
  { name, owner }: Pick<ViewWish, "name" | "owner">,
): ViewWish {
  return { name, owner, filter: toFilter(wish), sort: wish.sort, order: wish.order };
}

/** A filter of one value is that value; several are a list. Numbers and truths are such on the wire. */
function toFilter(wish: QueueWish): TicketFilter {
  const query = toFilterQuery(wish);
  const filter: Record<string, unknown> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name).map((text) => toValue(name, text));
    filter[name] = values.length === 1 ? values[0] : values;
  }
  return filter;
}

function toValue(name: string, text: string): string | number | boolean {
  if (name === "priority") return Number(text);
  return name === "queued" ? text === "true" : text;
}
