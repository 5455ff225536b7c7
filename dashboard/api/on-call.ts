import type {
  CustomerNoticesDocument,
  CustomerNoticesWish,
} from "@vigie/shared/customer-notices.ts";
import type {
  EscalationPolicyChange,
  EscalationPolicyDocument,
  EscalationPolicyWish,
} from "@vigie/shared/escalation-policy.ts";
import type {
  CalendarAddress,
  RotaChange,
  RotaDocument,
  RotaOverrideWish,
  RotaWish,
  ShiftDocument,
} from "@vigie/shared/rota.ts";
import { type Ask, createGet, toEtag } from "./requests.ts";
import { type List, toQuery } from "./wishes.ts";

/** The part of the API that says who is on call, who is woken, and what customers are told. */

/** Of a list that has no end, the part that is read. */
export type Span = { readonly fromMs: number; readonly toMs: number };

type Version = { readonly id: string; readonly version: number };

export function createOnCallApi(ask: Ask) {
  const get = createGet(ask);
  return {
    rotas: (signal?: AbortSignal) => get<List<RotaDocument>>("/rotas", signal),
    shifts(rotaId: string, { fromMs, toMs }: Span, signal?: AbortSignal) {
      const query = toQuery({ from: toInstant(fromMs), to: toInstant(toMs) });
      return get<List<ShiftDocument>>(`/rotas/${rotaId}/shifts?${query}`, signal);
    },
    addRota: (body: RotaWish) => ask<RotaDocument>("/rotas", { method: "POST", body }),
    changeRota: ({ id, version }: Version, body: RotaChange) =>
      ask<RotaDocument>(`/rotas/${id}`, { method: "PATCH", body, etag: toEtag(version) }),
    removeRota: ({ id, version }: Version) =>
      ask(`/rotas/${id}`, { method: "DELETE", etag: toEtag(version) }),
    addOverride: ({ id, version }: Version, body: RotaOverrideWish) =>
      ask<RotaDocument>(`/rotas/${id}/overrides`, { method: "POST", body, etag: toEtag(version) }),
    removeOverride: ({ id, version }: Version, overrideId: string) =>
      ask<RotaDocument>(`/rotas/${id}/overrides/${overrideId}`, {
        method: "DELETE",
        etag: toEtag(version),
      }),
    makeCalendarKey: (rotaId: string) =>
      ask<CalendarAddress>(`/rotas/${rotaId}/calendar-key`, { method: "POST" }),
    removeCalendarKey: (rotaId: string) =>
      ask(`/rotas/${rotaId}/calendar-key`, { method: "DELETE" }),
    ...createPoliciesApi(ask),
    ...createCustomerNoticesApi(ask),
  };
}

const toInstant = (ms: number): string => new Date(ms).toISOString();

function createPoliciesApi(ask: Ask) {
  const get = createGet(ask);
  return {
    policies: (signal?: AbortSignal) =>
      get<List<EscalationPolicyDocument>>("/escalation-policies", signal),
    addPolicy: (body: EscalationPolicyWish) =>
      ask<EscalationPolicyDocument>("/escalation-policies", { method: "POST", body }),
    changePolicy: ({ id, version }: Version, body: EscalationPolicyChange) =>
      ask<EscalationPolicyDocument>(`/escalation-policies/${id}`, {
        method: "PATCH",
        body,
        etag: toEtag(version),
      }),
    removePolicy: ({ id, version }: Version) =>
      ask(`/escalation-policies/${id}`, { method: "DELETE", etag: toEtag(version) }),
  };
}

function createCustomerNoticesApi(ask: Ask) {
  const get = createGet(ask);
  const pathOf = (contractId: string) => `/contracts/${contractId}/customer-notices`;
  return {
    customerNotices: (contractId: string, signal?: AbortSignal) =>
      get<CustomerNoticesDocument>(pathOf(contractId), signal),
    setCustomerNotices: (contractId: string, version: number, body: CustomerNoticesWish) =>
      ask<CustomerNoticesDocument>(pathOf(contractId), {
        method: "PUT",
        body,
        etag: toEtag(version),
      }),
    resetCustomerNotices: (contractId: string, version: number) =>
      ask<CustomerNoticesDocument>(pathOf(contractId), {
        method: "DELETE",
        etag: toEtag(version),
      }),
  };
}
