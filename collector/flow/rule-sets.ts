import type { MachineClass } from "@vigie/shared/machine.ts";
import type { RuleOverride } from "@vigie/shared/rule-override.ts";
import type { Rule } from "../domain/rule.ts";
import { withOverrides } from "../domain/rule-override.ts";
import type { OverrideRow } from "../registry/registry.ts";

/**
 * Which rules hold for which machine. Machines for which the same is otherwise share one set, and with
 * it what was worked out of it for reports of their shape; most machines share the very same.
 */
export type RuleSet = {
  readonly byId: ReadonlyMap<string, Rule>;
  /** Those that are switched on. */
  readonly enabled: readonly Rule[];
  /** Of them, those on presence and on clocks, which no column of a report feeds. */
  readonly offline: readonly Rule[];
  readonly clock: readonly Rule[];
};

/** What is otherwise, by rule. */
type ByRule = ReadonlyMap<string, RuleOverride>;

/** What decides which rules hold for a machine. */
type Ruled = { readonly id: string; readonly class: MachineClass };

/** All rules with what is otherwise, and the sets that were made of them. */
export type RuleBook = {
  readonly rules: readonly Rule[];
  readonly overrides: readonly OverrideRow[];
  readonly ofClass: ReadonlyMap<MachineClass, ByRule>;
  readonly ofMachine: ReadonlyMap<string, ByRule>;
  readonly sets: Map<string, RuleSet>;
};

export function createRuleBook(
  rules: readonly Rule[],
  overrides: readonly OverrideRow[],
): RuleBook {
  const ofClass = new Map<MachineClass, Map<string, RuleOverride>>();
  const ofMachine = new Map<string, Map<string, RuleOverride>>();
  for (const { ruleId, scope, change } of overrides) {
    if (scope.kind === "class") placeFor(ofClass, scope.class).set(ruleId, change);
    else placeFor(ofMachine, scope.machineId).set(ruleId, change);
  }
  return { rules, overrides, ofClass, ofMachine, sets: new Map() };
}

/** The book with something else otherwise for single machines; sets that hold for others stay. */
export function withMachineOverrides(book: RuleBook, overrides: readonly OverrideRow[]): RuleBook {
  return { ...createRuleBook(book.rules, overrides), sets: book.sets };
}

/** What of the book's rules is otherwise for a machine: for its class, then for itself. */
export function overridesFor(
  { ofClass, ofMachine }: RuleBook,
  machine: Ruled,
  ruleId: string,
): readonly [RuleOverride | undefined, RuleOverride | undefined] {
  return [ofClass.get(machine.class)?.get(ruleId), ofMachine.get(machine.id)?.get(ruleId)];
}

/** The rules that hold for a machine, worked out if they are not known; the same object for the same rules. */
export function rulesOf(
  { ruleBook }: { readonly ruleBook: RuleBook },
  machine: Ruled & { ruleSet: RuleSet | undefined },
): RuleSet {
  machine.ruleSet ??= ruleSetFor(ruleBook, machine);
  return machine.ruleSet;
}

function ruleSetFor(book: RuleBook, machine: Ruled): RuleSet {
  const own = book.ofMachine.get(machine.id);
  const ofClass = book.ofClass.has(machine.class) ? machine.class : "";
  const key = own === undefined ? ofClass : JSON.stringify([ofClass, ...own]);
  const known = book.sets.get(key);
  if (known !== undefined) return known;
  const set = toRuleSet(
    book.rules.map((rule) => withOverrides(rule, overridesFor(book, machine, rule.id))),
  );
  book.sets.set(key, set);
  return set;
}

function toRuleSet(rules: readonly Rule[]): RuleSet {
  const enabled = rules.filter((rule) => rule.enabled);
  return {
    byId: new Map(rules.map((rule) => [rule.id, rule])),
    enabled,
    offline: enabled.filter(({ condition }) => condition.kind === "offline"),
    clock: enabled.filter(({ condition }) => condition.kind === "clock"),
  };
}

function placeFor<Key>(
  places: Map<Key, Map<string, RuleOverride>>,
  key: Key,
): Map<string, RuleOverride> {
  const known = places.get(key);
  if (known !== undefined) return known;
  const made = new Map<string, RuleOverride>();
  places.set(key, made);
  return made;
}
