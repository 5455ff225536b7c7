import type { RuleChange } from "@vigie/shared/rule.ts";
import { checkRule, type Rule } from "../domain/rule.ts";
import { conflict, notFound, type Outcome, type RuleKeeper } from "./acts.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { evaluatePresence, reevaluate, replaceRule, silence } from "./watch.ts";

/** What people change of rules, through the same ledger as everything that happens by itself. */

type Now = () => { readonly wallMs: number };

/** Changes rules, and says at once what a change makes of what is measured already. */
export function createRuleKeeper({
  ledger,
  now,
  onChanged,
}: {
  readonly ledger: Ledger;
  readonly now: Now;
  /** A rule was changed, for the live feed. */
  readonly onChanged: (rule: Rule) => void;
}): RuleKeeper {
  async function change(ruleId: string, wish: RuleChange, version: number): Promise<Outcome> {
    let changed: Rule | undefined;
    const outcome = await ledger.write(async (gathering): Promise<Outcome> => {
      const before = await gathering.unit.rules.find(ruleId);
      if (before === undefined) return notFound(ruleId);
      if (before.version !== version) return conflict(before.version);
      const after = withChange(before, wish);
      const refusal = checkRule(after);
      if (refusal !== undefined) return refusal;
      if (!(await gathering.unit.rules.change(after))) return conflict(before.version);
      changed = { ...after, version: version + 1 };
      applyRule(gathering, { before, after: changed, nowMs: now().wallMs });
      return { done: true };
    });
    if (changed !== undefined) onChanged(changed);
    return outcome;
  }

  return { change };
}

function withChange(before: Rule, { holdForSeconds, ...wish }: RuleChange): Rule {
  return {
    ...before,
    ...wish,
    ...(holdForSeconds !== undefined && { holdForMs: holdForSeconds * 1_000 }),
  };
}

/** Alerts that the rule can no longer mean end; the others go on under the new words. */
function applyRule(
  { memory, onChange }: Gathering,
  { before, after, nowMs }: { readonly before: Rule; readonly after: Rule; readonly nowMs: number },
): void {
  const meansAnother = subjectOf(before) !== subjectOf(after);
  for (const machine of memory.machines.values()) {
    if (!after.enabled || meansAnother) {
      for (const change of silence(machine, before, nowMs)) onChange(change);
    }
  }
  replaceRule(memory, after);
  for (const machine of memory.machines.values()) {
    for (const change of reevaluate(memory, machine)) onChange(change);
    if (after.condition.kind !== "offline") continue;
    for (const change of evaluatePresence(memory, machine, nowMs)) onChange(change);
  }
}

/** What a rule looks at. */
function subjectOf({ condition }: Rule): string {
  return condition.kind === "offline" ? "offline" : `${condition.kind} ${condition.metric}`;
}
