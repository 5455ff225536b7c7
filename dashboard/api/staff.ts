import type {
  StaffChange,
  StaffDocument,
  StaffWish,
  TeamChange,
  TeamDocument,
  TeamWish,
} from "@vigie/shared/staff.ts";
import { type Ask, createGet, toEtag } from "./requests.ts";
import { CHOICES_MAX, type List, toQuery } from "./wishes.ts";

/** The part of the API that is about the provider's people. */

export function createStaffApi(ask: Ask) {
  const get = createGet(ask);
  return {
    list: (signal?: AbortSignal) =>
      get<List<StaffDocument>>(`/staff?${toQuery({ limit: CHOICES_MAX })}`, signal),
    add: (body: StaffWish) => ask<StaffDocument>("/staff", { method: "POST", body }),
    change: ({ id, version }: StaffDocument, body: StaffChange) =>
      ask<StaffDocument>(`/staff/${id}`, { method: "PATCH", body, etag: toEtag(version) }),
    teams: (signal?: AbortSignal) =>
      get<List<TeamDocument>>(`/teams?${toQuery({ limit: CHOICES_MAX })}`, signal),
    addTeam: (body: TeamWish) => ask<TeamDocument>("/teams", { method: "POST", body }),
    changeTeam: ({ id, version }: TeamDocument, body: TeamChange) =>
      ask<TeamDocument>(`/teams/${id}`, { method: "PATCH", body, etag: toEtag(version) }),
  };
}
