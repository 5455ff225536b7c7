import type {
  EscalationPolicyChange,
  EscalationPolicyWish,
  EscalationTarget,
} from "@vigie/shared/escalation-policy.ts";
import type { IdPrefix } from "@vigie/shared/ids.ts";
import type { Refusal } from "@vigie/shared/problems.ts";
import { wrongSteps } from "../domain/escalation-policy.ts";
import type { EscalationPolicyRow, Unit } from "../registry/registry.ts";
import { conflict, notFound, type Outcome } from "./acts.ts";
import type { Ledger } from "./ledger.ts";
import { unknownCustomer } from "./notice-customers.ts";

/**
 * Who is woken where nobody takes a ticket, as people write it. Whatever is changed, the tickets that
 * nobody took are looked at again soon after. Refuses with `not_found`, `version_conflict` or
 * `escalation_policy_invalid`.
 */
export interface EscalationPolicyKeeper {
  add(wish: EscalationPolicyWish): Promise<{ readonly id: string } | Refusal>;
  change(id: string, change: EscalationPolicyChange, version: number): Promise<Outcome>;
  remove(id: string, version: number): Promise<Outcome>;
}

/** Each ticket that nobody took is held against all of them. */
const POLICIES_MAX = 200;

type Tools = {
  readonly ledger: Ledger;
  readonly newId: (prefix: IdPrefix) => string;
};

export function createEscalationPolicyKeeper({ ledger, newId }: Tools): EscalationPolicyKeeper {
  return {
    add: (wish) =>
      ledger.write(async ({ unit }) => {
        if ((await unit.onCall.policies()).length >= POLICIES_MAX) {
          return invalid(`there are ${POLICIES_MAX} policies already; change one of them`);
        }
        const row: EscalationPolicyRow = { ...EMPTY, ...wish, id: newId("esc"), key: null };
        const wrong = await wrongPolicy(unit, row);
        if (wrong !== undefined) return invalid(wrong);
        await unit.onCall.addPolicy(row);
        await unit.onCall.lookAgain();
        return { id: row.id };
      }),

    change: (id, change, version) =>
      ledger.write(async ({ unit }): Promise<Outcome> => {
        const before = await unit.onCall.findPolicy(id);
        if (before === undefined) return notFound(id);
        if (before.version !== version) return conflict(before.version);
        const row: EscalationPolicyRow = { ...before, ...change };
        const wrong = await wrongPolicy(unit, row);
        if (wrong !== undefined) return invalid(wrong);
        if (!(await unit.onCall.changePolicy(row))) return conflict(version);
        await unit.onCall.lookAgain();
        return { done: true };
      }),

    remove: (id, version) =>
      ledger.write(async ({ unit }): Promise<Outcome> => {
        const before = await unit.onCall.findPolicy(id);
        if (before === undefined) return notFound(id);
        if (!(await unit.onCall.removePolicy(id, version))) return conflict(before.version);
        await unit.onCall.lookAgain();
        return { done: true };
      }),
  };
}

const HALF_AN_HOUR = 30;

const EMPTY = {
  enabled: true,
  customerIds: [],
  priorities: [],
  repeats: 0,
  repeatAfterMinutes: HALF_AN_HOUR,
  version: 1,
};

async function wrongPolicy(unit: Unit, row: EscalationPolicyRow): Promise<string | undefined> {
  const wrong = wrongSteps(row.steps) ?? (await unknownCustomer(unit, row));
  if (wrong !== undefined) return wrong;
  for (const [place, { to }] of row.steps.entries()) {
    const unknown = await unknownTarget(unit, to);
    if (unknown !== undefined) return `steps[${place}].to.${unknown}`;
  }
  return undefined;
}

async function unknownTarget(
  { staff, onCall }: Unit,
  to: EscalationTarget,
): Promise<string | undefined> {
  switch (to.tells) {
    case "rota": {
      const rota = await onCall.findRota(to.rotaId);
      return rota === undefined ? `rotaId: there is no rota ${to.rotaId}` : undefined;
    }
    case "staff": {
      const [person] = await staff.staff({ ids: [to.staffId], active: true, limit: 1 });
      return person === undefined
        ? `staffId: nobody who is here has the id ${to.staffId}`
        : undefined;
    }
    case "team": {
      const [team] = await staff.teams({ ids: [to.teamId], limit: 1 });
      return team === undefined ? `teamId: there is no team ${to.teamId}` : undefined;
    }
    case "on_call":
    case "role":
      return undefined;
  }
}

function invalid(detail: string): Refusal {
  return { problem: "escalation_policy_invalid", detail };
}
