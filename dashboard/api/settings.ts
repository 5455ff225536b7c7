import type { DryRun, DryRunWish } from "@vigie/shared/dry-run.ts";
import type { NoticeDocument, NoticeState } from "@vigie/shared/notice.ts";
import type {
  NoticeRuleChange,
  NoticeRuleDocument,
  NoticeRuleWish,
} from "@vigie/shared/notice-rule.ts";
import type { OverrideDocument, RuleOverride } from "@vigie/shared/rule-override.ts";
import type {
  NewWebhook,
  WebhookChange,
  WebhookDocument,
  WebhookTest,
  WebhookWish,
} from "@vigie/shared/webhook.ts";
import type { WindowDocument, WindowWish } from "@vigie/shared/window.ts";
import { type Ask, createGet, toEtag } from "./requests.ts";
import { type List, ROWS, toQuery } from "./wishes.ts";

/** The part of the API that sets what is watched, held back and told. */

/** For whom a rule is otherwise: `class` or `machine` with what it is of, such as "class server". */
export type OverrideKey = { readonly ruleId: string; readonly scope: string };

const overridePath = ({ ruleId, scope }: OverrideKey): string =>
  `/rules/${ruleId}/overrides/${scope.replace(" ", "/")}`;

/** What is on a person's screen, and how much of it is new. */
export type MyNotices = List<NoticeDocument> & { readonly unread: number };

export function createSettingsApi(ask: Ask) {
  const get = createGet(ask);
  return {
    dryRun: (ruleId: string, body: DryRunWish) =>
      ask<DryRun>(`/rules/${ruleId}/dry-run`, { method: "POST", body }),
    overrides: (ruleId: string, signal?: AbortSignal) =>
      get<List<OverrideDocument>>(`/rules/${ruleId}/overrides`, signal),
    setOverride: (key: OverrideKey, body: RuleOverride) =>
      ask<OverrideDocument>(overridePath(key), { method: "PUT", body }),
    removeOverride({ ruleId, scope, version }: OverrideDocument) {
      const of = scope.kind === "class" ? scope.class : scope.machineId;
      const path = overridePath({ ruleId, scope: `${scope.kind} ${of}` });
      return ask(path, { method: "DELETE", etag: toEtag(version) });
    },
    windows: (cursor: string | undefined, signal?: AbortSignal) =>
      get<List<WindowDocument>>(`/maintenance-windows?${toQuery({ cursor, limit: ROWS })}`, signal),
    planWindow: (body: WindowWish) =>
      ask<WindowDocument>("/maintenance-windows", { method: "POST", body }),
    endWindow: ({ id, version }: WindowDocument, by: string) =>
      ask<WindowDocument>(`/maintenance-windows/${id}/end`, {
        method: "POST",
        body: { by },
        etag: toEtag(version),
      }),
    removeWindow: ({ id, version }: WindowDocument) =>
      ask(`/maintenance-windows/${id}`, { method: "DELETE", etag: toEtag(version) }),
    ...createNoticesApi(ask),
  };
}

/** What people and programs are told. */
function createNoticesApi(ask: Ask) {
  const get = createGet(ask);
  return {
    notices(state: NoticeState | "", cursor: string | undefined, signal?: AbortSignal) {
      const query = toQuery({ state, cursor, limit: ROWS });
      return get<List<NoticeDocument>>(`/notices?${query}`, signal);
    },
    sendAgain: (id: string) => ask(`/notices/${id}/send-again`, { method: "POST" }),
    dropNotice: (id: string) => ask(`/notices/${id}/drop`, { method: "POST" }),
    myNotices: (staffId: string, signal?: AbortSignal) =>
      get<MyNotices>(`/my-notices?${toQuery({ staff: staffId, limit: ROWS })}`, signal),
    readNotices: (staffId: string) =>
      ask("/my-notices/read", { method: "POST", body: { staffId } }),
    noticeRules: (signal?: AbortSignal) => get<List<NoticeRuleDocument>>("/notice-rules", signal),
    addNoticeRule: (body: NoticeRuleWish) =>
      ask<NoticeRuleDocument>("/notice-rules", { method: "POST", body }),
    changeNoticeRule: ({ id, version }: NoticeRuleDocument, body: NoticeRuleChange) =>
      ask<NoticeRuleDocument>(`/notice-rules/${id}`, {
        method: "PATCH",
        body,
        etag: toEtag(version),
      }),
    removeNoticeRule: ({ id, version }: NoticeRuleDocument) =>
      ask(`/notice-rules/${id}`, { method: "DELETE", etag: toEtag(version) }),
    webhooks: (signal?: AbortSignal) => get<List<WebhookDocument>>("/webhooks", signal),
    addWebhook: (body: WebhookWish) => ask<NewWebhook>("/webhooks", { method: "POST", body }),
    changeWebhook: ({ id, version }: WebhookDocument, body: WebhookChange) =>
      ask<WebhookDocument>(`/webhooks/${id}`, { method: "PATCH", body, etag: toEtag(version) }),
    removeWebhook: ({ id, version }: WebhookDocument) =>
      ask(`/webhooks/${id}`, { method: "DELETE", etag: toEtag(version) }),
    testWebhook: (id: string) => ask<WebhookTest>(`/webhooks/${id}/test`, { method: "POST" }),
  };
}
