import type { ImportKind } from "@vigie/shared/estate.ts";
import type { Refusal } from "@vigie/shared/problems.ts";

/** Files of rows: which columns there are, by their names in both languages. */

/** A file as it is read. */
export type FileTable = {
  readonly header: readonly string[];
  readonly rows: Iterable<FileRow>;
};

/** A row with a value for each column of the header, or why it cannot be read. */
export type FileRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly wrong: string };

export type Column = {
  readonly name: string;
  readonly fr: string;
  /** What it holds, such as the field of a wish. */
  readonly field: string;
  /** What an empty value means: that there is none, that nothing is said, or a mistake. */
  readonly whenEmpty: "clear" | "keep" | "refuse";
};

const ID = column("id", "identifiant");
const CUSTOMER = column("customer_reference", "reference_client", "customerId");
const REFERENCE = column("reference", "reference");
const NAME = needed(column("name", "nom"));
const KIND = column("kind", "type");
const LANGUAGE = column("language", "langue");
const SITE = column("site_reference", "reference_site", "siteId");
const TAGS = column("tags", "etiquettes");

/** The columns of each kind, in the order in which they are written. */
export const IMPORT_COLUMNS: Readonly<Record<ImportKind, readonly Column[]>> = {
  customers: [ID, REFERENCE, NAME, kept(KIND), kept(LANGUAGE)],
  sites: [
    ID,
    CUSTOMER,
    REFERENCE,
    NAME,
    column("address_1", "adresse_1", "address.lines"),
    column("address_2", "adresse_2", "address.lines"),
    column("address_3", "adresse_3", "address.lines"),
    column("address_4", "adresse_4", "address.lines"),
    column("postal_code", "code_postal", "address.postalCode"),
    column("city", "ville", "address.city"),
    column("country", "pays", "address.country"),
    column("latitude", "latitude", "position.latitude"),
    column("longitude", "longitude", "position.longitude"),
    needed(column("time_zone", "fuseau_horaire", "timeZone")),
    column("holiday_set", "jours_feries", "holidaySet"),
  ],
  contacts: [
    ID,
    CUSTOMER,
    REFERENCE,
    NAME,
    column("email", "courriel"),
    column("phone", "telephone"),
    column("role", "fonction"),
    LANGUAGE,
    kept(column("notices", "notifications")),
    SITE,
  ],
  machines: [ID, CUSTOMER, REFERENCE, NAME, column("class", "classe"), TAGS, SITE],
  equipment: [
    ID,
    CUSTOMER,
    REFERENCE,
    NAME,
    needed(KIND),
    column("manufacturer", "fabricant"),
    column("model", "modele"),
    column("serial", "numero_de_serie"),
    column("warranty_ends_on", "fin_de_garantie", "warrantyEndsOn"),
    column("location", "emplacement"),
    TAGS,
    SITE,
  ],
};

/** What each value of the header names, in its order. The refusal is `csv_invalid`. */
export function columnsOf(
  kind: ImportKind,
  header: readonly string[],
): readonly Column[] | Refusal {
  const known = IMPORT_COLUMNS[kind];
  const found: Column[] = [];
  for (const written of header) {
    const wished = plain(written);
    const named = known.find(({ name, fr }) => name === wished || fr === wished);
    if (named === undefined) {
      const names = known.map(({ name, fr }) => (name === fr ? name : `${name} (${fr})`));
      return invalid(
        `there is no column "${written.slice(0, NAME_SHOWN_MAX)}" of ${kind}; there are ${names.join(", ")}`,
      );
    }
    if (found.includes(named)) return invalid(`the column ${named.name} is there twice`);
    found.push(named);
  }
  if (found.some(({ name }) => KEYS.includes(name))) return found;
  return invalid("no column says what a row is about: id, reference or name");
}

/** The column of a field, where a file may have both. */
export function columnOf(kind: ImportKind, field: string): string {
  const columns = IMPORT_COLUMNS[kind];
  const exact = columns.find((one) => one.field === field);
  return (exact ?? columns.find((one) => one.field.startsWith(`${field}.`)))?.name ?? field;
}

/** By these a row finds what it is about. */
const KEYS = ["id", "reference", "name"];

/** A name in a header is shown up to here: it comes from the file. */
const NAME_SHOWN_MAX = 64;

/** "Référence client" is "reference_client". */
function plain(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .trim()
    .toLowerCase()
    .replaceAll(/[\s'’-]+/g, "_");
}

function column(...[name, fr, field = name]: [name: string, fr: string, field?: string]): Column {
  return { name, fr, field, whenEmpty: "clear" };
}

function kept(one: Column): Column {
  return { ...one, whenEmpty: "keep" };
}

function needed(one: Column): Column {
  return { ...one, whenEmpty: "refuse" };
}

function invalid(detail: string): Refusal {
  return { problem: "csv_invalid", detail };
}
