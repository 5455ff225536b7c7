import type {
  NoticeRow,
  Tables,
  TicketListRow,
  TicketTransitionRow,
} from "../registry/registry.ts";

/** What a notice tells, read as it is when it leaves. */
export type Chapter = {
  readonly row: NoticeRow;
  /** undefined = it is about no ticket. */
  readonly ticket: TicketListRow | undefined;
  /** The line that it tells; undefined = it tells of none. */
  readonly line: TicketTransitionRow | undefined;
  /** Of a notice about a notice: whom that one was for. */
  readonly recipientName: string | undefined;
};

/** Of what a line says, as much as a mail shows, in bytes. */
const LINE_BYTES_MAX = 64 * 1024;

export async function readStory(read: Tables, rows: readonly NoticeRow[]): Promise<Chapter[]> {
  const ids = [...new Set(rows.map(({ ticketId }) => ticketId))].filter((id) => id !== null);
  const tickets = ids.length === 0 ? [] : await read.tickets.list({ ids, limit: ids.length });
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const chapters: Chapter[] = [];
  for (const row of rows) {
    chapters.push({
      row,
      ticket: row.ticketId === null ? undefined : byId.get(row.ticketId),
      line: await readLine(read, row),
      recipientName: await readRecipient(read, row),
    });
  }
  return chapters;
}

async function readLine(
  { tickets }: Tables,
  { ticketId, transitionId }: NoticeRow,
): Promise<TicketTransitionRow | undefined> {
  if (ticketId === null || transitionId === null) return undefined;
  const page = { ticketId, limit: 1, textBytes: LINE_BYTES_MAX, beforeId: transitionId + 1 };
  const [line] = (await tickets.historyPage(page)).lines;
  return line?.id === transitionId ? line : undefined;
}

async function readRecipient({ notices }: Tables, { parameters }: NoticeRow) {
  const noticeId = parameters["noticeId"];
  if (typeof noticeId !== "string") return undefined;
  const [notice] = await notices.list({ ids: [noticeId], limit: 1 });
  return notice?.recipientName ?? undefined;
}
