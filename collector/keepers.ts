import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { AttachmentStore } from "./attachments/store.ts";
import { createAttachmentKeeper } from "./flow/attachment-keeper.ts";
import { createCalendarBook } from "./flow/calendar-book.ts";
import { createCalendarKeeper } from "./flow/calendar-keeper.ts";
import { createCallKeeper } from "./flow/call-keeper.ts";
import { createCauseKeeper } from "./flow/cause-keeper.ts";
import type { Clocks } from "./flow/clocks.ts";
import { createContractKeeper } from "./flow/contract-keeper.ts";
import type { TicketDesk } from "./flow/desk.ts";
import { createHandDesk } from "./flow/hand-desk.ts";
import type { Ledger } from "./flow/ledger.ts";
import { createNoticeKeeper } from "./flow/notice-keeper.ts";
import { createNoticeRuleKeeper } from "./flow/notice-rule-keeper.ts";
import { createStaffKeeper } from "./flow/staff-keeper.ts";
import { createTicketKeeper } from "./flow/ticket-keeper.ts";
import { createTicketRequests } from "./flow/ticket-requests.ts";
import { createTimeKeeper } from "./flow/time-keeper.ts";
import type { Tables } from "./registry/registry.ts";

/** Where the keepers of `app.ts` are made that need nothing but the ledger: what people change, part by part. */
export function createKeepers(tools: {
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly clocks: Clocks;
  readonly read: Tables;
  readonly files: AttachmentStore;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number; readonly monotonicMs: number };
}) {
  const asking = { ...tools, book: createCalendarBook() };
  return {
    requests: createTicketRequests(asking),
    calls: createCallKeeper(asking),
    desk: createHandDesk(tools),
    ticketKeeper: createTicketKeeper(tools),
    attachments: createAttachmentKeeper(tools),
    time: createTimeKeeper(tools),
    staff: createStaffKeeper(tools),
    calendars: createCalendarKeeper(tools),
    causes: createCauseKeeper(tools),
    contracts: createContractKeeper(tools),
    notices: createNoticeKeeper(tools),
    noticeRules: createNoticeRuleKeeper(tools),
  };
}
