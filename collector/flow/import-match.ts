import type { CustomerRow, SiteRow } from "../registry/registry.ts";
import type { ShelfRow } from "./estate-shelves.ts";
import type { Given, RowWrong } from "./import-cells.ts";
import { type Known, keyOf, named } from "./import-known.ts";

/**
 * Which row a file's row is about: the one of its id, else of its reference, else of its name. Rows
 * belong to a customer, whom the file names by reference; a row never moves to another one.
 */

export type Match<Row> = {
  /** undefined = a row is added. */
  readonly before: Row | undefined;
  /** Whose; customers are nobody's. */
  readonly customerId: string | undefined;
};

export type Places = { readonly customers: Known<CustomerRow>; readonly sites: Known<SiteRow> };

export type Finder<Row> = {
  readonly known: Known<Row>;
  readonly places: Places;
  readonly isOfCustomer: boolean;
  /** Whether a row that has no reference yet is found by its name, though the file gives it one. */
  readonly namesFirst: boolean;
};

/** Why no row is found for a row of the file. */
export type Unfound = { readonly wrong: RowWrong };

export function findRow<Row extends ShelfRow>(
  finder: Finder<Row>,
  given: Given,
): Match<Row> | Unfound {
  const id = given.get("id") ?? "";
  const byId = finder.known.byId.get(id);
  if (id !== "" && byId === undefined) {
    return unknown("id", `nothing here has the id ${id}; leave it empty to find by reference`);
  }
  const customer = customerOf(finder, given, byId);
  if ("wrong" in customer) return customer;
  const { customerId } = customer;
  if (byId !== undefined) return { before: byId, customerId };

  const known = byReference(finder, given, customerId);
  const found = known === undefined ? byName(finder, given, customerId) : { before: known };
  if ("wrong" in found) return found;
  return { ...found, customerId };
}

/** The site of a row's customer that it names; null = none. */
export function findSite(
  { sites }: Places,
  customerId: string | undefined,
  text: string,
): { readonly siteId: string | null } | Unfound {
  if (text === "") return { siteId: null };
  const site = named(sites, customerId, text);
  if (site !== undefined) return { siteId: site.id };
  return unknown("site_reference", `no site of this customer has the reference ${text}`);
}

function customerOf<Row extends ShelfRow>(
  { places, isOfCustomer }: Finder<Row>,
  given: Given,
  byId: Row | undefined,
): Pick<Match<Row>, "customerId"> | Unfound {
  if (!isOfCustomer) return { customerId: undefined };
  const text = given.get("customer_reference") ?? "";
  if (text === "" && byId !== undefined) return { customerId: byId.customerId };
  const column = "customer_reference";
  if (text === "") {
    const detail = `${column} says whose this row is; give it a value`;
    return { wrong: { column, code: "csv_value_missing", detail } };
  }
  const customer = named(places.customers, undefined, text);
  if (customer === undefined) return unknown(column, `no customer has the reference ${text}`);
  if (byId === undefined || byId.customerId === customer.id) return { customerId: customer.id };
  const detail = `${column} names another customer than the row's; rows do not move between customers`;
  return { wrong: { column, code: "csv_value_invalid", detail } };
}

function byReference<Row extends ShelfRow>(
  { known }: Finder<Row>,
  given: Given,
  customerId: string | undefined,
): Row | undefined {
  return known.byReference.get(keyOf(customerId, given.get("reference") ?? ""));
}

/**
 * By name only where the file has no reference for the row, so that of two of one name the right one is
 * meant. A machine is there before anybody gives it a reference: by its name it gets its first one.
 */
function byName<Row extends ShelfRow>(
  { known, namesFirst }: Finder<Row>,
  given: Given,
  customerId: string | undefined,
): Pick<Match<Row>, "before"> | Unfound {
  const reference = given.get("reference");
  if (!namesFirst && reference !== undefined && reference !== "") return { before: undefined };
  const name = given.get("name") ?? "";
  const namesakes = (known.byName.get(keyOf(customerId, name)) ?? []).filter(
    (row) => reference === undefined || row.reference === null,
  );
  if (namesakes.length <= 1) return { before: namesakes[0] };
  const detail = `${namesakes.length} have the name ${name}; say which by its reference or id`;
  return { wrong: { column: "name", code: "csv_match_ambiguous", detail } };
}

function unknown(column: string | null, detail: string): Unfound {
  return { wrong: { column, code: "csv_reference_unknown", detail } };
}
