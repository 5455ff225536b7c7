import type { AttachmentRow } from "./attachments-port.ts";
import type { TicketLinkRow } from "./conversation-port.ts";
import type { Flag } from "./estate-tables.ts";
import type { StaffRow, TeamRow } from "./staff-port.ts";
import type { TimeEntryRow } from "./work-port.ts";

/** The tables of people and of what they put to tickets, as Kysely sees them. */

type Tenant = { readonly customerId: string };
type OfTicket = Tenant & { readonly ticketId: string };
type Folded = { readonly nameFolded: string };

export type ConversationTables = {
  readonly staff: Omit<StaffRow, "active"> & Folded & { readonly active: Flag };
  readonly team: TeamRow & Folded;
  readonly teamMember: { readonly teamId: string; readonly staffId: string };
  readonly ticketWatcher: OfTicket & { readonly staffId: string };
  readonly ticketTag: OfTicket & { readonly tag: string };
  readonly ticketLink: Tenant & TicketLinkRow;
  readonly attachment: Tenant & Omit<AttachmentRow, "public"> & { readonly public: Flag };
  readonly timeEntry: Tenant & TimeEntryRow & { readonly personFolded: string };
};
