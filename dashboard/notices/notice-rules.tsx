import { useQuery } from "@tanstack/react-query";
import type { NoticeRuleDocument } from "@vigie/shared/notice-rule.ts";
import { ActProblem } from "../desk/act-problem.tsx";
import { Check } from "../desk/checks.tsx";
import { useSaving } from "../desk/use-saving.ts";
import { useParts } from "../parts.tsx";
import { useWords } from "../words/words.tsx";

/** Who is told what, each a rule that can be switched off. */
export function NoticeRules() {
  const { settings } = useParts().api;
  const { words } = useWords();
  const { data, error } = useQuery({
    queryKey: ["notice-rules"],
    queryFn: ({ signal }) => settings.noticeRules(signal),
  });
  return (
    <section className="settings-form section" aria-labelledby="notice-rules-title">
      <h2 id="notice-rules-title">{words.notices.rules}</h2>
      {data?.items.map((rule) => (
        <Rule key={rule.id} rule={rule} />
      ))}
      <ActProblem error={error} />
    </section>
  );
}

function Rule({ rule }: { readonly rule: NoticeRuleDocument }) {
  const { settings } = useParts().api;
  const { words, formats, language } = useWords();
  const switching = useSaving<boolean>({
    work: (enabled) => settings.switchNoticeRule(rule, enabled),
    refreshes: ["notice-rules"],
  });
  const channels = rule.channels.map((channel) => words.notices.channel[channel]);
  return (
    <div>
      <Check
        label={rule.name ?? rule.label[language]}
        checked={rule.enabled}
        onChange={switching.run}
      />
      <p className="small muted">{formats.list(channels)}</p>
      <ActProblem error={switching.error} />
    </div>
  );
}
