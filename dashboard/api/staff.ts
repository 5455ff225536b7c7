import type {
  StaffChange,
  StaffDocument,
  StaffWish,
  TeamChange,
  TeamDocument,
  TeamWish,
} from "@vigie/shared/staff.ts";
import { type Ask, toEtag } from "./requests.ts";
import { type List, toQuery } from "./wishes.ts";

/** The part of the API that is about the provider's people. */

/** Of people that are chosen from: the most that the collector gives. */
const PAGE_SIZE = 200;

export function createStaffApi(ask: Ask) {
  const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    (await ask<T>(path, { signal })).document;
  return {
    list: (signal?: AbortSignal) =>
      get<List<StaffDocument>>(`/staff?${toQuery({ limit: PAGE_SIZE })}`, signal),
    add: (body: StaffWish) => ask<StaffDocument>("/staff", { method: "POST", body }),
    change: ({ id, version }: StaffDocument, body: StaffChange) =>
      ask<StaffDocument>(`/staff/${id}`, { method: "PATCH", body, etag: toEtag(version) }),
    teams: (signal?: AbortSignal) =>
      get<List<TeamDocument>>(`/teams?${toQuery({ limit: PAGE_SIZE })}`, signal),
    addTeam: (body: TeamWish) => ask<TeamDocument>("/teams", { method: "POST", body }),
    changeTeam: ({ id, version }: TeamDocument, body: TeamChange) =>
      ask<TeamDocument>(`/teams/${id}`, { method: "PATCH", body, etag: toEtag(version) }),
  };
}
