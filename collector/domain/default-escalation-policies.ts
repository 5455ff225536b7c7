import type { EscalationPolicyDocument } from "@vigie/shared/escalation-policy.ts";

/**
 * Who is woken before anybody has written a policy: a P1 that nobody takes must reach a person. Whoever is
 * on call is woken first; before there is a rota it is the dispatchers.
 */
export type DefaultEscalationPolicy = Omit<
  EscalationPolicyDocument,
  "id" | "name" | "version" | "key"
> & { readonly key: string };

export const DEFAULT_ESCALATION_POLICIES: readonly DefaultEscalationPolicy[] = [
  {
    key: "unacknowledged_p1",
    label: { en: "P1 that nobody takes", fr: "P1 que personne ne prend" },
    enabled: true,
    customerIds: [],
    priorities: [1],
    steps: [
      { afterMinutes: 15, to: { tells: "on_call" } },
      { afterMinutes: 30, to: { tells: "role", role: "administrator" } },
    ],
    repeats: 0,
    repeatAfterMinutes: 60,
  },
];

/** What a policy is called: by a person, else by us. */
export function policyLabelOf({
  key,
  name,
}: Pick<EscalationPolicyDocument, "key" | "name">): EscalationPolicyDocument["label"] {
  if (name !== null) return { en: name, fr: name };
  const known = DEFAULT_ESCALATION_POLICIES.find((policy) => policy.key === key);
  return known?.label ?? { en: key ?? "", fr: key ?? "" };
}
