import { type Static, Type } from "typebox";
import { LanguageTag, Line, OrNull, strict } from "./fields.ts";

/** The people of the provider, and their teams. */

export const STAFF_ROLES = ["administrator", "dispatcher", "technician"] as const;
export const StaffRole = Type.Enum(STAFF_ROLES);
export type StaffRole = (typeof STAFF_ROLES)[number];

const Id = Type.String({ minLength: 1, maxLength: 64 });
const aChange = { additionalProperties: false, minProperties: 1 } as const;

export const StaffWish = Type.Object(
  {
    name: Line(120),
    email: Type.Optional(OrNull(Type.String({ format: "email", maxLength: 254 }))),
    phone: Type.Optional(OrNull(Line(40))),
    language: LanguageTag,
    role: StaffRole,
    /** IANA; the hours of their notices are read in it. */
    timeZone: Line(64),
    teamIds: Type.Optional(Type.Array(Id, { maxItems: 50, uniqueItems: true })),
  },
  strict,
);
export type StaffWish = Static<typeof StaffWish>;
export const StaffChange = Type.Partial(
  Type.Object({
    ...StaffWish.properties,
    /** Who left keeps their history and is told nothing. */ active: Type.Boolean(),
  }),
  aChange,
);
export type StaffChange = Static<typeof StaffChange>;
export const StaffDocument = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: OrNull(Type.String()),
  phone: OrNull(Type.String()),
  language: LanguageTag,
  role: StaffRole,
  timeZone: Type.String(),
  active: Type.Boolean(),
  teams: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  version: Type.Integer(),
});
export type StaffDocument = Static<typeof StaffDocument>;

export const TeamWish = Type.Object(
  { name: Line(120), memberIds: Type.Array(Id, { maxItems: 500, uniqueItems: true }) },
  strict,
);
export type TeamWish = Static<typeof TeamWish>;
export const TeamChange = Type.Partial(TeamWish, aChange);
export type TeamChange = Static<typeof TeamChange>;
export const TeamDocument = Type.Object({
  id: Type.String(),
  name: Type.String(),
  members: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  version: Type.Integer(),
});
export type TeamDocument = Static<typeof TeamDocument>;
