import type { MachineChange } from "@vigie/shared/estate.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { MachineRow } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { refreshCoverage } from "./coverage.ts";
import type { TicketDesk } from "./desk.ts";
import { find, invalid, keep, refusalOf } from "./estate-keeper.ts";
import type { EstateLane } from "./estate-lane.ts";
import { MACHINES } from "./estate-shelves.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { applyMachine, classified } from "./machine-changes.ts";
import { mergeMachines } from "./machine-merge.ts";
import type { Moment } from "./presence.ts";

/**
 * What people change of machines. Refuses with `not_found`, `version_conflict`, `estate_invalid`,
 * `reference_taken`, or with `machine_state` where a retired or merged machine does not allow it.
 */
export interface MachineKeeper {
  change(id: string, change: MachineChange, version: number): Promise<Outcome>;
  /** The machine is retired, and `into`, of the same customer, goes on for both. */
  merge(id: string, into: string, version: number): Promise<Outcome>;
}

type Tools = {
  readonly ledger: Ledger;
  readonly lane: EstateLane;
  readonly desk: TicketDesk;
  readonly now: () => Moment;
  /** This agent is no longer known: its connection has to end. */
  readonly onShutOut: (agentId: string) => void;
};

export function createMachineKeeper({ ledger, lane, desk, now, onShutOut }: Tools): MachineKeeper {
  /** Carries out one act on a machine of this version, and then ends the agent's connection. */
  async function act(
    { id, version }: { readonly id: string; readonly version: number },
    carryOut: (gathering: Gathering, machine: MachineRow) => Promise<Done | Refusal>,
  ): Promise<Outcome> {
    const outcome = await lane(() =>
      ledger.write(async (gathering): Promise<Done | Refusal> => {
        const machine = await find(gathering.unit.estate, MACHINES, id);
        if (machine === undefined) return notFound(id);
        if (machine.version !== version) return conflict(machine.version);
        return carryOut(gathering, machine);
      }),
    );
    if ("problem" in outcome) return outcome;
    if (outcome.shutOut !== undefined) onShutOut(outcome.shutOut);
    return { done: true };
  }

  return {
    change: (id, change, version) =>
      act({ id, version }, (gathering, before) => {
        const moment = now();
        return changeMachine(gathering, { before, change, moment });
      }),

    merge: (id, into, version) =>
      act({ id, version }, async (gathering, from) => {
        const other = await find(gathering.unit.estate, MACHINES, into);
        if (other === undefined || other.customerId !== from.customerId || other.id === from.id) {
          return invalid("into", "name another machine of the same customer");
        }
        const refusal = notInUse(from) ?? notInUse(other);
        if (refusal !== undefined) return refusal;
        return merge({ gathering, desk, from, into: other, moment: now() });
      }),
  };
}

/** What was done, and which agent is no longer known by it. */
type Done = { readonly shutOut: string | undefined };

type Changing = {
  readonly before: MachineRow;
  readonly change: MachineChange;
  readonly moment: Moment;
};

/** Changes a machine inside a unit; whoever changes many refreshes what is covered once. */
async function changeMachine(gathering: Gathering, changing: Changing): Promise<Done | Refusal> {
  const outcome = await changeRow(gathering, changing);
  if ("problem" in outcome) return outcome;
  const { customerId } = changing.before;
  await refreshCoverage(gathering, { customerId, nowMs: changing.moment.wallMs });
  return outcome;
}

async function changeRow(
  gathering: Gathering,
  { before, change, moment }: Changing,
): Promise<Done | Refusal> {
  const { unit } = gathering;
  if (before.mergedInto !== null && change.retired === false) {
    return { problem: "machine_state", detail: `${before.name} goes on as ${before.mergedInto}` };
  }
  const wished = MACHINES.put(before, change, moment.wallMs);
  const after = change.class === null ? await classified(unit, wished) : wished;
  const refusal = await refusalOf(unit.estate, MACHINES, after);
  if (refusal !== undefined) return refusal;
  await keep(unit.estate, MACHINES, [after]);
  return { shutOut: await applyMachine(gathering, { before, after, moment }) };
}

function notInUse({ name, retiredAtMs, mergedInto }: MachineRow): Refusal | undefined {
  if (mergedInto !== null) {
    return { problem: "machine_state", detail: `${name} goes on as ${mergedInto} already` };
  }
  if (retiredAtMs === null) return undefined;
  return { problem: "machine_state", detail: `${name} is retired; bring it back first` };
}

type Merging = Parameters<typeof mergeMachines>[0];

/** The number that another program knows the machine by goes on where there is no other. */
async function merge(merging: Merging): Promise<Done> {
  const { gathering, from, into, moment } = merging;
  const { estate } = gathering.unit;
  const inherits = into.reference === null && from.reference !== null;
  await keep(estate, MACHINES, [
    {
      ...from,
      reference: inherits ? null : from.reference,
      retiredAtMs: moment.wallMs,
      mergedInto: into.id,
      version: from.version + 1,
    },
  ]);
  const reference = inherits ? from.reference : into.reference;
  await keep(estate, MACHINES, [{ ...into, reference, version: into.version + 1 }]);
  const shutOut = await mergeMachines(merging);
  const { customerId } = into;
  await refreshCoverage(gathering, { customerId, nowMs: moment.wallMs });
  return { shutOut };
}
