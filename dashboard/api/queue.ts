import type { BulkOutcome, BulkWish } from "@vigie/shared/bulk.ts";
import type { MacroChange, MacroDocument, MacroWish } from "@vigie/shared/macro.ts";
import type { ViewDocument, ViewWish } from "@vigie/shared/view.ts";
import { type Ask, createGet, toEtag } from "./requests.ts";
import { CHOICES_MAX, type List, toQuery } from "./wishes.ts";

/** The part of the API that is about many tickets: acts on them, macros, saved views. */

type Outcomes = { readonly outcomes: readonly BulkOutcome[]; readonly doneCount: number };

export function createQueueApi(ask: Ask) {
  const get = createGet(ask);
  return {
    bulk: async (body: BulkWish) =>
      (await ask<Outcomes>("/tickets/bulk", { method: "POST", body })).document,
    macros: (signal?: AbortSignal) =>
      get<List<MacroDocument>>(`/macros?${toQuery({ limit: CHOICES_MAX })}`, signal),
    addMacro: (body: MacroWish) => ask<MacroDocument>("/macros", { method: "POST", body }),
    changeMacro: ({ id, version }: MacroDocument, body: MacroChange) =>
      ask<MacroDocument>(`/macros/${id}`, { method: "PATCH", body, etag: toEtag(version) }),
    removeMacro: ({ id, version }: MacroDocument) =>
      ask(`/macros/${id}`, { method: "DELETE", etag: toEtag(version) }),
    views: (signal?: AbortSignal) =>
      get<List<ViewDocument>>(`/views?${toQuery({ limit: CHOICES_MAX })}`, signal),
    addView: (body: ViewWish) => ask<ViewDocument>("/views", { method: "POST", body }),
    removeView: ({ id, version }: ViewDocument) =>
      ask(`/views/${id}`, { method: "DELETE", etag: toEtag(version) }),
  };
}
