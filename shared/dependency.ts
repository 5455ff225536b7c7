import { type Static, Type } from "typebox";
import { Line, strict } from "./fields.ts";
import { Instant, Presence } from "./machine.ts";

/**
 * What a machine is behind: while that one is away, its own absence is no news and opens no ticket.
 * Only machines with an agent can be known to be away, so a dependency is between two of them.
 */

const Id = Type.String({ minLength: 1, maxLength: 64 });
const aChange = { additionalProperties: false, minProperties: 1 } as const;

export const DependencyWish = Type.Object(
  {
    machineId: Id,
    /** What it is behind, such as the host of a virtual machine. */
    behindId: Id,
    by: Line(120),
  },
  strict,
);
export type DependencyWish = Static<typeof DependencyWish>;

export const DependencyChange = Type.Partial(Type.Object({ behindId: Id, by: Line(120) }), aChange);
export type DependencyChange = Static<typeof DependencyChange>;

const NamedMachine = Type.Object({ id: Type.String(), name: Type.String(), presence: Presence });

export const DependencyDocument = Type.Object({
  id: Type.String(),
  customerId: Type.String(),
  machine: NamedMachine,
  behind: NamedMachine,
  by: Type.String(),
  at: Instant,
  version: Type.Integer(),
});
export type DependencyDocument = Static<typeof DependencyDocument>;
