import { type Static, Type } from "typebox";
import { Weekly } from "./calendar.ts";
import { Priority } from "./contract.ts";
import { Line, OrNull, strict } from "./fields.ts";
import { NoticeKind } from "./notice.ts";
import { StaffRole } from "./staff.ts";

/** Who gets what: rules that people write. */

const Id = Type.String({ minLength: 1, maxLength: 64 });
const aChange = { additionalProperties: false, minProperties: 1 } as const;

/**
 * Whom of the staff a rule means. `assignee` = who works on the ticket; `responsible` = the same, else
 * the ticket's team, else the dispatchers. What customers are told is said by contract.
 */
export const NoticeAudience = Type.Union([
  Type.Object({ audience: Type.Literal("role"), role: StaffRole }, strict),
  Type.Object({ audience: Type.Literal("team"), teamId: Id }, strict),
  Type.Object({ audience: Type.Literal("staff"), staffId: Id }, strict),
  Type.Object({ audience: Type.Literal("assignee") }, strict),
  Type.Object({ audience: Type.Literal("responsible") }, strict),
  Type.Object({ audience: Type.Literal("watchers") }, strict),
]);
export type NoticeAudience = Static<typeof NoticeAudience>;

const PersonalChannel = Type.Enum(["screen", "mail"]);

const fields = {
  name: Line(120),
  enabled: Type.Boolean(),
  to: NoticeAudience,
  kinds: Type.Array(NoticeKind, { minItems: 1, uniqueItems: true }),
  channels: Type.Array(PersonalChannel, { minItems: 1, uniqueItems: true }),
  /** Of which customers; none = of all. */
  customerIds: Type.Array(Id, { maxItems: 200, uniqueItems: true }),
  /** Of which priorities; none = of all. */
  priorities: Type.Array(Priority, { uniqueItems: true }),
  /**
   * Hours of a week in which mails leave, in the zone of the person who gets them; outside of them
   * they wait and leave together. null = always.
   */
  hours: OrNull(Weekly),
  /** Priorities that leave at any hour. */
  breakThrough: Type.Array(Priority, { uniqueItems: true }),
};

export const NoticeRuleWish = Type.Object(
  {
    name: fields.name,
    enabled: Type.Optional(fields.enabled),
    to: fields.to,
    kinds: fields.kinds,
    channels: fields.channels,
    customerIds: Type.Optional(fields.customerIds),
    priorities: Type.Optional(fields.priorities),
    hours: Type.Optional(fields.hours),
    breakThrough: Type.Optional(fields.breakThrough),
  },
  strict,
);
export type NoticeRuleWish = Static<typeof NoticeRuleWish>;
export const NoticeRuleChange = Type.Partial(Type.Object(fields), aChange);
export type NoticeRuleChange = Static<typeof NoticeRuleChange>;

export const NoticeRuleDocument = Type.Object({
  id: Type.String(),
  /** Which of those that came with Vigie it is; null = a person wrote it. */
  key: OrNull(Type.String()),
  ...fields,
  /** What a person called it; null = it came with Vigie, and `label` says what it does. */
  name: OrNull(fields.name),
  label: Type.Object({ en: Type.String(), fr: Type.String() }),
  version: Type.Integer(),
});
export type NoticeRuleDocument = Static<typeof NoticeRuleDocument>;
