import { IMPORT_KINDS } from "@vigie/shared/estate.ts";
import { describe, expect, test } from "vitest";
import { columnOf, columnsOf, IMPORT_COLUMNS } from "../../../collector/domain/import-columns.ts";

function namesOf(header: readonly string[]): unknown {
  const columns = columnsOf("sites", header);
  return "problem" in columns ? columns.detail : columns.map(({ name }) => name);
}

test.for([
  [["reference", "name"], ["reference", "name"], "English"],
  [["Référence client", "Nom"], ["customer_reference", "name"], "French, as people write it"],
  [["  NAME ", "Time-Zone"], ["name", "time_zone"], "any case, blanks and hyphens"],
  [["nom", "Jours fériés", "code_postal"], ["name", "holiday_set", "postal_code"], "mixed forms"],
] as const)("%j", ([header, wanted]) => {
  expect(namesOf(header)).toEqual(wanted);
});

test.for([
  [["name", "colour"], 'no column "colour" of sites; there are id (identifiant)', "unknown"],
  [["name", ""], 'no column ""', "a column without a name"],
  [["name", "nom"], "the column name is there twice", "in two languages"],
  [["city"], "no column says what a row is about", "rows of nothing"],
] as const)("%j is refused: %s", ([header, words]) => {
  expect(namesOf(header)).toContain(words);
});

describe.for(IMPORT_KINDS)("the columns of %s", (kind) => {
  test("have names of their own in both languages", () => {
    const columns = IMPORT_COLUMNS[kind];
    for (const names of [columns.map(({ name }) => name), columns.map(({ fr }) => fr)]) {
      expect(new Set(names).size).toBe(names.length);
      expect(columnsOf(kind, names)).toEqual(columns);
    }
  });
});

test("a field's column is found by its whole name, or by a part of it", () => {
  expect(columnOf("sites", "timeZone")).toBe("time_zone");
  expect(columnOf("sites", "address.city")).toBe("city");
  expect(columnOf("sites", "address")).toBe("address_1");
});
