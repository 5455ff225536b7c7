import type { Database } from "./database.ts";
import { createWatches } from "./escalation-watches.ts";
import { createPresetRows } from "./preset-rows.ts";
import type { EscalationPolicyRow, OnCall } from "./registry.ts";
import { createRotas } from "./rotas.ts";

/** Who is on call, who is woken where nobody takes a ticket, and the tickets that nobody took yet. */
export function createOnCall(db: Database): OnCall {
  return { ...createRotas(db), ...createPolicies(db), ...createWatches(db) };
}

/** Tickets may be under a policy that is removed: it is no longer listed, and the sweep finds them another one. */
function createPolicies(
  db: Database,
): Pick<
  OnCall,
  "addMissingPolicies" | "addPolicy" | "policies" | "findPolicy" | "changePolicy" | "removePolicy"
> {
  const policies = createPresetRows<EscalationPolicyRow>(db, "escalationPolicy");
  return {
    addMissingPolicies: policies.addMissing,
    addPolicy: policies.add,
    policies: policies.all,
    findPolicy: policies.find,
    changePolicy: policies.change,
    removePolicy: policies.remove,
  };
}
