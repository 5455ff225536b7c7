import type {
  ContactWish,
  CustomerWish,
  EquipmentWish,
  MachineChange,
  SiteWish,
} from "@vigie/shared/estate.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type {
  ContactRow,
  CustomerRow,
  EquipmentRow,
  EstateBook,
  EstateQuery,
  MachineRow,
  SiteRow,
} from "../registry/registry.ts";

/**
 * Where the rows of each kind are kept, and how a row becomes the next one by what a person wishes:
 * what editing by hand and importing files have in common.
 */
export type Shelf<Row extends ShelfRow, Wish> = {
  readonly prefix: IdPrefix;
  readonly list: (estate: EstateBook, query: EstateQuery) => Promise<Row[]>;
  /** As the port's `save...`. */
  readonly save: (estate: EstateBook, rows: readonly Row[]) => Promise<boolean>;
  /** A row of which nothing is said yet; it becomes version 1 by the first wish. */
  readonly blank: (id: string, customerId: string) => Row;
  /** The row as it is wished from now on; what the wish leaves out stays. */
  readonly put: (row: Row, wish: Partial<Wish>, nowMs: number) => Row;
};

export type ShelfRow = {
  readonly id: string;
  readonly customerId?: string;
  readonly name: string;
  readonly reference: string | null;
  readonly siteId?: string | null;
  readonly version: number;
};

const NOT_YET = { name: "", reference: null, version: 0 } as const;

export const CUSTOMERS: Shelf<CustomerRow, CustomerWish> = {
  prefix: "cus",
  list: (estate, query) => estate.customerList(query),
  save: (estate, rows) => estate.saveCustomers(rows),
  blank: (id) => ({ ...NOT_YET, id, kind: "business", language: "fr", sample: false }),
  put: (row, wish) => next(row, wish),
};

export const SITES: Shelf<SiteRow, SiteWish> = {
  prefix: "sit",
  list: (estate, query) => estate.siteList(query),
  save: (estate, rows) => estate.saveSites(rows),
  blank: (id, customerId) => ({
    ...NOT_YET,
    id,
    customerId,
    address: null,
    position: null,
    timeZone: "",
    holidaySet: null,
  }),
  put: (row, wish) => next(row, wish),
};

export const CONTACTS: Shelf<ContactRow, ContactWish> = {
  prefix: "ctc",
  list: (estate, query) => estate.contactList(query),
  save: (estate, rows) => estate.saveContacts(rows),
  blank: (id, customerId) => ({
    ...NOT_YET,
    id,
    customerId,
    siteId: null,
    email: null,
    phone: null,
    role: null,
    language: null,
    notices: "own",
  }),
  put: (row, wish) => next(row, wish),
};

export const EQUIPMENT: Shelf<EquipmentRow, EquipmentWish> = {
  prefix: "eqp",
  list: (estate, query) => estate.equipmentList(query),
  save: (estate, rows) => estate.saveEquipment(rows),
  blank: (id, customerId) => ({
    ...NOT_YET,
    id,
    customerId,
    siteId: null,
    kind: "other",
    manufacturer: null,
    model: null,
    serial: null,
    warrantyEndsOn: null,
    location: null,
    tags: [],
    retiredAtMs: null,
  }),
  put(row, { tags = row.tags, retired, ...wish }, nowMs) {
    const retiredAtMs = retiredAt(row.retiredAtMs, retired, nowMs);
    return { ...next(row, wish), tags: toTags(tags), retiredAtMs };
  },
};

/** Machines are registered by their agents: nobody adds one here. */
export const MACHINES: Omit<Shelf<MachineRow, MachineChange>, "blank"> = {
  prefix: "mac",
  list: (estate, query) => estate.machineRows(query),
  save: (estate, rows) => estate.saveMachines(rows),
  put(row, { tags = row.tags, retired, class: wished, ...wish }, nowMs) {
    const retiredAtMs = retiredAt(row.retiredAtMs, retired, nowMs);
    return { ...next(row, wish), ...classOf(row, wished), tags: toTags(tags), retiredAtMs };
  },
};

/** A class that a person chose stays until they give it back to the inventory by null. */
function classOf(
  { class: before, classChosen }: MachineRow,
  wished: MachineChange["class"],
): Pick<MachineRow, "class" | "classChosen"> {
  if (wished === undefined) return { class: before, classChosen };
  return { class: wished ?? before, classChosen: wished !== null };
}

/** Since when something is retired; who says nothing leaves it as it is. */
function retiredAt(
  beforeMs: number | null,
  retired: boolean | undefined,
  nowMs: number,
): number | null {
  if (retired === undefined) return beforeMs;
  return retired ? (beforeMs ?? nowMs) : null;
}

/** Tags as rows keep them: each once, in order. */
function toTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags)].toSorted();
}

function next<Row extends ShelfRow>(row: Row, wish: Partial<NoInfer<Row>>): Row {
  return { ...row, ...wish, version: row.version + 1 };
}
