import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { Desk, RuleKeeper } from "../flow/acts.ts";
import type { AlertKeeper } from "../flow/alert-keeper.ts";
import type { AttachmentKeeper } from "../flow/attachment-keeper.ts";
import type { BulkDesk } from "../flow/bulk-desk.ts";
import type { CalendarKeeper } from "../flow/calendar-keeper.ts";
import type { CalendarKeyKeeper } from "../flow/calendar-key-keeper.ts";
import type { CallKeeper } from "../flow/call-keeper.ts";
import type { CauseKeeper } from "../flow/cause-keeper.ts";
import type { ContractKeeper } from "../flow/contract-keeper.ts";
import type { CsvExchange } from "../flow/csv-exchange.ts";
import type { CustomerNoticeKeeper } from "../flow/customer-notice-keeper.ts";
import type { DependencyKeeper } from "../flow/dependency-keeper.ts";
import type { DryRunner } from "../flow/dry-run.ts";
import type { EscalationPolicyKeeper } from "../flow/escalation-policy-keeper.ts";
import type { EstateKeeper } from "../flow/estate-keeper.ts";
import type { LiveFeed } from "../flow/live.ts";
import type { MachineKeeper } from "../flow/machine-keeper.ts";
import type { MacroDesk } from "../flow/macro-desk.ts";
import type { MailRoom } from "../flow/mail-acts.ts";
import type { NoticeKeeper } from "../flow/notice-keeper.ts";
import type { NoticeRuleKeeper } from "../flow/notice-rule-keeper.ts";
import type { RotaKeeper } from "../flow/rota-keeper.ts";
import type { MacroKeeper, ViewKeeper } from "../flow/saved-keeper.ts";
import type { StaffKeeper } from "../flow/staff-keeper.ts";
import type { TicketReader } from "../flow/ticket-documents.ts";
import type { TicketKeeper } from "../flow/ticket-keeper.ts";
import type { TicketRequests } from "../flow/ticket-requests.ts";
import type { TimeKeeper } from "../flow/time-keeper.ts";
import type { WebhookKeeper } from "../flow/webhook-keeper.ts";
import type { WindowKeeper } from "../flow/window-keeper.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { Registry } from "../registry/registry.ts";
import type { Figures } from "./figures.ts";

/** The server as each resource of this folder sees it: its schemas are its types. */
export type Api = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What the API reads from and acts through. */
export type HttpParts = {
  readonly registry: Registry;
  readonly metrics: MetricStore;
  readonly tickets: TicketReader;
  readonly desk: Desk;
  readonly ticketKeeper: TicketKeeper;
  readonly attachments: AttachmentKeeper;
  readonly time: TimeKeeper;
  readonly staff: StaffKeeper;
  readonly requests: TicketRequests;
  readonly calls: CallKeeper;
  readonly bulk: BulkDesk;
  readonly macros: MacroKeeper;
  readonly macroDesk: MacroDesk;
  readonly views: ViewKeeper;
  readonly rules: RuleKeeper;
  readonly alerts: AlertKeeper;
  readonly windows: WindowKeeper;
  readonly dependencies: DependencyKeeper;
  readonly dryRuns: DryRunner;
  readonly causes: CauseKeeper;
  readonly calendars: CalendarKeeper;
  readonly contracts: ContractKeeper;
  readonly estate: EstateKeeper;
  readonly machines: MachineKeeper;
  readonly csv: CsvExchange;
  readonly notices: NoticeKeeper;
  readonly noticeRules: NoticeRuleKeeper;
  readonly customerNotices: CustomerNoticeKeeper;
  readonly webhooks: WebhookKeeper;
  readonly rotas: RotaKeeper;
  readonly calendarKeys: CalendarKeyKeeper;
  readonly escalationPolicies: EscalationPolicyKeeper;
  readonly mails: MailRoom;
  readonly live: LiveFeed;
  readonly sample: Sample;
  readonly figures: () => Figures;
  readonly log: FastifyBaseLogger;
  readonly now: () => Temporal.Instant;
};

/** The sample data of `npm start`. */
export type Sample = {
  readonly isThere: () => Promise<boolean>;
  /** Removes it in one act. */
  readonly remove: () => Promise<void>;
};
