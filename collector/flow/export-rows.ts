import { HOLIDAY_SETS } from "@vigie/shared/calendar.ts";
import type { Address, ImportKind } from "@vigie/shared/estate.ts";
import { partOf } from "../domain/document.ts";
import { type Column, IMPORT_COLUMNS } from "../domain/import-columns.ts";
import type { EstateBook } from "../registry/registry.ts";
import {
  CONTACTS,
  CUSTOMERS,
  EQUIPMENT,
  MACHINES,
  type Shelf,
  type ShelfRow,
  SITES,
} from "./estate-shelves.ts";
import { fromTags } from "./import-cells.ts";
import { pagesOf, readKnown } from "./import-known.ts";
import type { Places } from "./import-match.ts";

/** The rows of a kind as a file: what an import reads, it changes nothing by it. */

export type FileContent = {
  readonly header: readonly string[];
  readonly slices: AsyncIterable<readonly (readonly FileValue[])[]>;
};
export type FileValue = string | number | null;

/** What is retired is left out: a file shows what is in use. */
export function exportRows(estate: EstateBook, kind: ImportKind): FileContent {
  const header = IMPORT_COLUMNS[kind].map(({ name }) => name);
  return { header, slices: slicesOf(estate, kind) };
}

const LISTS: Readonly<Record<ImportKind, Pick<Shelf<ShelfRow, never>, "list">>> = {
  customers: CUSTOMERS,
  sites: SITES,
  contacts: CONTACTS,
  machines: MACHINES,
  equipment: EQUIPMENT,
};

async function* slicesOf(
  estate: EstateBook,
  kind: ImportKind,
): AsyncGenerator<readonly (readonly FileValue[])[]> {
  const places = {
    customers: await readKnown(estate, CUSTOMERS),
    sites: await readKnown(estate, SITES),
  };
  const columns = IMPORT_COLUMNS[kind];
  for await (const page of pagesOf(estate, LISTS[kind])) {
    const inUse = page.filter((row) => (partOf(row, "retiredAtMs") ?? null) === null);
    yield inUse.map((row) => columns.map((column) => cellOf(places, row, column)));
  }
}

/** Values that a row holds in another form than a file. */
const SPECIAL: Readonly<Record<string, (row: ShelfRow, places: Places) => FileValue>> = {
  customer_reference: ({ customerId = "" }, { customers }) =>
    customers.byId.get(customerId)?.reference ?? customerId,
  site_reference: ({ siteId }, { sites }) =>
    sites.byId.get(siteId ?? "")?.reference ?? siteId ?? null,
  // The inventory's own word would come back as a person's choice.
  class: (row) => (partOf(row, "classChosen") === true ? toValue(partOf(row, "class")) : null),
  holiday_set: (row) => HOLIDAY_SETS.find((set) => set === partOf(row, "holidaySet")) ?? null,
  tags: (row) => fromTags(listOf(partOf(row, "tags"))),
  address_1: (row) => linesOf(row)[0] ?? null,
  address_2: (row) => linesOf(row)[1] ?? null,
  address_3: (row) => linesOf(row)[2] ?? null,
  address_4: (row) => linesOf(row)[3] ?? null,
};

function cellOf(places: Places, row: ShelfRow, { name, field }: Column): FileValue {
  const special = SPECIAL[name];
  if (special !== undefined) return special(row, places);
  const [whole = "", part] = field.split(".");
  const value = partOf(row, whole);
  return toValue(part === undefined ? value : partOf(value, part));
}

function linesOf(row: object): Address["lines"] {
  return listOf(partOf(partOf(row, "address"), "lines"));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function toValue(value: unknown): FileValue {
  return typeof value === "string" || typeof value === "number" ? value : null;
}
