import { CamelCasePlugin, type Dialect, Kysely } from "kysely";
import { createAlerts } from "./alerts.ts";
import { createAttachments } from "./attachments.ts";
import { createCalls } from "./calls.ts";
import { createContracts } from "./contracts.ts";
import { createConversation } from "./conversation.ts";
import { createCustomerNotices } from "./customer-notices.ts";
import type { Schema } from "./database.ts";
import { createDeliveries } from "./deliveries.ts";
import { createEstate } from "./estate.ts";
import { createMacros } from "./macros.ts";
import { createMailMessages } from "./mail-messages.ts";
import { createNoise } from "./noise.ts";
import { createNotices } from "./notices.ts";
import { createOnCall } from "./oncall.ts";
import type { Tables } from "./registry.ts";
import { createRules } from "./rules.ts";
import { createStaff } from "./staff.ts";
import { createTicketSearch, type SearchDialect } from "./ticket-search.ts";
import { createTickets } from "./tickets.ts";
import { createTimeEntries } from "./time-entries.ts";
import { createViews } from "./views.ts";

/** Every aggregate on one connection of an engine: the one list, the same for all of them. */
export function createTables(dialect: Dialect, search: SearchDialect): Tables {
  const db = new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin()] });
  return {
    estate: createEstate(db),
    contracts: createContracts(db),
    rules: createRules(db),
    alerts: createAlerts(db),
    noise: createNoise(db),
    tickets: createTickets(db, search),
    calls: createCalls(db),
    search: createTicketSearch(db, search),
    views: createViews(db),
    macros: createMacros(db),
    staff: createStaff(db),
    conversation: createConversation(db),
    attachments: createAttachments(db),
    timeEntries: createTimeEntries(db),
    deliveries: createDeliveries(db),
    notices: createNotices(db),
    customerNotices: createCustomerNotices(db),
    onCall: createOnCall(db),
    mail: createMailMessages(db),
  };
}
