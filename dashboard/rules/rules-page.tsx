import type { RuleDocument } from "@vigie/shared/rule.ts";
import { useState } from "react";
import { PageTitle } from "../desk/page-title.tsx";
import { useRules } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { toConditionText } from "./condition-words.ts";
import { RulePanel } from "./rule-panel.tsx";

/** What Vigie watches for, and from when it is an alert. */
export function RulesPage() {
  const { words } = useWords();
  const { data, error, refetch } = useRules();
  const [chosen, setChosen] = useState<string>();
  const rules = data?.items ?? [];
  const rule = rules.find(({ id }) => id === chosen);
  return (
    <>
      <PageTitle>{words.desk.pages.rules}</PageTitle>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <div className="settings">
        <div className="settings-list">
          <RuleList rules={rules} onChoose={setChosen} />
        </div>
        {rule !== undefined && (
          <RulePanel
            key={`${rule.id} ${rule.version}`}
            rule={rule}
            onLeave={() => setChosen(undefined)}
          />
        )}
      </div>
    </>
  );
}

function RuleList(props: {
  readonly rules: readonly RuleDocument[];
  readonly onChoose: (id: string) => void;
}) {
  const { rules, onChoose } = props;
  const reader = useWords();
  const { words, language } = reader;
  return (
    <ul className="plain-list entries">
      {rules.map((rule) => (
        <li key={rule.id}>
          <p>
            <button type="button" className="row-button" onClick={() => onChoose(rule.id)}>
              {rule.label[language]}
            </button>
            {!rule.enabled && <span className="tag">{words.rules.off}</span>}
            {!rule.opensTicket && <span className="tag">{words.rules.noTicket}</span>}
          </p>
          <p className="small figures">{toConditionText(rule, reader)}</p>
        </li>
      ))}
    </ul>
  );
}
