import type {
  NoticeChannel,
  NoticeKind,
  NoticeState,
  RecipientKind,
} from "@vigie/shared/notice.ts";
import type { NoticeRuleDocument } from "@vigie/shared/notice-rule.ts";
import type { ProblemCode } from "@vigie/shared/problems.ts";
import type { TicketState } from "@vigie/shared/ticket.ts";
import type { WebhookDocument } from "@vigie/shared/webhook.ts";
import type { Pace } from "../domain/notice-pace.ts";
import type { RuleWords } from "../domain/rule.ts";

/** What leaves for people and programs, who gets what, and which programs there are. */

/** Somebody is told of something, on one way. A row of the outbox, written with what it tells of. */
export type NoticeRow = {
  readonly id: string;
  /** What happened, to whom and on which way: the same is never told twice. */
  readonly key: string;
  readonly kind: NoticeKind;
  readonly channel: NoticeChannel;
  readonly recipientKind: RecipientKind;
  /** An id, or the address itself. */
  readonly recipientId: string;
  /** null = it is about Vigie itself. */
  readonly customerId: string | null;
  readonly ticketId: string | null;
  /** The line of the ticket's history that it tells. */
  readonly transitionId: number | null;
  /** Those of one thread that wait leave together. */
  readonly thread: string;
  readonly pace: Pace;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** How often it happened, where one row stands for several. */
  readonly count: number;
  readonly createdAtMs: number;
  /** When it was to leave, by its pace and the hours of its recipient. */
  readonly dueAtMs: number;
  /** When it is tried next; null = it is over. */
  readonly nextAtMs: number | null;
  readonly state: NoticeState;
  readonly attempts: number;
  readonly errorCode: ProblemCode | null;
  /** What the far end said. */
  readonly errorDetail: string | null;
  readonly sentAtMs: number | null;
  readonly readAtMs: number | null;
  /** Of a mail: the Message-ID under which it left. */
  readonly messageId: string | null;
};

/** What was told of one thing already, or waits. */
export type ToldRow = Pick<NoticeRow, "id" | "kind" | "pace" | "state" | "dueAtMs" | "sentAtMs">;

/** How an attempt ended. */
export type NoticeMark = Pick<
  NoticeRow,
  "state" | "attempts" | "nextAtMs" | "errorCode" | "errorDetail" | "sentAtMs" | "messageId"
>;

/** Those who hear of one thing by one way. */
export type NoticeThread = Pick<NoticeRow, "recipientId" | "channel" | "thread">;

/** The ticket that a notice is about, in as many words as a list needs. */
export type NoticeTicketRow = {
  readonly number: number;
  readonly state: TicketState;
  readonly priority: number;
  readonly title: string | null;
  readonly ruleKey: string | null;
  /** What a person called the rule. */
  readonly ruleWords: RuleWords | null;
  readonly object: string;
  readonly customerName: string | null;
  readonly machineName: string | null;
};
export type NoticeListRow = NoticeRow & {
  readonly recipientName: string | null;
  readonly ticket: NoticeTicketRow | null;
};
export type NoticeQuery = {
  readonly states?: readonly NoticeState[];
  readonly channels?: readonly NoticeChannel[];
  readonly ticketId?: string;
  readonly recipientId?: string;
  readonly ids?: readonly string[];
  readonly unread?: boolean;
  readonly limit: number;
  readonly after?: { readonly id: string };
};

/** A rule of who gets what. What it is called in words, where a person did not, is the page's. */
export type NoticeRuleRow = Omit<NoticeRuleDocument, "label">;

export type WebhookRow = Omit<WebhookDocument, "waiting"> & {
  /** Raised by every new secret: the one before signs nothing any more. */
  readonly secretNumber: number;
};

export interface Notices extends Outbox, NoticeRules, Webhooks {}

interface Outbox {
  /** Adds those whose key is not there yet; returns how many. */
  add(rows: readonly NoticeRow[]): Promise<number>;
  /** It happened once more, or so many times, and was like this the last time. */
  repeat(id: string, parameters: NoticeRow["parameters"], times?: number): Promise<void>;
  /** Of a thread, what waits or left at or after `sinceMs`; the newest 200, newest first. */
  told(thread: NoticeThread & { readonly sinceMs: number }): Promise<ToldRow[]>;
  /** How many were made for somebody on a way since, but for what was dropped; counts no further than `limit`. */
  madeSince(query: {
    readonly recipientId: string;
    readonly channel: NoticeChannel;
    /** Those of this kind do not count. */
    readonly except?: NoticeKind;
    readonly sinceMs: number;
    readonly limit: number;
  }): Promise<number>;
  /** How many wait for somebody; counts no further than `limit`. */
  waitingCount(recipientId: string, limit: number): Promise<number>;
  /** What of a way is to be tried at or before `nowMs`, the longest due first. */
  due(query: {
    readonly channel: NoticeChannel;
    readonly nowMs: number;
    /** Recipients to whom something is under way already; at most 1,000. */
    readonly except: readonly string[];
    readonly limit: number;
  }): Promise<NoticeRow[]>;
  /** When the next one of a way is to be tried; undefined = none waits. */
  nextDueMs(channel: NoticeChannel): Promise<number | undefined>;
  /** Nothing of a way, or of one recipient's, is tried before an instant. */
  postpone(query: {
    readonly channel: NoticeChannel;
    readonly recipientId?: string;
    readonly untilMs: number;
  }): Promise<void>;
  /** What waits in a thread, due or not, at most `limit`, oldest first. */
  waiting(thread: NoticeThread, limit: number): Promise<NoticeRow[]>;
  /**
   * Says how an attempt ended, of those that still wait and stand for as much as they did when it
   * began; returns how many that were. What happened once more meanwhile waits on, to be told.
   */
  mark(rows: readonly Pick<NoticeRow, "id" | "count">[], mark: NoticeMark): Promise<number>;
  /** Lets one that was given up wait again, from its first attempt on; false = it is not given up. */
  sendAgain(id: string, nowMs: number): Promise<boolean>;
  /** Nobody is to be told after all; false = it is not given up. */
  drop(id: string): Promise<boolean>;
  /** Newest first. */
  list(query: NoticeQuery): Promise<NoticeListRow[]>;
  /** A person has read what is on the screen: these, or all. Returns how many were new. */
  markRead(
    staffId: string,
    read: { readonly ids?: readonly string[]; readonly nowMs: number },
  ): Promise<number>;
  /** What is new on a person's screen; counts no further than `limit`. */
  unreadCount(staffId: string, limit: number): Promise<number>;
  /** How many were given up; counts no further than `limit`. */
  deadCount(limit: number): Promise<number>;
  /** The ticket of which a mail under this Message-ID told. */
  ticketOfMessage(messageId: string): Promise<string | undefined>;
  /** Forgets what is over and older, at most `limit`; returns how many. What was given up stays. */
  prune(query: {
    readonly beforeMs: number;
    readonly channels: readonly NoticeChannel[];
    readonly limit: number;
  }): Promise<number>;
}

interface NoticeRules {
  /** Adds the rules that came with Vigie and whose key was never there. */
  addMissingRules(rows: readonly NoticeRuleRow[]): Promise<void>;
  addRule(row: NoticeRuleRow): Promise<void>;
  /** All of them, the oldest first. */
  rules(): Promise<NoticeRuleRow[]>;
  findRule(id: string): Promise<NoticeRuleRow | undefined>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  changeRule(row: NoticeRuleRow): Promise<boolean>;
  /** false = it is gone, or was changed meanwhile. One that came with Vigie is kept, switched off for good. */
  removeRule(id: string, version: number): Promise<boolean>;
}

interface Webhooks {
  addWebhook(row: WebhookRow): Promise<void>;
  /** All of them, by name. */
  webhooks(): Promise<WebhookRow[]>;
  findWebhook(id: string): Promise<WebhookRow | undefined>;
  /** Compare-and-set on the version; false = somebody else changed it. The version is kept + 1. */
  changeWebhook(row: WebhookRow): Promise<boolean>;
  /** An event found no room. */
  letGo(webhookId: string): Promise<void>;
  /** With what still waits for it; false = it is gone, or was changed meanwhile. */
  removeWebhook(id: string, version: number): Promise<boolean>;
}
