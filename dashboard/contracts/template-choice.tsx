import type { ContractWish } from "@vigie/shared/contract-acts.ts";
import type { TemplateSummary } from "@vigie/shared/contract-template.ts";
import { useWords } from "../words/words.tsx";

type Without = NonNullable<ContractWish["without"]>;

/** Which whole contract to start from, and which of its optional clauses to leave out. */
export function TemplateChoice(props: {
  readonly templates: readonly TemplateSummary[];
  readonly chosen: TemplateSummary | undefined;
  readonly without: Without;
  readonly onChoose: (template: TemplateSummary, without: Without) => void;
}) {
  const { templates, chosen, without, onChoose } = props;
  const { words, language } = useWords();
  return (
    <>
      <fieldset className="choices">
        <legend>{words.start.template}</legend>
        {templates.map((template) => (
          <label key={template.key} className="choice-line">
            <input
              type="radio"
              name="template"
              checked={chosen?.key === template.key}
              onChange={() => onChoose(template, [])}
            />
            <span>
              <b>{template.name[language]}</b>
              <span className="muted small">{template.summary[language]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {chosen !== undefined && chosen.optional.length > 0 && (
        <fieldset className="choices choices-row">
          <legend>{words.start.optional}</legend>
          {chosen.optional.map((clause) => {
            const isIn = !without.includes(clause);
            const others = without.filter((name) => name !== clause);
            return (
              <label key={clause} className="choice-line">
                <input
                  type="checkbox"
                  checked={isIn}
                  onChange={() => onChoose(chosen, isIn ? [...others, clause] : others)}
                />
                {words.clauses.name[clause]}
              </label>
            );
          })}
        </fieldset>
      )}
    </>
  );
}
