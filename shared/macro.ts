import { type Static, Type } from "typebox";
import { Priority } from "./contract.ts";
import { Line, OrNull, strict } from "./fields.ts";

/** Macros: what is often done to a ticket, under one name and done whole or not at all. */

const Id = Type.String({ minLength: 1, maxLength: 64 });

/** Markdown with variables; room is left for what they are replaced by. */
const Text = Type.String({ minLength: 1, maxLength: 8_000, pattern: "\\S" });

/** Written as `{{ticket.number}}`; what the ticket has not is replaced by nothing. */
export const MACRO_VARIABLES = [
  "ticket.number",
  "customer.name",
  "requester.name",
  "machine.name",
  "assignee.name",
] as const;
export type MacroVariable = (typeof MACRO_VARIABLES)[number];

/** States into which a macro puts a ticket; one that is there already stays as it is. */
export const MACRO_STATES = [
  "acknowledged",
  "in_progress",
  "waiting_customer",
  "waiting_third_party",
  "resolved",
  "closed",
  "cancelled",
] as const;
export type MacroState = (typeof MACRO_STATES)[number];

/** What a macro does, in this order. */
export const MacroActs = Type.Object(
  {
    addTags: Type.Optional(Type.Array(Line(64), { minItems: 1, maxItems: 32, uniqueItems: true })),
    /** A person or a team; null takes away the one who has it. */
    assigneeId: Type.Optional(OrNull(Id)),
    teamId: Type.Optional(OrNull(Id)),
    priority: Type.Optional(Priority),
    /** Said among the staff. */
    note: Type.Optional(Text),
    /** Said to the customer. */
    reply: Type.Optional(Text),
    state: Type.Optional(Type.Enum(MACRO_STATES)),
  },
  { ...strict, minProperties: 1 },
);
export type MacroActs = Static<typeof MacroActs>;

const fields = { name: Line(80), acts: MacroActs };

export const MacroWish = Type.Object(fields, strict);
export type MacroWish = Static<typeof MacroWish>;
export const MacroChange = Type.Partial(MacroWish, { ...strict, minProperties: 1 });
export type MacroChange = Static<typeof MacroChange>;
export const MacroDocument = Type.Object({
  id: Type.String(),
  ...fields,
  version: Type.Integer(),
});
export type MacroDocument = Static<typeof MacroDocument>;

/** Carrying one out on a ticket. */
export const MacroCall = Type.Object({ by: Line(120), macroId: Id }, strict);
export type MacroCall = Static<typeof MacroCall>;
