import { type TSchema, Type } from "typebox";
import type { TLocalizedValidationError } from "typebox/error";
import { Value } from "typebox/value";

/**
 * The first mistake of a document, as a person would say it. Of a union the answer is
 * about the variant that was meant: the one that the values name, else the one that knows the fields.
 */
export function tellMistake(schema: TSchema, value: unknown): string {
  const { keys, words } = mistakeOf(schema, value);
  return `${toPath(value, keys)} ${words}`;
}

/** Where, from the whole on, and what. */
type Mistake = { readonly keys: readonly string[]; readonly words: string };

function mistakeOf(schema: TSchema, value: unknown): Mistake {
  const [error] = Value.Errors(schema, value);
  if (error === undefined) return { keys: [], words: "is wrong" };
  const steps = stepsOf(error.schemaPath);
  const keys = stepsOf(error.instancePath);
  const place = steps.indexOf("anyOf");
  const of = schemaAt(schema, place === -1 ? steps : steps.slice(0, place));
  if (place === -1 || !Type.IsUnion(of)) return toldOf(error, schema);

  const before = keys.slice(0, depthOf(steps.slice(0, place)));
  const inner = mistakeOfUnion(alternatives(of), valueAt(value, before));
  return { ...inner, keys: [...before, ...inner.keys] };
}

// --- unions ---

function mistakeOfUnion(variants: readonly TSchema[], value: unknown): Mistake {
  const allowed = variants.flatMap(valuesOf);
  const fitting = variants.filter(
    (variant) => valuesOf(variant).length === 0 && fits(variant, value),
  );
  if (fitting.length === 0) return { keys: [], words: `must be ${listed(allowed, variants)}` };

  const key = Object.keys(literalsOf(fitting[0])).find((name) =>
    fitting.every((variant) => name in literalsOf(variant)),
  );
  const named = fitting.filter((variant) => key !== undefined && isNamed(variant, key, value));
  if (key === undefined || named.length > 0)
    return bestMistake(named.length > 0 ? named : fitting, value);
  const names = fitting.map((variant) => String(literalsOf(variant)[key]));
  return { keys: [key], words: `must be one of ${[...new Set(names)].join(", ")}` };
}

/** The mistake of the variant that knows most of the fields given, and comes furthest. */
function bestMistake(variants: readonly TSchema[], value: unknown): Mistake {
  const [best] = variants
    .map((variant) => ({
      unknown: unknownFields(variant, value),
      mistake: mistakeOf(variant, value),
    }))
    .toSorted((a, b) => a.unknown - b.unknown || b.mistake.keys.length - a.mistake.keys.length);
  return best?.mistake ?? { keys: [], words: "is wrong" };
}

function alternatives(schema: TSchema): TSchema[] {
  return Type.IsUnion(schema) ? schema.anyOf.flatMap((one) => alternatives(one)) : [schema];
}

/** The single values that a variant is, where it is such. */
function valuesOf(schema: TSchema): string[] {
  if (Type.IsLiteral(schema)) return [String(schema.const)];
  if (Type.IsEnum(schema)) return schema.enum.map(String);
  return Type.IsNull(schema) ? ["null"] : [];
}

/** What could stand where nothing that does fits: values, else kinds of them. */
function listed(allowed: readonly string[], variants: readonly TSchema[]): string {
  const kinds = variants.flatMap((variant) => {
    const kind = memberOf(variant, "type");
    return typeof kind === "string" && !Type.IsNull(variant) && !Type.IsLiteral(variant)
      ? [kind]
      : [];
  });
  const all = [...new Set([...kinds, ...allowed])];
  return kinds.length === 0 ? `one of ${all.join(", ")}` : all.join(" or ");
}

/** Whether a value is at least of the kind that a variant is. */
function fits(variant: TSchema, value: unknown): boolean {
  return !Value.Errors(variant, value).some(
    ({ keyword, instancePath }) => keyword === "type" && instancePath === "",
  );
}

/** The fields of a variant that have one value each: they tell it from the others. */
function literalsOf(variant: TSchema | undefined): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  if (variant === undefined || !Type.IsObject(variant)) return found;
  for (const [name, field] of Object.entries(variant.properties)) {
    if (Type.IsLiteral(field)) found[name] = field.const;
  }
  return found;
}

function isNamed(variant: TSchema, key: string, value: unknown): boolean {
  return literalsOf(variant)[key] === memberOf(value, key);
}

function unknownFields(variant: TSchema, value: unknown): number {
  if (!Type.IsObject(variant) || typeof value !== "object" || value === null) return 0;
  return Object.keys(value).filter((name) => !Object.hasOwn(variant.properties, name)).length;
}

// --- words ---

function toldOf(error: TLocalizedValidationError, schema: TSchema): Mistake {
  const { keyword, params, message } = error;
  const keys = stepsOf(error.instancePath);
  const steps = stepsOf(error.schemaPath);
  if (keyword === "boolean" && steps.at(-1) === "additionalItems") {
    const tuple = schemaAt(schema, steps.slice(0, -1));
    return { keys: keys.slice(0, -1), words: expected(tuple) ?? "has too many values" };
  }
  if (keyword === "boolean") return { keys, words: "is not a field of this" };
  if (keyword === "required") return { keys, words: message };
  if (keyword === "enum") return { keys, words: `${message}: ${params.allowedValues.join(", ")}` };
  const said = expected(schemaAt(schema, steps));
  if (said !== undefined) return { keys, words: said };
  // A pattern is for machines: people are not shown it.
  return { keys, words: keyword === "pattern" ? "does not have the form it must have" : message };
}

/** What a schema says of itself for people is what must be there. */
function expected(schema: unknown): string | undefined {
  const said = memberOf(schema, "description");
  if (typeof said !== "string" || said === "") return undefined;
  return `must be ${said.slice(0, 1).toLowerCase()}${said.slice(1)}`;
}

// --- paths ---

/** The steps of a JSON pointer, whether "#" stands before it or not. */
function stepsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** How many steps into the value lie behind steps into a schema. */
function depthOf(steps: readonly string[]): number {
  let depth = 0;
  for (let place = 0; place < steps.length; place += 1) {
    const step = steps[place] ?? "";
    if (step !== "allOf") depth += 1;
    const isNamed = step === "properties" || step === "patternProperties" || step === "allOf";
    if (isNamed || (step === "items" && /^\d+$/.test(steps[place + 1] ?? ""))) place += 1;
  }
  return depth;
}

function schemaAt(schema: TSchema, steps: readonly string[]): TSchema {
  const found = valueAt(schema, steps);
  return Type.IsSchema(found) ? found : Type.Unknown();
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce(memberOf, value);
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** As people write it: `/levels[0].targets[1].budgetSeconds`; the whole is "". */
function toPath(value: unknown, keys: readonly string[]): string {
  let path = "";
  for (const [place, key] of keys.entries()) {
    const isPlace = Array.isArray(valueAt(value, keys.slice(0, place)));
    path += isPlace ? `[${key}]` : `${place === 0 ? "/" : "."}${key}`;
  }
  return path;
}
