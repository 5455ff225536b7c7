import { type Static, Type } from "typebox";
import { CivilDate, HolidaySet } from "./calendar.ts";
import { EquipmentKind } from "./contract.ts";
import { LanguageTag, Line, LineOrEmpty, OrNull, strict } from "./fields.ts";
import { Instant, MachineClass } from "./machine.ts";

/**
 * Customers, and what is theirs. The `...Wish` is what a person gives; `reference` is the number that
 * another program knows it by, unique among a customer's rows of its kind.
 */

const Reference = Type.Optional(OrNull(Line(64)));
export const Tags = Type.Array(Line(64), { maxItems: 32, uniqueItems: true });

/** A change names at least one thing; what it leaves out stays. */
const aChange = { additionalProperties: false, minProperties: 1 } as const;

const Kept = { id: Type.String(), version: Type.Integer() };

export const CUSTOMER_KINDS = ["business", "non_professional", "public"] as const;
export const CustomerKind = Type.Enum(CUSTOMER_KINDS);
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

export const CustomerWish = Type.Object(
  {
    name: Line(200),
    kind: CustomerKind,
    language: LanguageTag,
    reference: Reference,
  },
  strict,
);
export type CustomerWish = Static<typeof CustomerWish>;
export const CustomerChange = Type.Partial(CustomerWish, aChange);
export type CustomerChange = Static<typeof CustomerChange>;
export const CustomerDocument = Type.Object({
  ...Kept,
  ...CustomerWish.properties,
  reference: OrNull(Type.String()),
  sample: Type.Boolean(),
});
export type CustomerDocument = Static<typeof CustomerDocument>;

export const Address = Type.Object(
  {
    lines: Type.Array(Line(200), { maxItems: 4 }),
    postalCode: LineOrEmpty(16),
    city: LineOrEmpty(100),
    /** ISO 3166-1 alpha-2. */
    country: Type.String({ pattern: "^[A-Z]{2}$" }),
  },
  strict,
);
export type Address = Static<typeof Address>;

/** Degrees, WGS 84. */
export const Position = Type.Object(
  {
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
  },
  strict,
);
export type Position = Static<typeof Position>;

export const SiteWish = Type.Object(
  {
    name: Line(200),
    reference: Reference,
    address: Type.Optional(OrNull(Address)),
    position: Type.Optional(OrNull(Position)),
    timeZone: Line(64),
    /** null = no public holidays. */
    holidaySet: OrNull(HolidaySet),
  },
  strict,
);
export type SiteWish = Static<typeof SiteWish>;
export const SiteChange = Type.Partial(SiteWish, aChange);
export type SiteChange = Static<typeof SiteChange>;
const OfCustomer = { customerId: Type.String() };
export const SiteDocument = Type.Object({
  ...Kept,
  ...OfCustomer,
  name: Type.String(),
  reference: OrNull(Type.String()),
  address: OrNull(Address),
  position: OrNull(Position),
  timeZone: Type.String(),
  holidaySet: OrNull(HolidaySet),
});
export type SiteDocument = Static<typeof SiteDocument>;

/**
 * Of which tickets a contact is told by itself: those that they asked for, all of the customer's, or
 * none. Whoever asked is answered all the same.
 */
export const CONTACT_NOTICES = ["own", "all", "none"] as const;
export const ContactNotices = Type.Enum(CONTACT_NOTICES);
export type ContactNotices = (typeof CONTACT_NOTICES)[number];

export const ContactWish = Type.Object(
  {
    name: Line(200),
    reference: Reference,
    siteId: Type.Optional(OrNull(Line(64))),
    email: Type.Optional(OrNull(Type.String({ format: "email", maxLength: 254 }))),
    phone: Type.Optional(OrNull(Line(40))),
    /** What they do there, in their own words. */
    role: Type.Optional(OrNull(Line(100))),
    /** The customer's if left out. */
    language: Type.Optional(OrNull(LanguageTag)),
    /** Left out of a new contact: `own`. */
    notices: Type.Optional(ContactNotices),
  },
  strict,
);
export type ContactWish = Static<typeof ContactWish>;
export const ContactChange = Type.Partial(ContactWish, aChange);
export type ContactChange = Static<typeof ContactChange>;
export const ContactDocument = Type.Object({
  ...Kept,
  ...OfCustomer,
  name: Type.String(),
  reference: OrNull(Type.String()),
  siteId: OrNull(Type.String()),
  email: OrNull(Type.String()),
  phone: OrNull(Type.String()),
  role: OrNull(Type.String()),
  language: OrNull(LanguageTag),
  notices: ContactNotices,
});
export type ContactDocument = Static<typeof ContactDocument>;

/** What a person may change of a machine; what is left out stays. */
export const MachineChange = Type.Object(
  {
    name: Type.Optional(Line(200)),
    reference: Reference,
    /** Another site of the same customer; null = none. */
    siteId: Type.Optional(OrNull(Line(64))),
    /** null = what the inventory says again. */
    class: Type.Optional(OrNull(MachineClass)),
    tags: Type.Optional(Tags),
    /** Retired machines are covered by nothing, raise no alerts and keep their history. */
    retired: Type.Optional(Type.Boolean()),
  },
  aChange,
);
export type MachineChange = Static<typeof MachineChange>;

/** The machine that goes on where one machine was registered twice. */
export const MachineMerge = Type.Object({ into: Line(64) }, strict);
export type MachineMerge = Static<typeof MachineMerge>;

export const EquipmentWish = Type.Object(
  {
    name: Line(200),
    kind: EquipmentKind,
    reference: Reference,
    siteId: Type.Optional(OrNull(Line(64))),
    manufacturer: Type.Optional(OrNull(Line(100))),
    model: Type.Optional(OrNull(Line(100))),
    serial: Type.Optional(OrNull(Line(100))),
    /** The last day of the warranty. */
    warrantyEndsOn: Type.Optional(OrNull(CivilDate)),
    /** Where in the site. */
    location: Type.Optional(OrNull(Line(200))),
    tags: Type.Optional(Tags),
    retired: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type EquipmentWish = Static<typeof EquipmentWish>;
export const EquipmentChange = Type.Partial(EquipmentWish, aChange);
export type EquipmentChange = Static<typeof EquipmentChange>;
export const EquipmentDocument = Type.Object({
  ...Kept,
  ...OfCustomer,
  name: Type.String(),
  kind: EquipmentKind,
  reference: OrNull(Type.String()),
  siteId: OrNull(Type.String()),
  manufacturer: OrNull(Type.String()),
  model: OrNull(Type.String()),
  serial: OrNull(Type.String()),
  warrantyEndsOn: OrNull(CivilDate),
  location: OrNull(Type.String()),
  tags: Type.Array(Type.String()),
  retiredAt: OrNull(Instant),
});
export type EquipmentDocument = Static<typeof EquipmentDocument>;

// --- import ---

export const IMPORT_KINDS = ["customers", "sites", "contacts", "machines", "equipment"] as const;
export const ImportKind = Type.Enum(IMPORT_KINDS);
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** A row that cannot be taken, and why. */
export const BadRow = Type.Object({
  /** The line of the file, 1 = the header. */
  line: Type.Integer(),
  column: OrNull(Type.String()),
  /** A code of the catalogue, and what exactly is wrong. */
  code: Type.String(),
  detail: Type.String(),
});
export type BadRow = Static<typeof BadRow>;

export const ImportOutcome = Type.Object({
  dryRun: Type.Boolean(),
  rows: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  bad: Type.Array(BadRow),
  /** How many further bad rows are not listed. */
  badOmitted: Type.Integer(),
});
export type ImportOutcome = Static<typeof ImportOutcome>;
