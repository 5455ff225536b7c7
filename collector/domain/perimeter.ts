import type { EquipmentKind, Perimeter, PerimeterRule } from "@vigie/shared/contract.ts";
import type { CoverageLine } from "@vigie/shared/contract-version.ts";
import type { MachineClass } from "@vigie/shared/machine.ts";
import { partOf } from "./document.ts";

/**
 * What a perimeter covers: whatever an `include` rule finds, unless an `exclude` rule finds it too.
 * Of several rules that find a thing, the first one is named.
 */

/** A machine or a piece of equipment, as rules look at it. */
export type Coverable = {
  readonly id: string;
  readonly siteId: string | null;
  readonly tags: readonly string[];
} & (
  | {
      readonly what: "machine";
      readonly class: MachineClass;
      /** Names of what is installed; undefined = nobody has said. */
      readonly software?: readonly string[] | undefined;
    }
  | { readonly what: "equipment"; readonly kind: EquipmentKind }
);

export type CoverageReason = Pick<CoverageLine, "covered" | "because" | "rule">;

const NO_RULE: CoverageReason = { covered: false, because: "no_rule", rule: null };

/** Whether a perimeter covers a thing, and why: what a thing costs does not grow with the rules. */
export function createPerimeter({
  include,
  exclude,
}: Perimeter): (thing: Coverable) => CoverageReason {
  const included = createFinder(include);
  const excluded = createFinder(exclude);
  return (thing) => {
    const rule = included(thing);
    if (rule === null) return NO_RULE;
    const exception = excluded(thing);
    if (exception === null) return { covered: true, because: "included", rule };
    return { covered: false, because: "excluded", rule: exception };
  };
}

/** Whether any rule looks at what the inventory of machines says. */
export function looksAtInventory({ include, exclude }: Perimeter): boolean {
  return [...include, ...exclude].some(({ by }) => by === "software" || by === "class");
}

/** Whether any rule looks at the software on machines. */
export function looksAtSoftware({ include, exclude }: Perimeter): boolean {
  return [...include, ...exclude].some(({ by }) => by === "software");
}

/**
 * The names of the software in the fact `inventory`: a list of names, or of objects with a `name`.
 * Undefined where the inventory has no such list; then no rule about software finds the machine.
 */
export function softwareOf(inventory: unknown): string[] | undefined {
  const list = partOf(inventory, "software");
  if (!Array.isArray(list)) return undefined;
  return list.slice(0, SOFTWARE_MAX).flatMap((entry: unknown) => {
    const name = typeof entry === "string" ? entry : partOf(entry, "name");
    return typeof name === "string" ? [name.slice(0, NAME_LENGTH_MAX)] : [];
  });
}

/** Programs of one machine that are looked at. */
const SOFTWARE_MAX = 5_000;

const NAME_LENGTH_MAX = 255;

/** The place of the first rule that finds a thing; null = none does. */
function createFinder(rules: readonly PerimeterRule[]): (thing: Coverable) => number | null {
  const places = new Map<string, number>();
  const programs: { readonly words: string; readonly place: number }[] = [];
  for (const [place, rule] of rules.entries()) {
    if (rule.by === "software") programs.push({ words: folded(rule.name), place });
    else if (!places.has(keyOf(rule))) places.set(keyOf(rule), place);
  }

  return (thing) => {
    const found = keysOf(thing).flatMap((key) => places.get(key) ?? []);
    if (thing.what === "machine" && programs.length > 0 && thing.software !== undefined) {
      const names = thing.software.map(folded);
      const program = programs.find(({ words }) => names.some((name) => name.includes(words)));
      if (program !== undefined) found.push(program.place);
    }
    return found.length === 0 ? null : Math.min(...found);
  };
}

/** What a rule asks for, and what a thing answers to, as the same words. */
function keyOf(rule: Exclude<PerimeterRule, { by: "software" }>): string {
  switch (rule.by) {
    case "everything":
      return "everything";
    case "site":
      return `site ${rule.siteId}`;
    case "machine":
      return `machine ${rule.machineId}`;
    case "equipment":
      return `equipment ${rule.equipmentId}`;
    case "class":
      return `class ${rule.class}`;
    case "equipment_kind":
      return `equipment_kind ${rule.kind}`;
    case "tag":
      return `tag ${folded(rule.tag)}`;
  }
}

function keysOf(thing: Coverable): string[] {
  return [
    "everything",
    `${thing.what} ${thing.id}`,
    ...(thing.siteId === null ? [] : [`site ${thing.siteId}`]),
    thing.what === "machine" ? `class ${thing.class}` : `equipment_kind ${thing.kind}`,
    ...thing.tags.map((tag) => `tag ${folded(tag)}`),
  ];
}

/** Tags and names of software as they are compared, however somebody typed them. */
export function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
