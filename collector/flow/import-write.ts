import type { MachineChange } from "@vigie/shared/estate.ts";
import { ProblemError } from "@vigie/shared/problems.ts";
import type { MachineRow } from "../registry/registry.ts";
import { breathe } from "./breathe.ts";
import { refreshCoverage } from "./coverage.ts";
import { touchedOf } from "./draft.ts";
import { keep } from "./estate-keeper.ts";
import { MACHINES, type Shelf, type ShelfRow } from "./estate-shelves.ts";
import type { Plan, Planned } from "./import-plan.ts";
import type { Gathering } from "./ledger.ts";
import { applyMachine, classified } from "./machine-changes.ts";
import type { Moment } from "./presence.ts";

/**
 * Carries out what a file's plan says, in one unit: all of it or nothing. Between slices of rows all else
 * goes on, only other changes wait.
 */

/** Rows in one statement, as the port takes them. */
const SLICE_ROWS = 200;

export async function writeRows<Row extends ShelfRow, Wish>(
  { unit }: Gathering,
  shelf: Pick<Shelf<Row, never>, "save">,
  { added, changed }: Plan<Row, Wish>,
): Promise<void> {
  for (const slice of slicesOf([...changed, ...added])) {
    await keep(
      unit.estate,
      shelf,
      slice.map(({ row }) => row),
    );
    await breathe();
  }
}

/**
 * A machine may have been changed by what it reports since the plan was made, such as its class: the
 * wish is put on the row as it is now.
 */
export async function writeMachines(
  gathering: Gathering,
  { changed }: Plan<MachineRow, MachineChange>,
  moment: Moment,
): Promise<void> {
  const { estate } = gathering.unit;
  for (const slice of slicesOf(changed)) {
    const ids = slice.map(({ row }) => row.id);
    const query = { ids, sort: "id", limit: SLICE_ROWS } as const;
    const before = new Map((await estate.machineRows(query)).map((row) => [row.id, row]));
    const pairs: { before: MachineRow; after: MachineRow }[] = [];
    for (const { row, wish } of slice) {
      const known = before.get(row.id);
      if (known === undefined) throw new ProblemError("version_conflict");
      const after = MACHINES.put(known, wish, moment.wallMs);
      const gaveBack = known.classChosen && !after.classChosen;
      pairs.push({
        before: known,
        after: gaveBack ? await classified(gathering.unit, after) : after,
      });
    }
    await keep(
      estate,
      MACHINES,
      pairs.map(({ after }) => after),
    );
    for (const pair of pairs) await applyMachine(gathering, { ...pair, moment });
    await breathe();
  }
}

/** What is covered may have changed with machines and equipment. */
export async function coverAll<Row extends ShelfRow, Wish>(
  gathering: Gathering,
  { added, changed }: Plan<Row, Wish>,
  nowMs: number,
): Promise<void> {
  const customers = new Set([...added, ...changed].map(({ row }) => row.customerId));
  for (const customerId of customers) {
    if (customerId === undefined) continue;
    await refreshCoverage(gathering, { customerId, nowMs });
    await breathe();
  }
}

/** Machines show the names of their site and customer. */
export function touchAll<Row extends ShelfRow, Wish>(
  { memory, draft }: Gathering,
  { changed }: Plan<Row, Wish>,
): void {
  const customers = new Set(changed.map(({ row }) => row.customerId ?? row.id));
  for (const { id, customerId } of memory.machines.values()) {
    if (customers.has(customerId)) touchedOf(draft, id).isMachine = true;
  }
}

function* slicesOf<Row, Wish>(
  rows: readonly Planned<Row, Wish>[],
): Generator<readonly Planned<Row, Wish>[]> {
  for (let from = 0; from < rows.length; from += SLICE_ROWS) {
    yield rows.slice(from, from + SLICE_ROWS);
  }
}
