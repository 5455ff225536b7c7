import type { ImportKind, ImportOutcome } from "@vigie/shared/estate.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { EstateFields } from "../domain/estate.ts";
import type { FileTable } from "../domain/import-columns.ts";
import type { EstateBook } from "../registry/registry.ts";
import { createEstateLane, type EstateLane } from "./estate-lane.ts";
import {
  CONTACTS,
  CUSTOMERS,
  EQUIPMENT,
  MACHINES,
  type Shelf,
  type ShelfRow,
  SITES,
} from "./estate-shelves.ts";
import { exportRows, type FileContent } from "./export-rows.ts";
import type { Before } from "./import-cells.ts";
import {
  CHECK_CONTACT,
  CHECK_CUSTOMER,
  CHECK_EQUIPMENT,
  CHECK_MACHINE,
  CHECK_SITE,
  type Checker,
} from "./import-check.ts";
import { readKnown } from "./import-known.ts";
import { type Plan, planFile } from "./import-plan.ts";
import { coverAll, touchAll, writeMachines, writeRows } from "./import-write.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import type { Moment } from "./presence.ts";

/**
 * Customers and what is theirs as files. A file is taken whole: with one bad row nothing of it is
 * written. What is in it already is found again, so that taking it twice changes nothing.
 */
export interface CsvExchange {
  /** A dry run says what would be done. Refuses a file that cannot be read with `csv_invalid`. */
  take(
    kind: ImportKind,
    file: FileTable,
    how: { readonly dryRun: boolean },
  ): Promise<ImportOutcome | Refusal>;
  give(kind: ImportKind): FileContent;
}

type Tools = {
  readonly ledger: Ledger;
  /** What was committed last. */
  readonly read: EstateBook;
  readonly lane: EstateLane;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => Moment;
};

/** One kind of row: where it is kept, what is checked, and how it is written. */
type Kind<Row extends ShelfRow, Wish> = {
  readonly kind: ImportKind;
  readonly shelf: Omit<Shelf<Row, Wish>, "blank"> & Partial<Pick<Shelf<Row, Wish>, "blank">>;
  readonly check: Checker<Wish>;
  readonly write: (gathering: Gathering, plan: Plan<Row, Wish>, moment: Moment) => Promise<void>;
};

export function createCsvExchange(tools: Tools): CsvExchange {
  const takers = takersOf(tools);
  // A file that is read takes memory several times its size: one at a time.
  const oneByOne = createEstateLane();
  return {
    take: (kind, file, { dryRun }) => oneByOne(() => takers[kind](file, dryRun)),
    give: (kind) => exportRows(tools.read, kind),
  };
}

function takersOf(tools: Tools) {
  return {
    customers: taker(tools, {
      kind: "customers",
      shelf: CUSTOMERS,
      check: CHECK_CUSTOMER,
      async write(gathering, plan) {
        await writeRows(gathering, CUSTOMERS, plan);
        touchAll(gathering, plan);
      },
    }),
    sites: taker(tools, {
      kind: "sites",
      shelf: SITES,
      check: CHECK_SITE,
      async write(gathering, plan) {
        await writeRows(gathering, SITES, plan);
        touchAll(gathering, plan);
      },
    }),
    contacts: taker(tools, {
      kind: "contacts",
      shelf: CONTACTS,
      check: CHECK_CONTACT,
      write: (gathering, plan) => writeRows(gathering, CONTACTS, plan),
    }),
    machines: taker(tools, {
      kind: "machines",
      shelf: MACHINES,
      check: CHECK_MACHINE,
      async write(gathering, plan, moment) {
        await writeMachines(gathering, plan, moment);
        await coverAll(gathering, plan, moment.wallMs);
      },
    }),
    equipment: taker(tools, {
      kind: "equipment",
      shelf: EQUIPMENT,
      check: CHECK_EQUIPMENT,
      async write(gathering, plan, moment) {
        await writeRows(gathering, EQUIPMENT, plan);
        await coverAll(gathering, plan, moment.wallMs);
      },
    }),
  };
}

function taker<Row extends ShelfRow & EstateFields & Before, Wish>(
  { ledger, read, lane, newId, now }: Tools,
  { kind, shelf, check, write }: Kind<Row, Wish>,
) {
  async function plan(file: FileTable): Promise<Plan<Row, Wish> | Refusal> {
    const places = {
      customers: await readKnown(read, CUSTOMERS),
      sites: await readKnown(read, SITES),
    };
    const finder = {
      known: await readKnown(read, shelf),
      places,
      isOfCustomer: kind !== "customers",
      namesFirst: kind === "machines",
    };
    const blank = shelf.blank && blankOf(shelf.blank);
    return planFile({ kind, shelf, check, finder, blank, nowMs: now().wallMs }, file);
  }

  function blankOf(make: Shelf<Row, Wish>["blank"]) {
    return (customerId: string): Row => make(newId(shelf.prefix), customerId);
  }

  /** Nobody changes the estate between what is planned and what is written. */
  async function carryOut(file: FileTable): Promise<ImportOutcome | Refusal> {
    const planned = await plan(file);
    if ("problem" in planned) return planned;
    if (planned.bad.length === 0 && planned.added.length + planned.changed.length > 0) {
      await ledger.write((gathering) => write(gathering, planned, now()));
    }
    return toOutcome(planned, false);
  }

  return async (file: FileTable, dryRun: boolean): Promise<ImportOutcome | Refusal> => {
    if (!dryRun) return lane(() => carryOut(file));
    const planned = await plan(file);
    return "problem" in planned ? planned : toOutcome(planned, true);
  };
}

function toOutcome<Row, Wish>(
  { rows, added, changed, unchanged, bad, badOmitted }: Plan<Row, Wish>,
  dryRun: boolean,
): ImportOutcome {
  return {
    dryRun,
    rows,
    added: added.length,
    changed: changed.length,
    unchanged,
    bad: [...bad],
    badOmitted,
  };
}
