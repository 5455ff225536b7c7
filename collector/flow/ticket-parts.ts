import type { Attachment, TicketDetail, TicketLink } from "@vigie/shared/ticket-document.ts";
import type { TimeEntryDocument } from "@vigie/shared/work.ts";
import { toInstant } from "../domain/instant.ts";
import { toMinutes } from "../domain/time-entry.ts";
import type { AttachmentRow, SeenLinkRow, Tables, TimeEntryRow } from "../registry/registry.ts";

/** What people put to a ticket, as the API says it. */

type Parts = Pick<TicketDetail, "watchers" | "links" | "attachments" | "children" | "worked">;

/** Everything that hangs on one ticket but its history. */
export async function partsOf(read: Tables, ticketId: string): Promise<Parts> {
  return {
    watchers: await read.conversation.watchers(ticketId),
    links: (await read.conversation.links(ticketId)).flatMap(toLink),
    attachments: (await read.attachments.shown(ticketId)).map(toAttachment),
    children: await read.tickets.children(ticketId),
    worked: await read.timeEntries.worked(ticketId),
  };
}

export function toAttachment(row: AttachmentRow): Attachment {
  const { id, name, mediaType, bytes, transitionId, actor, atMs } = row;
  return {
    id,
    name,
    mediaType,
    bytes,
    public: row.public,
    transitionId,
    by: actor,
    at: toInstant(atMs),
  };
}

export function toTimeEntry(row: TimeEntryRow): TimeEntryDocument {
  const { id, ticketId, person, kind, startedAtMs, endedAtMs, outOfHoursMs, note, version } = row;
  return {
    id,
    ticketId,
    by: person,
    kind,
    startedAt: toInstant(startedAtMs),
    endedAt: endedAtMs === null ? null : toInstant(endedAtMs),
    minutes: endedAtMs === null ? null : toMinutes(endedAtMs - startedAtMs),
    outOfHoursMinutes: outOfHoursMs === null ? null : toMinutes(outOfHoursMs),
    note,
    version,
  };
}

function toLink({ id, kind, ticket, machine, alertId }: SeenLinkRow): TicketLink[] {
  if (ticket !== null) return [{ id, to: "ticket", kind, ticket }];
  if (machine === null) return [];
  if (alertId !== null) return [{ id, to: "alert", alertId, machine }];
  return [{ id, to: "machine", machine }];
}
