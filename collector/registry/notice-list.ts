import type { Selectable } from "kysely";
import { sql } from "kysely";
import { boundedIds, boundedLimit, type Database, isIn, type Schema } from "./database.ts";
import type { NoticeListRow, NoticeQuery, NoticeRow } from "./registry.ts";

/** Notices as lists show them: with the names of what they are about. */
export async function listNotices(db: Database, query: NoticeQuery): Promise<NoticeListRow[]> {
  const rows = await narrowed(joined(db), query)
    .orderBy("notice.id", "desc")
    .limit(boundedLimit(query.limit))
    .execute();
  return rows.map(toListRow);
}

/** A notice as the port has it. */
export function toNotice(row: Selectable<Schema["notice"]>): NoticeRow {
  return { ...row, parameters: JSON.parse(row.parameters) };
}

function joined(db: Database) {
  return db
    .selectFrom("notice")
    .leftJoin("ticket", "ticket.id", "notice.ticketId")
    .leftJoin("customer", "customer.id", "ticket.customerId")
    .leftJoin("machine", "machine.id", "ticket.machineId")
    .leftJoin("rule", "rule.id", "ticket.ruleId")
    .selectAll("notice")
    .select([
      "ticket.number as ticketNumber",
      "ticket.state as ticketState",
      "ticket.priority as ticketPriority",
      "ticket.title as ticketTitle",
      "ticket.object as ticketObject",
      "customer.name as customerName",
      "machine.name as machineName",
      "rule.key as ruleKey",
      "rule.words as ruleWords",
    ])
    .select(
      sql<string | null>`case notice.recipient_kind
        when 'staff' then (select name from staff where staff.id = notice.recipient_id)
        when 'contact' then (select name from contact where contact.id = notice.recipient_id)
        when 'webhook' then (select name from webhook where webhook.id = notice.recipient_id)
        else notice.recipient_id end`.as("recipientName"),
    );
}

type Joined = ReturnType<typeof joined>;
type JoinedRow = Awaited<ReturnType<Joined["execute"]>>[number];

function narrowed(notices: Joined, query: NoticeQuery): Joined {
  const { states, channels, ticketId, recipientId, ids, unread, after } = query;
  const wishes = [
    states && isIn("notice.state", states),
    channels && isIn("notice.channel", channels),
    ids && isIn("notice.id", boundedIds(ids)),
    ticketId === undefined ? undefined : sql<boolean>`notice.ticket_id = ${ticketId}`,
    recipientId === undefined ? undefined : sql<boolean>`notice.recipient_id = ${recipientId}`,
    unread === true
      ? sql<boolean>`notice.channel = 'screen' and notice.read_at_ms is null`
      : undefined,
    after && sql<boolean>`notice.id < ${after.id}`,
  ];
  return wishes
    .filter((wish) => wish !== undefined)
    .reduce((found, wish) => found.where(wish), notices);
}

function toListRow(row: JoinedRow): NoticeListRow {
  const { ticketNumber, ticketState, ticketPriority, ticketTitle, ticketObject } = row;
  const { customerName, machineName, ruleKey, ruleWords, recipientName, ...notice } = row;
  const ticket =
    ticketNumber === null || ticketState === null || ticketPriority === null
      ? null
      : {
          number: ticketNumber,
          state: ticketState,
          priority: ticketPriority,
          title: ticketTitle,
          ruleKey,
          ruleWords: ruleWords === null ? null : JSON.parse(ruleWords),
          object: ticketObject ?? "",
          customerName,
          machineName,
        };
  return { ...bare(notice), recipientName, ticket };
}

type Bare = Omit<
  JoinedRow,
  "customerName" | "machineName" | "ruleKey" | "ruleWords" | "recipientName"
>;

/** The notice itself, without the columns that it was joined with. */
function bare(row: Bare) {
  const {
    ticketNumber: _number,
    ticketState: _state,
    ticketPriority: _priority,
    ticketTitle: _title,
    ticketObject: _object,
    ...notice
  } = row;
  return toNotice(notice);
}
