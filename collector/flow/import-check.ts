import {
  Address,
  ContactWish,
  CustomerWish,
  EquipmentWish,
  type ImportKind,
  MachineChange,
  Position,
  SiteWish,
} from "@vigie/shared/estate.ts";
import { type TObject, type TSchema, Type } from "typebox";
import { Compile } from "typebox/compile";
import { partOf } from "../domain/document.ts";
import { IMPORT_COLUMNS } from "../domain/import-columns.ts";
import type { RowWrong } from "./import-cells.ts";

/** What a file's rows say is checked by the very schemas that the API's bodies are. */

/** The wish, or what is wrong with it, once a column, and what could stand there. */
export type Checker<Wish> = (
  wish: Readonly<Record<string, unknown>>,
) => { readonly sound: Partial<Wish> } | { readonly wrongs: readonly RowWrong[] };

export const CHECK_CUSTOMER = checker<CustomerWish>("customers", CustomerWish);
export const CHECK_SITE = checker<SiteWish>("sites", SiteWish, {
  address: Address,
  position: Position,
});
export const CHECK_CONTACT = checker<ContactWish>("contacts", ContactWish);
export const CHECK_EQUIPMENT = checker<EquipmentWish>("equipment", EquipmentWish);
export const CHECK_MACHINE = checker<MachineChange>("machines", MachineChange);

function checker<Wish>(
  kind: ImportKind,
  schema: TObject,
  parts: Readonly<Record<string, TObject>> = {},
): Checker<Wish> {
  const compiled = Compile(Type.Partial(schema, { additionalProperties: false, minProperties: 0 }));
  const isSound = (wish: unknown): wish is Partial<Wish> => compiled.Check(wish);
  const columns = IMPORT_COLUMNS[kind];
  const checks = columns.flatMap(({ name, field }, place) => {
    // Of the columns that hold one thing together, the first speaks for all.
    if (columns.findIndex((one) => one.field === field) !== place) return [];
    const [whole = "", part] = field.split(".");
    const own = part === undefined ? schema.properties[whole] : parts[whole]?.properties[part];
    return own === undefined ? [] : [{ name, whole, part, own, one: Compile(own) }];
  });

  return (wish) => {
    if (isSound(wish)) return { sound: wish };
    const wrongs = checks.flatMap(({ name, whole, part, own, one }): RowWrong[] => {
      const value = part === undefined ? wish[whole] : partOf(wish[whole], part);
      if (value === undefined || one.Check(value)) return [];
      const detail = `${name} cannot be ${told(value)}; it must be ${HINTS[name] ?? hintOf(own)}`;
      return [{ column: name, code: "csv_value_invalid", detail }];
    });
    return { wrongs };
  };
}

/** A value comes from the file; an answer shows the beginning of it. */
const TOLD_LENGTH_MAX = 40;

function told(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return text.length <= TOLD_LENGTH_MAX ? text : `${text.slice(0, TOLD_LENGTH_MAX)}...`;
}

/** Where the form of a value is best shown by one. */
const HINTS: Readonly<Record<string, string>> = {
  email: "an address such as name@example.com",
  address_1: "one of at most four lines of at most 200 characters each",
  country: "two letters, such as FR",
  warranty_ends_on: "a day, such as 2027-06-30",
  tags: "at most 32 tags, each one line of at most 64 characters, with | between them",
};

/** What a schema allows, in words. */
function hintOf(schema: TSchema): string {
  const members = alternatives(schema);
  const words = members.flatMap((one) => wordsOf(one));
  if (words.length > 0) return `one of ${words.join(", ")}`;
  for (const one of members) {
    const said = partOf(one, "description");
    if (typeof said === "string") return `${said.slice(0, 1).toLowerCase()}${said.slice(1)}`;
    const longest = limitOf(one, "maxLength");
    if (longest !== undefined) return `text of at most ${longest} characters`;
    const least = limitOf(one, "minimum");
    if (least !== undefined) return `a number from ${least} to ${limitOf(one, "maximum")}`;
  }
  return "something else";
}

function alternatives(schema: TSchema): TSchema[] {
  return Type.IsUnion(schema) ? schema.anyOf.flatMap((one) => alternatives(one)) : [schema];
}

function wordsOf(schema: TSchema): string[] {
  if (Type.IsLiteral(schema)) return [String(schema.const)];
  if (Type.IsEnum(schema)) return schema.enum.map(String);
  return [];
}

function limitOf(schema: TSchema, name: string): number | undefined {
  const limit = partOf(schema, name);
  return typeof limit === "number" ? limit : undefined;
}
