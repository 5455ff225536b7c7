import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { TemplateSummary } from "@vigie/shared/contract-template.ts";
import { LANGUAGES } from "@vigie/shared/problems.ts";
import { PageProblem, PageWords, ProblemNotice } from "../shell/problem-notice.tsx";
import { useTitle } from "../use-title.ts";
import { useWords } from "../words/words.tsx";
import { CustomerChoice } from "./customer-choice.tsx";
import { useTemplates } from "./questions.ts";
import { TemplateChoice } from "./template-choice.tsx";
import { type Start, useStart } from "./use-start.ts";

const NUMBER_LENGTH_MAX = 64;
const NAME_LENGTH_MAX = 200;

/** A contract from a template: whose it is and what it is called; everything else is in the draft. */
export function NewContract() {
  const { words } = useWords();
  const templates = useTemplates();
  useTitle(words.contracts.new);
  if (templates.data !== undefined) return <StartForm templates={templates.data.items} />;
  if (templates.error === null) return <PageWords>{words.problems.reading}</PageWords>;
  return <PageProblem error={templates.error} onRetry={() => void templates.refetch()} />;
}

function StartForm({ templates }: { readonly templates: readonly TemplateSummary[] }) {
  const { words } = useWords();
  const start = useStart(templates);
  const { filled, fill } = start;
  return (
    <form
      className="start"
      onSubmit={(submit) => {
        submit.preventDefault();
        start.create();
      }}
    >
      <h1>{words.contracts.new}</h1>
      <TemplateChoice
        templates={templates}
        chosen={filled.template}
        without={filled.without}
        onChoose={(template, without) => fill({ template, without })}
      />
      <CustomerChoice
        chosen={filled.customer}
        problem={start.isLacking("customer") && words.start.needed}
        onChoose={(customer) => fill({ customer })}
      />
      <Names start={start} />
      <div>
        <Button type="submit" loading={start.isBusy}>
          {words.start.create}
        </Button>
        <p className="small muted">{words.start.after}</p>
      </div>
      {start.error !== null && <ProblemNotice error={start.error} />}
    </form>
  );
}

function Names({ start }: { readonly start: Start }) {
  const { words } = useWords();
  const { filled, fill, wish } = start;
  return (
    <>
      <TextInput
        label={words.start.number}
        value={filled.number}
        maxLength={NUMBER_LENGTH_MAX}
        error={start.isLacking("number") && words.start.needed}
        onChange={({ currentTarget }) => fill({ number: currentTarget.value })}
      />
      <TextInput
        label={words.start.name}
        value={filled.name ?? wish.name}
        maxLength={NAME_LENGTH_MAX}
        error={start.isLacking("name") && words.start.needed}
        onChange={({ currentTarget }) => fill({ name: currentTarget.value })}
      />
      <NativeSelect
        label={words.start.language}
        value={wish.language}
        data={LANGUAGES.map((value) => ({ value, label: words.start.languages[value] }))}
        onChange={({ currentTarget }) =>
          fill({ language: LANGUAGES.find((value) => value === currentTarget.value) })
        }
      />
    </>
  );
}
