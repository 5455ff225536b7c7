import type { Address, ImportKind, Position } from "@vigie/shared/estate.ts";
import type { ProblemCode } from "@vigie/shared/problems.ts";
import { type Column, IMPORT_COLUMNS } from "../domain/import-columns.ts";

/** The values of a row of a file as a wish, like one that a person gives by hand. */

/** What is wrong with a row, and in which column. */
export type RowWrong = {
  readonly column: string | null;
  readonly code: ProblemCode;
  readonly detail: string;
};

/** The values of a row by the names of the columns that the file has. */
export type Given = ReadonlyMap<string, string>;

/** What the row's columns that stay in themselves speak of before it. */
export type Before = { readonly address?: Address | null; readonly position?: Position | null };

export type Wished = {
  readonly wish: Record<string, unknown>;
  readonly wrongs: readonly RowWrong[];
};

/** `before` is the row that is changed; undefined = one is added, and must have what a row needs. */
export function toWish(kind: ImportKind, given: Given, before: Before | undefined): Wished {
  const gathered: Gathered = { wish: {}, wrongs: [] };
  for (const column of IMPORT_COLUMNS[kind].filter(isPlain)) {
    addValue(gathered, column, given.get(column.name) ?? (before === undefined ? "" : undefined));
  }
  if (kind === "sites") {
    addAddress(gathered, given, before?.address);
    addPosition(gathered, given, before?.position);
  }
  return gathered;
}

/** What is not in the file is undefined: it stays. Of a new row it is empty. */
function addValue({ wish, wrongs }: Gathered, column: Column, value: string | undefined): void {
  const { name, field, whenEmpty } = column;
  if (value === undefined) return;
  if (value !== "" || whenEmpty === "clear") {
    wish[field] = field === "tags" ? toTags(value) : orNull(value);
  } else if (whenEmpty === "refuse") wrongs.push(missing(name));
}

/** Tags in one value stand apart by "|"; one that has it, or a backslash, has a backslash before it. */
function toTags(value: string): string[] {
  const tags = value.match(/(?:\\.|[^|\\])+/gs) ?? [];
  return [...new Set(tags.map((tag) => tag.trim().replaceAll(/\\(.)/gs, "$1")))].filter(
    (tag) => tag !== "",
  );
}

export function fromTags(tags: readonly string[]): string {
  return tags.map((tag) => tag.replaceAll(/[\\|]/g, "\\$&")).join("|");
}

/** These say which row is meant, or hold parts of one thing. */
function isPlain({ name, field }: Column): boolean {
  return !APART.has(name) && !field.includes(".");
}

const APART: ReadonlySet<string> = new Set(["id", "customer_reference", "site_reference"]);

const ADDRESS_LINES = ["address_1", "address_2", "address_3", "address_4"];

/** A part of the address of which the file has no column stays as it is. */
function addAddress(
  { wish, wrongs }: Gathered,
  given: Given,
  before: Address | null | undefined,
): void {
  const names = [...ADDRESS_LINES, "postal_code", "city", "country"];
  if (!names.some((name) => given.has(name))) return;
  const part = (name: string, known: string | undefined): string => given.get(name) ?? known ?? "";
  const lines = ADDRESS_LINES.map((name, place) => part(name, before?.lines[place]));
  const address = {
    lines: lines.filter((line) => line !== ""),
    postalCode: part("postal_code", before?.postalCode),
    city: part("city", before?.city),
    country: part("country", before?.country).toUpperCase(),
  };
  const { country, ...rest } = address;
  const isNone = [rest.lines.join(""), rest.postalCode, rest.city].every((text) => text === "");
  if (country === "" && !isNone) wrongs.push(missing("country"));
  else wish["address"] = country === "" ? null : address;
}

/** A position has both degrees or there is none. */
function addPosition(
  { wish, wrongs }: Gathered,
  given: Given,
  before: Position | null | undefined,
): void {
  if (!given.has("latitude") && !given.has("longitude")) return;
  const latitude = degrees(given.get("latitude"), before?.latitude);
  const longitude = degrees(given.get("longitude"), before?.longitude);
  if (latitude === null && longitude === null) wish["position"] = null;
  else if (latitude === null) wrongs.push(missing("latitude"));
  else if (longitude === null) wrongs.push(missing("longitude"));
  else wish["position"] = { latitude, longitude };
}

type Gathered = { readonly wish: Record<string, unknown>; readonly wrongs: RowWrong[] };

/** Programs for tables write a comma where the country does. What is no number is found by the check. */
function degrees(value: string | undefined, before: number | undefined): number | string | null {
  if (value === undefined) return before ?? null;
  if (value === "") return null;
  return /^[+-]?\d{1,3}([.,]\d{1,20})?(e-?\d{1,3})?$/i.test(value)
    ? Number(value.replace(",", "."))
    : value;
}

function missing(column: string): RowWrong {
  return { column, code: "csv_value_missing", detail: `${column} is empty; give it a value` };
}

function orNull(value: string): string | null {
  return value === "" ? null : value;
}
