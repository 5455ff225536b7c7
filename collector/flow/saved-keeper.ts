import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { MacroChange, MacroWish } from "@vigie/shared/macro.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { ViewChange, ViewWish } from "@vigie/shared/view.ts";
import { checkMacro } from "../domain/macro.ts";
import type { MacroRow, Unit, ViewRow } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import { wrongAssignees } from "./assignment.ts";
import type { Ledger } from "./ledger.ts";

/** The id of what was added, or why it was not. */
type Added = { readonly id: string } | Refusal;

/** What people save under a name. Refuses with `not_found`, `version_conflict`, `name_taken`, `saved_full`. */
export interface Saved<Wish, Change> {
  add(wish: Wish): Promise<Added>;
  change(id: string, change: Change, version: number): Promise<Outcome>;
  remove(id: string, version: number): Promise<Outcome>;
}

/** Refuses, besides, with `macro_invalid`. */
export type MacroKeeper = Saved<MacroWish, MacroChange>;
export type ViewKeeper = Saved<ViewWish, ViewChange>;

/** What is chosen from a list must be few enough to be found in it. */
const MACROS_MAX = 200;

/** Everybody's and each person's own. */
const VIEWS_MAX = 1_000;

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
};

export function createMacroKeeper(tools: Tools): MacroKeeper {
  return createKeeper<MacroRow, MacroWish>(tools, {
    max: MACROS_MAX,
    toRow: (wish) => ({ ...wish, id: tools.newId("mcr"), version: 1 }),
    shelfOf: ({ macros }) => macros,
    named: ({ macros }, { name }) => macros.named(name),
    check: async (unit, { acts }) => checkMacro(acts) ?? (await wrongNames(unit, acts)),
  });
}

export function createViewKeeper(tools: Tools): ViewKeeper {
  return createKeeper<ViewRow, ViewWish>(tools, {
    max: VIEWS_MAX,
    toRow: (wish) => ({ ...wish, id: tools.newId("vew"), version: 1 }),
    shelfOf: ({ views }) => views,
    named: ({ views }, { name, owner }) => views.named(name, owner),
    check: async () => undefined,
  });
}

type Row = { readonly id: string; readonly name: string; readonly version: number };

type Kind<Kept extends Row, Wish> = {
  readonly max: number;
  readonly toRow: (wish: Wish) => Kept;
  readonly shelfOf: (unit: Unit) => {
    readonly find: (id: string) => Promise<Kept | undefined>;
    readonly count: () => Promise<number>;
    readonly add: (row: Kept) => Promise<void>;
    readonly change: (row: Kept) => Promise<boolean>;
    readonly remove: (id: string, version: number) => Promise<boolean>;
  };
  /** The one whose name this is, as names are compared. */
  readonly named: (unit: Unit, row: Kept) => Promise<Kept | undefined>;
  readonly check: (unit: Unit, row: Kept) => Promise<Refusal | undefined>;
};

function createKeeper<Kept extends Row, Wish>(
  { ledger }: Pick<Tools, "ledger">,
  { max, toRow, shelfOf, named, check }: Kind<Kept, Wish>,
): Saved<Wish, Partial<Wish>> {
  async function refusalOf(unit: Unit, row: Kept): Promise<Refusal | undefined> {
    const other = await named(unit, row);
    if (other !== undefined && other.id !== row.id) {
      return { problem: "name_taken", detail: `name: ${row.name} is that of ${other.name}` };
    }
    return check(unit, row);
  }

  return {
    add: (wish) =>
      ledger.write(async ({ unit }) => {
        const row = toRow(wish);
        if ((await shelfOf(unit).count()) >= max) {
          return { problem: "saved_full", detail: String(max) };
        }
        const refusal = await refusalOf(unit, row);
        if (refusal !== undefined) return refusal;
        await shelfOf(unit).add(row);
        return { id: row.id };
      }),

    change: (id, change, version) =>
      ledger.write(async ({ unit }) => {
        const before = await shelfOf(unit).find(id);
        if (before === undefined) return notFound(id);
        if (before.version !== version) return conflict(before.version);
        const row = { ...before, ...change };
        const refusal = await refusalOf(unit, row);
        if (refusal !== undefined) return refusal;
        return (await shelfOf(unit).change(row)) ? { done: true } : conflict(version);
      }),

    remove: (id, version) =>
      ledger.write(async ({ unit }) => {
        const before = await shelfOf(unit).find(id);
        if (before === undefined) return notFound(id);
        return (await shelfOf(unit).remove(id, version))
          ? { done: true }
          : conflict(before.version);
      }),
  };
}

/** A macro that names nobody would be refused on every ticket. */
async function wrongNames(unit: Unit, acts: MacroRow["acts"]): Promise<Refusal | undefined> {
  const wrong = await wrongAssignees(unit, acts);
  return wrong && { problem: "macro_invalid", detail: `acts.${wrong.detail}` };
}
