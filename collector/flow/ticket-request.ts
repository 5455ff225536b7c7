import type { Refusal } from "@vigie/shared/problems.ts";
import type { TicketWish } from "@vigie/shared/ticket-wish.ts";
import { tellChannelRefusal } from "../domain/channels.ts";
import type { TicketRow, TicketTransitionRow } from "../registry/registry.ts";
import { type Assessment, assess } from "./assessment.ts";
import { wrongAssignees } from "./assignment.ts";
import type { CalendarBook } from "./calendar-book.ts";
import { touchTicket } from "./draft.ts";
import { type Asked, openTicket } from "./opening.ts";
import type { RecountTools } from "./recount.ts";
import type { Beside } from "./side-lines.ts";
import { invalidTicket } from "./ticket-subject.ts";

/**
 * A ticket that somebody asks for, by whatever way: judged by the contract first, then opened in the unit
 * that it is given.
 */

export type RequestTools = RecountTools & { readonly book: CalendarBook };

export type TicketRequest = Omit<TicketWish, "at"> & {
  /** When it was asked for, if that was earlier: clocks start then. */
  readonly atMs?: number | undefined;
  /** What its first line says besides, such as the call that it came of. */
  readonly parameters?: TicketTransitionRow["parameters"];
};

/** What is told later than this would be judged by contracts that nobody thinks of any more. */
const TOLD_LATE_DAYS_MAX = 31;
const DAY_MS = 86_400_000;

/**
 * Refuses with `ticket_invalid` naming the field, or with `channel_refused` naming the ways that are open,
 * unless the request says that it is to be opened all the same.
 */
export async function openRequest(
  tools: RequestTools,
  beside: Beside,
  { request, nowMs }: { readonly request: TicketRequest; readonly nowMs: number },
): Promise<TicketRow | Refusal> {
  const { unit, draft } = beside;
  const { by, text, atMs: openedAtMs = nowMs, tags } = request;
  const refusal = wrongTime(openedAtMs, nowMs) ?? (await wrongAssignees(unit, request));
  if (refusal !== undefined) return { ...refusal, problem: "ticket_invalid" };
  const assessment = await assess({ book: tools.book, tables: unit, atMs: openedAtMs }, request);
  if ("problem" in assessment) return assessment;
  const { decision, channelRefusal } = assessment;
  if (channelRefusal !== undefined && request.despiteChannel !== true) {
    return { problem: "channel_refused", detail: tellChannelRefusal(channelRefusal) };
  }
  const asked = toAsked(request, assessment, openedAtMs);
  const parameters = { ...request.parameters, ...saidOf(assessment) };
  const opening = { unit, asked, decision, nowMs, openedAtMs, by, text, parameters };
  const ticket = await openTicket(tools, opening);
  if (tags !== undefined) await unit.conversation.setTags(ticket.id, tags);
  touchTicket(draft, ticket);
  return ticket;
}

/** What the opening says of itself: against the contract's ways, and at which price. */
export function saidOf({
  channelRefusal,
  cost,
}: Pick<Assessment, "channelRefusal" | "cost">): TicketTransitionRow["parameters"] {
  return {
    ...(channelRefusal !== undefined && { despite: channelRefusal.why }),
    ...(cost !== null && { atLeastCents: cost.atLeastCents, currency: cost.currency }),
  };
}

function wrongTime(atMs: number, nowMs: number): Refusal | undefined {
  if (atMs > nowMs) return invalidTicket("at: this has not happened yet");
  if (atMs >= nowMs - TOLD_LATE_DAYS_MAX * DAY_MS) return undefined;
  return invalidTicket(`at: say it within ${TOLD_LATE_DAYS_MAX} days, or leave it out`);
}

function toAsked(
  { title, channel, type, impact, urgency, assigneeId = null, teamId = null }: TicketRequest,
  { subject }: Assessment,
  eventAtMs: number,
): Asked {
  return {
    ...subject,
    title,
    channel,
    type,
    impact,
    urgency,
    assigneeId,
    teamId,
    eventAtMs,
    ruleId: null,
    object: "",
    alertId: null,
    severity: null,
    metric: null,
    value: null,
    threshold: null,
  };
}
