import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { NoticeRuleDocument } from "@vigie/shared/notice-rule.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { Check } from "../desk/checks.tsx";
import { Removal } from "../desk/removal.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";
import { useAudiences } from "./audiences.ts";
import { toAudienceKey } from "./rule-filled.ts";

type OnFill = { readonly onFill: (rule: NoticeRuleDocument | undefined) => void };

/** Which people are told what, each a rule that can be switched off. */
export function NoticeRules({ onFill }: OnFill) {
  const { settings } = useParts().api;
  const { words } = useWords();
  const { data, error } = useQuery({
    queryKey: ["notice-rules"],
    queryFn: ({ signal }) => settings.noticeRules(signal),
  });
  return (
    <section className="section" aria-labelledby="notice-rules-title">
      <h2 id="notice-rules-title">{words.notices.rules}</h2>
      <ul className="plain-list entries">
        {data?.items.map((rule) => (
          <Rule key={rule.id} {...{ rule, onFill }} />
        ))}
      </ul>
      <ActProblem error={error} />
      <Button size="xs" variant="default" onClick={() => onFill(undefined)}>
        {words.notices.told.new}
      </Button>
    </section>
  );
}

const RULE_KEYS = ["notice-rules"] as const;

function Rule({ rule, onFill }: OnFill & { readonly rule: NoticeRuleDocument }) {
  const { settings } = useParts().api;
  const { words, formats, language } = useWords();
  const audiences = useAudiences();
  const name = rule.name ?? rule.label[language];
  const switching = useSaving<boolean>({
    work: (enabled) => settings.changeNoticeRule(rule, { enabled }),
    refreshes: RULE_KEYS,
  });
  const removing = useSaving({
    work: () => settings.removeNoticeRule(rule),
    refreshes: RULE_KEYS,
  });
  const to = toAudienceKey(rule.to);
  const says = [
    audiences.find(({ value }) => value === to)?.label,
    formats.list(rule.kinds.map((kind) => words.notices.kind[kind])),
    formats.list(rule.channels.map((channel) => words.notices.channel[channel])),
    rule.priorities.length > 0 && formats.list(rule.priorities.map((priority) => `P${priority}`)),
    rule.customerIds.length > 0 && words.notices.told.someCustomers({ n: rule.customerIds.length }),
  ];
  return (
    <li>
      <Check label={name} checked={rule.enabled} onChange={switching.run} />
      <p className="small muted">
        {says.filter((part) => part !== false && part !== undefined).join(" · ")}
      </p>
      <p className="alert-acts">
        <button type="button" className="text-button" onClick={() => onFill(rule)}>
          {words.desk.edit}
          <span className="unseen">{name}</span>
        </button>
        {rule.key === null && (
          <Removal of={removing} label={words.notices.told.remove} name={name} />
        )}
      </p>
      <ActProblem error={switching.error ?? removing.error} />
    </li>
  );
}
