import type { Refusal } from "@vigie/shared/problems.ts";
import type { RuleChange } from "@vigie/shared/rule.ts";
import { checkRule, type Rule } from "../domain/rule.ts";
import type { TicketAct } from "../domain/ticket.ts";
import type { Unit } from "../registry/registry.ts";
import type { Desk, Outcome, RuleKeeper } from "./acts.ts";
import type { TicketDesk } from "./desk.ts";
import { touchedOf } from "./draft.ts";
import type { Gathering, Ledger } from "./ledger.ts";
import { evaluatePresence, reevaluate, replaceRule, silence } from "./watch.ts";

/** What people do by hand, through the same ledger as everything that happens by itself. */

type Now = () => { readonly wallMs: number };

/** Carries out acts on tickets. */
export function createHandDesk({
  ledger,
  desk,
  now,
}: {
  readonly ledger: Ledger;
  readonly desk: TicketDesk;
  readonly now: Now;
}): Desk {
  function act(
    ticketId: string,
    act: TicketAct & { readonly by: string },
    { text, version }: { readonly text?: string | undefined; readonly version?: number },
  ): Promise<Outcome> {
    return ledger.write(async ({ unit, draft }) => {
      const ticket = await unit.tickets.find(ticketId);
      if (ticket === undefined) return { problem: "not_found", detail: ticketId };
      if (version !== undefined && version !== ticket.version) return conflict(ticket.version);
      if (act.kind === "comment" && (await isFull(unit, ticketId))) return TICKET_FULL;
      const outcome = await desk.perform({
        unit,
        ticket,
        act,
        nowMs: now().wallMs,
        by: act.by,
        text,
      });
      if ("done" in outcome) touchedOf(draft, ticket.machineId).tickets.add(ticketId);
      return outcome;
    });
  }

  return {
    acknowledge: (ticketId, { by }, version) =>
      act(ticketId, { kind: "acknowledge", by }, { version }),
    comment: (ticketId, { by, text }) => act(ticketId, { kind: "comment", by }, { text }),
    resolve: (ticketId, { by, text }, version) =>
      act(ticketId, { kind: "resolve", by }, { text, version }),
  };
}

/** Comments that a ticket takes. */
const COMMENTS_MAX = 1_000;

const TICKET_FULL: Refusal = { problem: "ticket_full", detail: String(COMMENTS_MAX) };

async function isFull({ tickets }: Unit, ticketId: string): Promise<boolean> {
  return (await tickets.transitionCount(ticketId, "commented")) >= COMMENTS_MAX;
}

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
      if (before === undefined) return { problem: "not_found", detail: ruleId };
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

function conflict(version: number): Refusal {
  return { problem: "version_conflict", detail: `it is at version ${version}` };
}
