import { type Static, Type } from "typebox";
import { Line, OrNull, strict } from "./fields.ts";
import { LinkKind } from "./ticket-document.ts";

/** What people put to a ticket besides what they say: whose it is, who follows it, links, files. */

const Id = Type.String({ minLength: 1, maxLength: 64 });
const By = Line(120);

/** Who does it, where nothing else is said. */
export const Signature = Type.Object({ by: By }, strict);

/** Whose a ticket is; what is left out stays, null = nobody's. */
export const AssignmentWish = Type.Object(
  {
    by: By,
    assigneeId: Type.Optional(OrNull(Id)),
    teamId: Type.Optional(OrNull(Id)),
  },
  { additionalProperties: false, minProperties: 2 },
);
export type AssignmentWish = Static<typeof AssignmentWish>;

/** Exactly one other thing. The kind says how the ticket sees another ticket. */
export const LinkWish = Type.Object(
  {
    by: By,
    kind: Type.Optional(LinkKind),
    ticketId: Type.Optional(Id),
    machineId: Type.Optional(Id),
    alertId: Type.Optional(Id),
  },
  { additionalProperties: false, minProperties: 2 },
);
export type LinkWish = Static<typeof LinkWish>;

/** Files that go with one line. */
export const ATTACHMENTS_A_LINE_MAX = 20;
export const AttachmentIds = Type.Array(Id, {
  minItems: 1,
  maxItems: ATTACHMENTS_A_LINE_MAX,
  uniqueItems: true,
});

/** Files that are put to a ticket without a word; the customer does not see them. */
export const AttachingWish = Type.Object({ by: By, attachmentIds: AttachmentIds }, strict);
export type AttachingWish = Static<typeof AttachingWish>;

/** One file. */
export const ATTACHMENT_BYTES_MAX = 25 * 1024 ** 2;
