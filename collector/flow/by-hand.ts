import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import type { RuleChange, RuleWish } from "@vigie/shared/rule.ts";
import type { RuleOverride } from "@vigie/shared/rule-override.ts";
import { checkRule, type Rule } from "../domain/rule.ts";
import { checkOverride, withOverrides } from "../domain/rule-override.ts";
import type { OverrideKey, OverrideListRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome, type RuleKeeper } from "./acts.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { applyRules } from "./rules-applied.ts";

/**
 * What people change of rules, through the same ledger as everything that happens by itself. Each change
 * says at once what it makes of what is measured already.
 */

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
  readonly now: () => { readonly wallMs: number };
  /** A rule was made, changed or removed, or is otherwise for some. */
  readonly onChanged: (rule: ChangedRule) => void;
};

/** Rules of one's own: a screen of them is what one can still keep in order. */
const RULES_MAX = 500;

/** Machines for which one rule is otherwise; for more there are classes. */
const OVERRIDES_MAX = 1_000;

export function createRuleKeeper(tools: Tools): RuleKeeper {
  const { ledger, now, onChanged } = tools;

  /** Carries out a change of one rule, and what follows from it. */
  async function act<Answer extends object>(
    work: (gathering: Gathering) => Promise<Acted<Answer> | Refusal>,
  ): Promise<Answer | Refusal> {
    const acted = await ledger.write(async (gathering) => {
      const done = await work(gathering);
      if (!("problem" in done)) await applyRules(gathering, done.machineId, now().wallMs);
      return done;
    });
    if ("problem" in acted) return acted;
    onChanged(acted.rule);
    return acted.answer;
  }

  return {
    create: (wish) => act(({ unit }) => create(unit, tools.newId("rul"), wish)),
    change: (id, wish, version) => act(({ unit }) => change(unit, id, { wish, version })),
    remove: (id, version) => act(({ unit }) => remove(unit, id, version)),
    setOverride: (key, wish, version) =>
      act(({ unit }) => setOverride(unit, key, { wish, version })),
    removeOverride: (key, version) => act(({ unit }) => removeOverride(unit, key, version)),
  };
}

export type ChangedRule = Pick<Rule, "id" | "condition">;

type Acted<Answer> = {
  readonly rule: ChangedRule;
  /** The only machine to which it matters; undefined = it matters to all. */
  readonly machineId: string | undefined;
  readonly answer: Answer;
};

const DONE = { done: true } as const;

async function create(
  { rules }: Unit,
  id: string,
  { label, reason, holdForSeconds, ...wish }: RuleWish,
): Promise<Acted<{ readonly id: string }> | Refusal> {
  const holdForMs = holdForSeconds * 1_000;
  const rule: Rule = {
    ...wish,
    id,
    holdForMs,
    enabled: true,
    words: { label, reason },
    version: 1,
  };
  const refusal = checkRule(rule);
  if (refusal !== undefined) return refusal;
  if (await rules.hasKey(rule.key)) {
    return invalid(`key: a rule has or had the key ${rule.key}; choose another one`);
  }
  if ((await rules.all()).length >= RULES_MAX) {
    return invalid(`there are ${RULES_MAX} rules already; remove one first`);
  }
  await rules.addMissing([rule]);
  return { rule, machineId: undefined, answer: { id } };
}

type Changing<Wish> = { readonly wish: Wish; readonly version: number };

async function change(
  { rules }: Unit,
  id: string,
  { wish, version }: Changing<RuleChange>,
): Promise<Acted<Outcome> | Refusal> {
  const before = await rules.find(id);
  if (before === undefined) return notFound(id);
  if (before.version !== version) return conflict(before.version);
  const after = withChange(before, wish);
  const refusal = checkRule(after) ?? refusalTogether(after, await rules.overridesOf(id));
  if (refusal !== undefined) return refusal;
  if (!(await rules.change(after))) return conflict(before.version);
  return { rule: after, machineId: undefined, answer: DONE };
}

function withChange(before: Rule, { holdForSeconds, ...wish }: RuleChange): Rule {
  return {
    ...before,
    ...wish,
    ...(holdForSeconds !== undefined && { holdForMs: holdForSeconds * 1_000 }),
  };
}

/** The rule must hold with what is otherwise for some too. */
function refusalTogether(rule: Rule, overrides: readonly OverrideListRow[]): Refusal | undefined {
  for (const { scope, change: otherwise, machineName } of overrides) {
    const refusal = checkRule(withOverrides(rule, [otherwise]));
    if (refusal === undefined) continue;
    const whom = scope.kind === "class" ? `the class ${scope.class}` : `${machineName}`;
    return invalid(`with what is otherwise for ${whom} it cannot hold: ${refusal.detail}`);
  }
  return undefined;
}

/** Shipped rules would be there again at the next start: they are switched off instead. */
async function remove(
  { rules }: Unit,
  id: string,
  version: number,
): Promise<Acted<Outcome> | Refusal> {
  const rule = await rules.find(id);
  if (rule === undefined) return notFound(id);
  if (rule.version !== version) return conflict(rule.version);
  if (rule.words === undefined) return { problem: "rule_shipped", detail: rule.key };
  if (!(await rules.remove({ id, version }))) return conflict(version);
  return { rule, machineId: undefined, answer: DONE };
}

async function setOverride(
  unit: Unit,
  key: OverrideKey,
  { wish, version }: { readonly wish: RuleOverride; readonly version: number | undefined },
): Promise<Acted<Outcome> | Refusal> {
  const { rules } = unit;
  const rule = await rules.find(key.ruleId);
  if (rule === undefined || !(await isThere(unit, key))) return notFound(nameOf(key));
  const before = await rules.findOverride(key);
  if (before?.version !== version) return conflict(before?.version ?? 0);
  const refusal = checkOverride(rule, wish);
  if (refusal !== undefined) return refusal;
  if (before !== undefined) await rules.changeOverride({ ...before, change: wish });
  else if ((await rules.overridesOf(key.ruleId)).length < OVERRIDES_MAX) {
    await rules.addOverride({ ...key, change: wish, version: 1 });
  } else return invalid(`it is otherwise for ${OVERRIDES_MAX} machines already; use classes`);
  return { rule, machineId: machineOf(key), answer: DONE };
}

async function removeOverride(
  { rules }: Unit,
  key: OverrideKey,
  version: number,
): Promise<Acted<Outcome> | Refusal> {
  const rule = await rules.find(key.ruleId);
  const before = await rules.findOverride(key);
  if (rule === undefined || before === undefined) return notFound(nameOf(key));
  if (!(await rules.removeOverride({ ...key, version }))) return conflict(before.version);
  return { rule, machineId: machineOf(key), answer: DONE };
}

async function isThere({ estate }: Unit, { scope }: OverrideKey): Promise<boolean> {
  if (scope.kind === "class") return true;
  const rows = await estate.machineRows({ ids: [scope.machineId], sort: "id", limit: 1 });
  return rows.length > 0;
}

function machineOf({ scope }: OverrideKey): string | undefined {
  return scope.kind === "machine" ? scope.machineId : undefined;
}

function nameOf({ ruleId, scope }: OverrideKey): string {
  return `${ruleId} ${scope.kind === "class" ? scope.class : scope.machineId}`;
}

function invalid(detail: string): Refusal {
  return { problem: "rule_invalid", detail };
}
