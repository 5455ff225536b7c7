import { Button } from "@mantine/core";
import type { EscalationPolicyDocument } from "@vigie/shared/escalation-policy.ts";
import { useState } from "react";
import { ActProblem } from "../desk/act-problem.tsx";
import { Beside } from "../desk/beside.tsx";
import { Check } from "../desk/checks.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { Removal } from "../desk/removal.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { PolicyForm } from "./policy-form.tsx";
import { type Known, toPolicyName, toPolicyText } from "./policy-words.ts";
import { useKnown, usePolicies } from "./questions.ts";

/** What is being filled in; no policy = a new one. */
type Filling = { readonly policy: EscalationPolicyDocument | undefined };

/** Who is woken, one after the other, as long as nobody takes a ticket. */
export function EscalationsPage() {
  const { words } = useWords();
  const { data, error, isSuccess, refetch } = usePolicies();
  const known = useKnown();
  const [filling, setFilling] = useState<Filling>();
  const policies = data?.items ?? [];
  return (
    <>
      <PageTitle>{words.desk.pages.escalations}</PageTitle>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <div className="settings">
        <div className="settings-list">
          <p className="quiet">{words.escalations.about}</p>
          <Button size="xs" variant="default" onClick={() => setFilling({ policy: undefined })}>
            {words.escalations.new}
          </Button>
          {isSuccess && policies.length === 0 && <p className="quiet">{words.escalations.none}</p>}
          <ul className="plain-list entries">
            {policies.map((policy) => (
              <Policy key={policy.id} {...{ policy, known }} onFill={setFilling} />
            ))}
          </ul>
        </div>
        {filling !== undefined && (
          <Beside key={filling.policy?.id ?? "new"}>
            <PolicyForm
              policy={filling.policy}
              known={known}
              onDone={() => setFilling(undefined)}
            />
          </Beside>
        )}
      </div>
    </>
  );
}

function Policy(props: {
  readonly policy: EscalationPolicyDocument;
  readonly known: Known;
  readonly onFill: (filling: Filling) => void;
}) {
  const { policy, known, onFill } = props;
  const { onCall } = useParts().api;
  const reader = useWords();
  const { words } = reader;
  const name = toPolicyName(policy, reader);
  const refreshes = ["escalation-policies"];
  const switching = useSaving<boolean>({
    work: (enabled) => onCall.changePolicy(policy, { enabled }),
    refreshes,
  });
  const removing = useSaving({ work: () => onCall.removePolicy(policy), refreshes });
  return (
    <li>
      <p>
        <b>{name}</b>
      </p>
      <p className="figures">{toPolicyText(policy, known, reader)}</p>
      <p className="alert-acts">
        <Check
          label={words.escalations.enabled}
          checked={policy.enabled}
          onChange={switching.run}
        />
        <button type="button" className="text-button" onClick={() => onFill({ policy })}>
          {words.desk.edit}
          <span className="unseen">{name}</span>
        </button>
        <Removal of={removing} label={words.escalations.remove} name={name} />
      </p>
      <ActProblem error={switching.error ?? removing.error} />
    </li>
  );
}
