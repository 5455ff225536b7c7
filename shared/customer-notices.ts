import { type Static, Type } from "typebox";
import type { NoticeKind } from "./notice.ts";

/** What customers are told of their tickets by mail, by contract. */

/** Besides what the staff writes to them: nobody who asks goes without the answer. */
export const CUSTOMER_NOTICE_KINDS = [
  "ticket_opened",
  "ticket_taken",
  "ticket_waiting",
  "ticket_resolved",
  "ticket_reopened",
  "ticket_closed",
  "ticket_cancelled",
] as const satisfies readonly NoticeKind[];
export const CustomerNoticeKind = Type.Enum(CUSTOMER_NOTICE_KINDS);
export type CustomerNoticeKind = (typeof CUSTOMER_NOTICE_KINDS)[number];

export const CustomerNoticesWish = Type.Object(
  {
    kinds: Type.Array(CustomerNoticeKind, { uniqueItems: true }),
    /** Also of tickets that nobody of the customer asked for, such as those that monitoring opens. */
    unasked: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type CustomerNoticesWish = Static<typeof CustomerNoticesWish>;

export const CustomerNoticesDocument = Type.Object({
  ...CustomerNoticesWish.properties,
  /** Whether it is what holds for contracts of which nothing else is said. */
  isDefault: Type.Boolean(),
  version: Type.Integer(),
});
export type CustomerNoticesDocument = Static<typeof CustomerNoticesDocument>;
