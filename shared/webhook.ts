import { type Static, Type } from "typebox";
import { Priority } from "./contract.ts";
import { Line, OrNull, strict } from "./fields.ts";
import { Instant } from "./machine.ts";
import { NoticeKind } from "./notice.ts";
import { TicketState, TicketType } from "./ticket.ts";

/** Programs that are told, and what they are sent. */

const Id = Type.String({ minLength: 1, maxLength: 64 });
const aChange = { additionalProperties: false, minProperties: 1 } as const;

const fields = {
  name: Line(120),
  url: Type.String({
    minLength: 1,
    maxLength: 2_000,
    pattern: "^https?://[^\\s\\p{Cc}]+$",
    description: "An address such as https://host/path",
  }),
  enabled: Type.Boolean(),
  kinds: Type.Array(NoticeKind, { minItems: 1, uniqueItems: true }),
  /** Of which customers; none = of all. */
  customerIds: Type.Array(Id, { maxItems: 200, uniqueItems: true }),
  /** Of which priorities; none = of all. */
  priorities: Type.Array(Priority, { uniqueItems: true }),
};

export const WebhookWish = Type.Object(
  {
    name: fields.name,
    url: fields.url,
    enabled: Type.Optional(fields.enabled),
    kinds: fields.kinds,
    customerIds: Type.Optional(fields.customerIds),
    priorities: Type.Optional(fields.priorities),
  },
  strict,
);
export type WebhookWish = Static<typeof WebhookWish>;
export const WebhookChange = Type.Partial(Type.Object(fields), aChange);
export type WebhookChange = Static<typeof WebhookChange>;

export const WebhookDocument = Type.Object({
  id: Type.String(),
  ...fields,
  /** Deliveries that wait. */
  waiting: Type.Integer(),
  /** Events that were let go because too many waited. */
  letGo: Type.Integer(),
  version: Type.Integer(),
});
export type WebhookDocument = Static<typeof WebhookDocument>;

/** With what its deliveries are signed; it is said once, when it is made. */
export const WebhookSecret = Type.Object({ id: Type.String(), secret: Type.String() });
export type WebhookSecret = Static<typeof WebhookSecret>;

export const NewWebhook = Type.Object({ ...WebhookDocument.properties, secret: Type.String() });
export type NewWebhook = Static<typeof NewWebhook>;

/** How a delivery that was tried at once went. */
export const WebhookTest = Type.Object({
  delivered: Type.Boolean(),
  /** The status that it answered; null = no answer. */
  status: OrNull(Type.Integer()),
  /** Why it was not delivered: a code of the catalogue, and the sentence. */
  problem: OrNull(Type.Object({ code: Type.String(), title: Type.String() })),
});
export type WebhookTest = Static<typeof WebhookTest>;

/** The body of a delivery. `v` is raised when a field goes or means something else. */
export const WebhookBody = Type.Object({
  v: Type.Literal(1),
  /** The same in each repetition of a delivery, as in Idempotency-Key. */
  id: Type.String(),
  kind: Type.Union([NoticeKind, Type.Literal("test")]),
  at: Instant,
  /** Of which installation of Vigie. */
  installation: Type.String(),
  ticket: OrNull(
    Type.Object({
      id: Type.String(),
      number: Type.Integer(),
      state: TicketState,
      type: TicketType,
      priority: Priority,
      title: OrNull(Type.String()),
      rule: OrNull(Type.String()),
      object: OrNull(Type.String()),
      customer: Type.Object({ id: Type.String(), name: Type.String() }),
      machine: OrNull(Type.Object({ id: Type.String(), name: Type.String() })),
      openedAt: Instant,
      /** When the next of its promises breaks as things stand. */
      breaksAt: OrNull(Instant),
      /** Its page; null = Vigie does not know its own address. */
      url: OrNull(Type.String()),
    }),
  ),
  /** What the kind says beside the ticket: who did it, which promise, which step. */
  parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});
export type WebhookBody = Static<typeof WebhookBody>;
