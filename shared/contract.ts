import { type Static, Type } from "typebox";
import { Exit, Managed, Penalties, Pricing } from "./contract-terms.ts";
import { Line, OrNull, strict } from "./fields.ts";
import { MachineClass } from "./machine.ts";
import { Term } from "./term.ts";
import { TargetKind } from "./ticket.ts";

/** Contracts: every clause as data, each of which something acts on. */

const Id = Type.String({ minLength: 1, maxLength: 64 });

// --- what is promised ---

/** When whoever is responsible is told: at a share of the budget, or so long before (-) or after due. */
export const EscalationStep = Type.Union([
  Type.Object({ percent: Type.Integer({ minimum: 1, maximum: 1_000 }) }, strict),
  Type.Object(
    { offsetSeconds: Type.Integer({ minimum: -31_536_000, maximum: 31_536_000 }) },
    strict,
  ),
]);
export type EscalationStep = Static<typeof EscalationStep>;

/** One promised time of one priority: `budgetSeconds` of working time, or `workingDays` ("J+1"). */
export const TargetPromise = Type.Object(
  {
    kind: TargetKind,
    budgetSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 31_536_000 })),
    workingDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 260 })),
    /** With working days: due at the last closing of the day, whatever the time of the start. */
    endOfDay: Type.Optional(Type.Boolean()),
    calendarId: Id,
    /** Whether waiting for the customer or a third party stops its clock. */
    pausable: Type.Boolean(),
    escalations: Type.Optional(Type.Array(EscalationStep, { maxItems: 12 })),
  },
  strict,
);
export type TargetPromise = Static<typeof TargetPromise>;

export const Priority = Type.Integer({ minimum: 1, maximum: 4 });

/** What a contract version promises for one priority. */
export const ServiceLevel = Type.Object(
  { priority: Priority, targets: Type.Array(TargetPromise, { maxItems: 6 }) },
  strict,
);
export type ServiceLevel = Static<typeof ServiceLevel>;

export const LEVELS = ["high", "medium", "low"] as const;
export const Level = Type.Enum(LEVELS);
export type Level = (typeof LEVELS)[number];

const ByUrgency = Type.Object({ high: Priority, medium: Priority, low: Priority }, strict);

/** Priority by impact, then urgency. */
export const PriorityMatrix = Type.Object(
  { high: ByUrgency, medium: ByUrgency, low: ByUrgency },
  strict,
);
export type PriorityMatrix = Static<typeof PriorityMatrix>;

const Weight = Type.Object({ impact: Level, urgency: Level }, strict);

/** What an alert of a severity weighs, for the matrix. */
export const SeverityWeights = Type.Object({ critical: Weight, warning: Weight }, strict);
export type SeverityWeights = Static<typeof SeverityWeights>;

// --- for what ---

export const EQUIPMENT_KINDS = [
  "printer",
  "switch",
  "router",
  "firewall",
  "access_point",
  "nas",
  "ups",
  "phone",
  "camera",
  "screen",
  "other",
] as const;
export const EquipmentKind = Type.Enum(EQUIPMENT_KINDS);
export type EquipmentKind = (typeof EQUIPMENT_KINDS)[number];

/** What a machine or a piece of equipment of the customer is recognised by. */
export const PerimeterRule = Type.Union([
  Type.Object({ by: Type.Literal("everything") }, strict),
  Type.Object({ by: Type.Literal("site"), siteId: Id }, strict),
  Type.Object({ by: Type.Literal("machine"), machineId: Id }, strict),
  Type.Object({ by: Type.Literal("equipment"), equipmentId: Id }, strict),
  Type.Object({ by: Type.Literal("class"), class: MachineClass }, strict),
  Type.Object({ by: Type.Literal("equipment_kind"), kind: EquipmentKind }, strict),
  Type.Object({ by: Type.Literal("tag"), tag: Line(64) }, strict),
  /** Machines on which the inventory finds software whose name holds these words, in any case. */
  Type.Object({ by: Type.Literal("software"), name: Line(100) }, strict),
]);
export type PerimeterRule = Static<typeof PerimeterRule>;

/** Covered is what an `include` rule finds and no `exclude` rule does. */
export const Perimeter = Type.Object(
  {
    include: Type.Array(PerimeterRule, { maxItems: 10_000 }),
    exclude: Type.Array(PerimeterRule, { maxItems: 10_000 }),
  },
  strict,
);
export type Perimeter = Static<typeof Perimeter>;

export const MAINTENANCE_TYPES = [
  "preventive",
  "corrective",
  "evolutive",
  "user_support",
  "monitoring",
] as const;
export const MaintenanceType = Type.Enum(MAINTENANCE_TYPES);
export type MaintenanceType = (typeof MAINTENANCE_TYPES)[number];

export const CHANNELS = ["phone", "mail", "chat", "portal", "monitoring"] as const;
export const Channel = Type.Enum(CHANNELS);
export type Channel = (typeof CHANNELS)[number];

/** A way in. One that is not listed is refused, with the allowed ones named. */
export const ChannelClause = Type.Object(
  {
    channel: Channel,
    /** `always` opens a ticket, `optional` may be only logged, `never` is only logged. */
    ticket: Type.Union([Type.Literal("always"), Type.Literal("optional"), Type.Literal("never")]),
    /** When it is answered; always if left out. */
    calendarId: Type.Optional(Id),
  },
  strict,
);
export type ChannelClause = Static<typeof ChannelClause>;

/** Open requests at once; further ones queue, and their clocks start when a slot frees. */
export const SimultaneousLimit = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 10_000 }),
    per: Type.Union([Type.Literal("contract"), Type.Literal("customer"), Type.Literal("site")]),
  },
  strict,
);
export type SimultaneousLimit = Static<typeof SimultaneousLimit>;

/** The clauses of a contract version. `null` = the contract has no such clause. */
export const ContractClauses = Type.Object(
  {
    term: Term,
    perimeter: Perimeter,
    types: Type.Array(MaintenanceType, { minItems: 1, maxItems: MAINTENANCE_TYPES.length }),
    priorities: Type.Object({ matrix: PriorityMatrix, severities: SeverityWeights }, strict),
    levels: Type.Array(ServiceLevel, { minItems: 1, maxItems: 4 }),
    channels: Type.Array(ChannelClause, { maxItems: CHANNELS.length }),
    simultaneous: OrNull(SimultaneousLimit),
    pricing: Pricing,
    penalties: OrNull(Penalties),
    exit: Exit,
    managed: OrNull(Managed),
  },
  strict,
);
export type ContractClauses = Static<typeof ContractClauses>;

export const CLAUSES = [
  "term",
  "perimeter",
  "types",
  "priorities",
  "levels",
  "channels",
  "simultaneous",
  "pricing",
  "penalties",
  "exit",
  "managed",
] as const satisfies readonly (keyof ContractClauses)[];
export const ClauseName = Type.Enum(CLAUSES);
export type ClauseName = (typeof CLAUSES)[number];
