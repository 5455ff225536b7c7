import type {
  ContactChange,
  ContactWish,
  CustomerChange,
  CustomerWish,
  EquipmentChange,
  EquipmentWish,
  SiteChange,
  SiteWish,
} from "@vigie/shared/estate.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import { ProblemError, type Refusal } from "@vigie/shared/problems.ts";
import { type EstateFields, wrongIn } from "../domain/estate.ts";
import type { EstateBook } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { refreshCoverage } from "./coverage.ts";
import { touchedOf } from "./draft.ts";
import type { EstateLane } from "./estate-lane.ts";
import {
  CONTACTS,
  CUSTOMERS,
  EQUIPMENT,
  type Shelf,
  type ShelfRow,
  SITES,
} from "./estate-shelves.ts";
import type { Gathering, Ledger } from "./ledger.ts";

/** The id of what was added, or why it was not. */
type Added = { readonly id: string } | Refusal;

/**
 * Customers, sites, contacts and equipment, as people keep them. Refuses with `not_found`,
 * `version_conflict`, `estate_invalid` with the field and what is wrong, or `reference_taken`.
 */
export interface EstateKeeper {
  addCustomer(wish: CustomerWish): Promise<Added>;
  changeCustomer(id: string, change: CustomerChange, version: number): Promise<Outcome>;
  addSite(customerId: string, wish: SiteWish): Promise<Added>;
  changeSite(id: string, change: SiteChange, version: number): Promise<Outcome>;
  addContact(customerId: string, wish: ContactWish): Promise<Added>;
  changeContact(id: string, change: ContactChange, version: number): Promise<Outcome>;
  removeContact(id: string, version: number): Promise<Outcome>;
  addEquipment(customerId: string, wish: EquipmentWish): Promise<Added>;
  changeEquipment(id: string, change: EquipmentChange, version: number): Promise<Outcome>;
}

type Tools = {
  readonly ledger: Ledger;
  readonly lane: EstateLane;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
};

/** What follows from a row that was kept, in the same unit. */
type After<Row> = (gathering: Gathering, row: Row, nowMs: number) => void | Promise<void>;

export function createEstateKeeper(tools: Tools): EstateKeeper {
  const { add, change } = createActs(tools);
  return {
    addCustomer: (wish) => add({ shelf: CUSTOMERS, wish }, nothing),
    changeCustomer: (id, wish, version) =>
      change({ shelf: CUSTOMERS, id, wish, version }, (gathering, row) =>
        touchMachines(gathering, row.id),
      ),
    addSite: (customerId, wish) => add({ shelf: SITES, customerId, wish }, nothing),
    changeSite: (id, wish, version) =>
      change({ shelf: SITES, id, wish, version }, (gathering, row) =>
        touchMachines(gathering, row.customerId),
      ),
    addContact: (customerId, wish) => add({ shelf: CONTACTS, customerId, wish }, nothing),
    changeContact: (id, wish, version) => change({ shelf: CONTACTS, id, wish, version }, nothing),
    removeContact: (id, version) => removeContact(tools, id, version),
    addEquipment: (customerId, wish) => add({ shelf: EQUIPMENT, customerId, wish }, cover),
    changeEquipment: (id, wish, version) => change({ shelf: EQUIPMENT, id, wish, version }, cover),
  };
}

/** Adding and changing, the same for every kind of row. */
function createActs({ ledger, lane, newId, now }: Tools) {
  function add<Row extends ShelfRow & EstateFields, Wish>(
    { shelf, customerId, wish }: Adding<Row, Wish>,
    after: After<Row>,
  ): Promise<Added> {
    return inLane(async (gathering) => {
      const { estate } = gathering.unit;
      if (customerId !== undefined && !(await find(estate, CUSTOMERS, customerId))) {
        return notFound(customerId);
      }
      const nowMs = now().wallMs;
      const blank = shelf.blank(newId(shelf.prefix), customerId ?? "");
      const row = shelf.put(blank, wish, nowMs);
      const refusal = await refusalOf(estate, shelf, row);
      if (refusal !== undefined) return refusal;
      await keep(estate, shelf, [row]);
      await after(gathering, row, nowMs);
      return { id: row.id };
    });
  }

  function change<Row extends ShelfRow & EstateFields, Wish>(
    { shelf, id, wish, version }: Changing<Row, Wish>,
    after: After<Row>,
  ): Promise<Outcome> {
    return inLane(async (gathering): Promise<Outcome> => {
      const { estate } = gathering.unit;
      const before = await find(estate, shelf, id);
      if (before === undefined) return notFound(id);
      if (before.version !== version) return conflict(before.version);
      const nowMs = now().wallMs;
      const row = shelf.put(before, wish, nowMs);
      const refusal = await refusalOf(estate, shelf, row);
      if (refusal !== undefined) return refusal;
      await keep(estate, shelf, [row]);
      await after(gathering, row, nowMs);
      return { done: true };
    });
  }

  function inLane<T>(gather: (gathering: Gathering) => Promise<T>): Promise<T> {
    return lane(() => ledger.write(gather));
  }

  return { add, change };
}

function removeContact({ ledger, lane }: Tools, id: string, version: number): Promise<Outcome> {
  return lane(() =>
    ledger.write(async ({ unit: { estate } }): Promise<Outcome> => {
      const contact = await find(estate, CONTACTS, id);
      if (contact === undefined) return notFound(id);
      if (!(await estate.removeContact(id, version))) return conflict(contact.version);
      return { done: true };
    }),
  );
}

type Adding<Row extends ShelfRow, Wish> = {
  readonly shelf: Shelf<Row, Wish>;
  readonly customerId?: string;
  readonly wish: Wish;
};

type Changing<Row extends ShelfRow, Wish> = {
  readonly shelf: Shelf<Row, Wish>;
  readonly id: string;
  readonly wish: Partial<Wish>;
  readonly version: number;
};

/** The row of this id. */
export async function find<Row extends ShelfRow>(
  estate: EstateBook,
  { list }: Pick<Shelf<Row, never>, "list">,
  id: string,
): Promise<Row | undefined> {
  const [row] = await list(estate, { ids: [id], sort: "id", limit: 1 });
  return row;
}

/** Writes rows, or undoes the whole unit with `version_conflict`. */
export async function keep<Row extends ShelfRow>(
  estate: EstateBook,
  { save }: Pick<Shelf<Row, never>, "save">,
  rows: readonly Row[],
): Promise<void> {
  if (!(await save(estate, rows))) throw new ProblemError("version_conflict");
}

/** Why a row cannot be kept: what is wrong in it, a site of another customer, a reference twice. */
export async function refusalOf<Row extends ShelfRow & EstateFields>(
  estate: EstateBook,
  { list }: Pick<Shelf<Row, never>, "list">,
  row: Row,
): Promise<Refusal | undefined> {
  const [wrong] = wrongIn(row);
  if (wrong !== undefined) return invalid(wrong.field, wrong.detail);

  const { siteId, customerId, reference } = row;
  if (typeof siteId === "string") {
    const site = await find(estate, SITES, siteId);
    if (site?.customerId !== customerId) return invalid("siteId", "no such site of this customer");
  }
  if (reference === null) return undefined;
  const ofCustomer = customerId === undefined ? {} : { customerId };
  const others = await list(estate, { ...ofCustomer, reference, sort: "id", limit: 2 });
  const other = others.find(({ id }) => id !== row.id);
  if (other === undefined) return undefined;
  return { problem: "reference_taken", detail: `${reference} is that of ${other.name}` };
}

export function invalid(field: string, detail: string): Refusal {
  return { problem: "estate_invalid", detail: `${field}: ${detail}` };
}

/** Machines show the names of their site and customer. */
function touchMachines({ memory, draft }: Gathering, customerId: string): void {
  for (const machine of memory.machines.values()) {
    if (machine.customerId === customerId) touchedOf(draft, machine.id).isMachine = true;
  }
}

function nothing(): void {}

function cover(
  gathering: Gathering,
  { customerId }: { readonly customerId: string },
  nowMs: number,
): Promise<void> {
  return refreshCoverage(gathering, { customerId, nowMs });
}
