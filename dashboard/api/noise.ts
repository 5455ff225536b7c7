import type { DependencyDocument, DependencyWish } from "@vigie/shared/dependency.ts";
import type { OutageDetail, OutageSummary } from "@vigie/shared/outage.ts";
import { type Ask, createGet, toEtag } from "./requests.ts";
import { type List, ROWS, toQuery } from "./wishes.ts";

/** The part of the API that is about what goes together: outages of sites, machines behind others. */

export function createNoiseApi(ask: Ask) {
  const get = createGet(ask);
  return {
    outages(isOpen: boolean, cursor: string | undefined, signal?: AbortSignal) {
      const query = toQuery({ open: String(isOpen), cursor, limit: ROWS });
      return get<List<OutageSummary>>(`/outages?${query}`, signal);
    },
    outage: (id: string, signal?: AbortSignal) => get<OutageDetail>(`/outages/${id}`, signal),
    dependencies: (cursor: string | undefined, signal?: AbortSignal) =>
      get<List<DependencyDocument>>(`/dependencies?${toQuery({ cursor, limit: ROWS })}`, signal),
    addDependency: (body: DependencyWish) =>
      ask<DependencyDocument>("/dependencies", { method: "POST", body }),
    removeDependency: ({ id, version }: DependencyDocument) =>
      ask(`/dependencies/${id}`, { method: "DELETE", etag: toEtag(version) }),
  };
}
