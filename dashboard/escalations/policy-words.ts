import type {
  EscalationPolicyDocument,
  EscalationPolicyStep,
  EscalationTarget,
} from "@vigie/shared/escalation-policy.ts";
import type { Words } from "../words/words.tsx";

/** An escalation policy in one sentence, and whom its steps tell. */

type Reader = Pick<Words, "words" | "formats">;
type Named = { readonly id: string; readonly name: string };

/** What steps may name, as far as it is known. */
export type Known = {
  readonly rotas: readonly Named[];
  readonly teams: readonly Named[];
  readonly staff: readonly Named[];
};

const MINUTE_S = 60;

/** What a person called it, else what it does. */
export function toPolicyName(
  { name, label }: Pick<EscalationPolicyDocument, "name" | "label">,
  { language }: Pick<Words, "language">,
): string {
  return name ?? label[language];
}

/** P1: 15 min → dispatchers, 30 min → administrators, then again once, 1 h later. */
export function toPolicyText(
  policy: Pick<
    EscalationPolicyDocument,
    "priorities" | "customerIds" | "steps" | "repeats" | "repeatAfterMinutes"
  >,
  known: Known,
  reader: Reader,
): string {
  const { words, formats } = reader;
  const { repeats, repeatAfterMinutes } = policy;
  const parts = policy.steps.map((step) => toStepText(step, known, reader));
  if (repeats > 0) {
    const after = formats.budget(repeatAfterMinutes * MINUTE_S);
    parts.push(words.escalations.again({ n: repeats, after }));
  }
  return words.escalations.says({ scope: toScopeText(policy, reader), steps: parts.join(", ") });
}

function toScopeText(
  { priorities, customerIds }: Pick<EscalationPolicyDocument, "priorities" | "customerIds">,
  { words, formats }: Reader,
): string {
  const some = priorities.map((priority) => words.clauses.priority({ priority }));
  const n = customerIds.length;
  return words.escalations.of({
    priorities: some.length === 0 ? words.escalations.allPriorities : formats.list(some),
    customers: n === 0 ? "" : words.escalations.someCustomers({ n }),
  });
}

function toStepText({ afterMinutes, to }: EscalationPolicyStep, known: Known, reader: Reader) {
  const { words, formats } = reader;
  const after =
    afterMinutes === 0 ? words.escalations.atOnce : formats.budget(afterMinutes * MINUTE_S);
  return words.escalations.step({ after, who: toTargetText(to, known, reader) });
}

/** Whom a step tells; what is gone is said to be. */
export function toTargetText(
  to: EscalationTarget,
  { rotas, teams, staff }: Known,
  { words: { escalations } }: Pick<Reader, "words">,
): string {
  const nameOf = (some: readonly Named[], id: string) => some.find((one) => one.id === id)?.name;
  switch (to.tells) {
    case "on_call":
      return escalations.onCall;
    case "rota": {
      const name = nameOf(rotas, to.rotaId);
      return name === undefined ? escalations.gone : escalations.rota({ name });
    }
    case "staff":
      return nameOf(staff, to.staffId) ?? escalations.gone;
    case "team": {
      const name = nameOf(teams, to.teamId);
      return name === undefined ? escalations.gone : escalations.team({ name });
    }
    case "role":
      return escalations.roles[to.role];
  }
}
