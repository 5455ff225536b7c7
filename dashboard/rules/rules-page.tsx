import { Button } from "@mantine/core";
import type { RuleDocument } from "@vigie/shared/rule.ts";
import { useState } from "react";
import { navigate, toDesk } from "../address.ts";
import { Beside } from "../desk/beside.tsx";
import { PageTitle } from "../desk/page-title.tsx";
import { Link } from "../link.tsx";
import { useRules } from "../queries.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { toConditionText } from "./condition-words.ts";
import { NewRule } from "./new-rule.tsx";
import { RulePanel } from "./rule-panel.tsx";

/** What Vigie watches for, and from when it is an alert. */
export function RulesPage({ chosenId }: { readonly chosenId: string | undefined }) {
  const { words } = useWords();
  const { data, error, refetch } = useRules();
  const [isAdding, setAdding] = useState(false);
  const rules = data?.items ?? [];
  return (
    <>
      <PageTitle>{words.desk.pages.rules}</PageTitle>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <div className="settings">
        <div className="settings-list">
          <p className="quiet">{words.rules.about}</p>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              setAdding(true);
              choose(undefined);
            }}
          >
            {words.rules.new}
          </Button>
          <RuleList rules={rules} chosenId={chosenId} />
        </div>
        <Chosen
          rule={rules.find(({ id }) => id === chosenId)}
          isAdding={isAdding && chosenId === undefined}
          onLeave={() => setAdding(false)}
        />
      </div>
    </>
  );
}

function choose(chosenId: string | undefined): void {
  navigate(toDesk({ page: "rules", ...(chosenId !== undefined && { chosenId }) }));
}

/** The rule that the address names, or a new one. */
function Chosen(props: {
  readonly rule: RuleDocument | undefined;
  readonly isAdding: boolean;
  readonly onLeave: () => void;
}) {
  const { rule, isAdding, onLeave } = props;
  if (isAdding) {
    const onKept = (id: string): void => {
      onLeave();
      choose(id);
    };
    return (
      <Beside key="new">
        <NewRule {...{ onKept, onLeave }} />
      </Beside>
    );
  }
  if (rule === undefined) return null;
  return (
    <Beside key={rule.id}>
      <RulePanel key={`${rule.id} ${rule.version}`} rule={rule} onLeave={() => choose(undefined)} />
    </Beside>
  );
}

function RuleList(props: {
  readonly rules: readonly RuleDocument[];
  readonly chosenId: string | undefined;
}) {
  const { rules, chosenId } = props;
  const reader = useWords();
  const { words, language } = reader;
  return (
    <ul className="plain-list entries">
      {rules.map((rule) => (
        <li key={rule.id} data-chosen={rule.id === chosenId}>
          <p>
            <Link
              to={toDesk({ page: "rules", chosenId: rule.id })}
              className="row-button"
              isCurrent={rule.id === chosenId}
            >
              {rule.label[language]}
            </Link>
            {!rule.enabled && <span className="tag">{words.rules.off}</span>}
            {!rule.opensTicket && <span className="tag">{words.rules.noTicket}</span>}
          </p>
          <p className="small figures">{toConditionText(rule, reader)}</p>
        </li>
      ))}
    </ul>
  );
}
