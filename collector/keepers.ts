import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { AttachmentStore } from "./attachments/store.ts";
import { CALENDAR_KEYS } from "./calendar-keys.ts";
import { createAlertKeeper } from "./flow/alert-keeper.ts";
import { createAttachmentKeeper } from "./flow/attachment-keeper.ts";
import { createBulkDesk } from "./flow/bulk-desk.ts";
import { createRuleKeeper } from "./flow/by-hand.ts";
import { createCalendarBook } from "./flow/calendar-book.ts";
import { createCalendarKeeper } from "./flow/calendar-keeper.ts";
import { createCalendarKeyKeeper } from "./flow/calendar-key-keeper.ts";
import { createCallKeeper } from "./flow/call-keeper.ts";
import { createCauseKeeper } from "./flow/cause-keeper.ts";
import type { Clocks } from "./flow/clocks.ts";
import { createContractKeeper } from "./flow/contract-keeper.ts";
import { createCsvExchange } from "./flow/csv-exchange.ts";
import { createCustomerNoticeKeeper } from "./flow/customer-notice-keeper.ts";
import { createDependencyKeeper } from "./flow/dependency-keeper.ts";
import type { TicketDesk } from "./flow/desk.ts";
import { createDryRunner } from "./flow/dry-run.ts";
import { createEscalationPolicyKeeper } from "./flow/escalation-policy-keeper.ts";
import { createEstateKeeper } from "./flow/estate-keeper.ts";
import type { EstateLane } from "./flow/estate-lane.ts";
import { createHandDesk } from "./flow/hand-desk.ts";
import type { Ledger } from "./flow/ledger.ts";
import { createMachineKeeper } from "./flow/machine-keeper.ts";
import { createMacroDesk } from "./flow/macro-desk.ts";
import { createNoticeKeeper } from "./flow/notice-keeper.ts";
import { createNoticeRuleKeeper } from "./flow/notice-rule-keeper.ts";
import type { Notifier } from "./flow/notifier.ts";
import { createRotaKeeper } from "./flow/rota-keeper.ts";
import { createMacroKeeper, createViewKeeper } from "./flow/saved-keeper.ts";
import { createStaffKeeper } from "./flow/staff-keeper.ts";
import { createTicketKeeper } from "./flow/ticket-keeper.ts";
import { createTicketRequests } from "./flow/ticket-requests.ts";
import { createTimeKeeper } from "./flow/time-keeper.ts";
import { createWebhookKeeper } from "./flow/webhook-keeper.ts";
import { createWindowKeeper } from "./flow/window-keeper.ts";
import type { MetricStore } from "./metrics/metric-store.ts";
import type { Post } from "./notices/post.ts";
import type { Tables } from "./registry/registry.ts";

type Tools = {
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly clocks: Clocks;
  readonly read: Tables;
  readonly metrics: MetricStore;
  readonly files: AttachmentStore;
  readonly notifier: Notifier;
  readonly post: Post;
  readonly lane: EstateLane;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number; readonly monotonicMs: number };
  readonly onRuleChanged: Parameters<typeof createRuleKeeper>[0]["onChanged"];
  /** This agent is no longer known: its connection has to end. */
  readonly onShutOut: (agentId: string) => void;
};

/** Where the keepers of `app.ts` are made: what people change, part by part, all of it through the ledger. */
export function createKeepers(tools: Tools) {
  return {
    ...ofTickets(tools),
    ...ofAgreements(tools),
    ...ofOnCall(tools),
    ...ofNoise(tools),
    ...ofEstate(tools),
  };
}

function ofTickets(tools: Tools) {
  const asking = { ...tools, book: createCalendarBook() };
  return {
    requests: createTicketRequests(asking),
    calls: createCallKeeper(asking),
    desk: createHandDesk(tools),
    ticketKeeper: createTicketKeeper(tools),
    attachments: createAttachmentKeeper(tools),
    time: createTimeKeeper(tools),
    bulk: createBulkDesk(tools),
    macros: createMacroKeeper(tools),
    macroDesk: createMacroDesk(tools),
    views: createViewKeeper(tools),
  };
}

function ofAgreements(tools: Tools) {
  return {
    staff: createStaffKeeper(tools),
    calendars: createCalendarKeeper(tools),
    causes: createCauseKeeper(tools),
    contracts: createContractKeeper(tools),
    notices: createNoticeKeeper(tools),
    noticeRules: createNoticeRuleKeeper(tools),
    customerNotices: createCustomerNoticeKeeper(tools),
    webhooks: createWebhookKeeper({ ...tools.post, ...tools }),
  };
}

function ofOnCall(tools: Tools) {
  return {
    rotas: createRotaKeeper(tools),
    calendarKeys: createCalendarKeyKeeper({ ...tools, keys: CALENDAR_KEYS }),
    escalationPolicies: createEscalationPolicyKeeper(tools),
  };
}

function ofNoise(tools: Tools) {
  return {
    alerts: createAlertKeeper(tools),
    windows: createWindowKeeper(tools),
    dependencies: createDependencyKeeper(tools),
    rules: createRuleKeeper({ ...tools, onChanged: tools.onRuleChanged }),
    dryRuns: createDryRunner(tools),
  };
}

function ofEstate(tools: Tools) {
  return {
    estate: createEstateKeeper(tools),
    machines: createMachineKeeper(tools),
    csv: createCsvExchange({ ...tools, read: tools.read.estate }),
  };
}
