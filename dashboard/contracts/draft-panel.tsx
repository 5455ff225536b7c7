import { Button, TextInput } from "@mantine/core";
import { CLAUSES } from "@vigie/shared/contract.ts";
import { ApiProblem } from "../api/problem.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import type { ContractReading } from "./reading.ts";
import type { Draft } from "./use-draft.ts";
import { VariableField } from "./variable-field.tsx";

/** What a draft still lacks, and what is filled in here: its values, its days. */
export function DraftPanel(props: { readonly reading: ContractReading; readonly draft: Draft }) {
  const { reading, draft } = props;
  const { words } = useWords();
  const { content, change } = draft.editing;
  return (
    <section className="section" aria-labelledby="draft-title">
      <h2 id="draft-title">{words.draft.title}</h2>
      <Missing {...props} />
      <form
        className="draft-form"
        onSubmit={(submit) => {
          submit.preventDefault();
          draft.save();
        }}
      >
        {content.variables.length > 0 && <h3>{words.draft.values}</h3>}
        {content.variables.map((variable) => (
          <VariableField
            key={variable.name}
            {...{ variable }}
            language={reading.contract.language}
            currency={content.clauses.pricing.currency}
            onChange={(value) =>
              change({
                ...content,
                variables: content.variables.map((other) =>
                  other.name === variable.name ? { ...other, value } : other,
                ),
              })
            }
          />
        ))}
        <DayField
          label={words.draft.effectiveOn}
          description={words.draft.effectiveHint}
          value={content.effectiveOn}
          onChange={(effectiveOn) => change({ ...content, effectiveOn })}
        />
        <DayField
          label={words.draft.signedOn}
          value={content.signedOn}
          onChange={(signedOn) => change({ ...content, signedOn })}
        />
        <DraftButtons draft={draft} />
      </form>
    </section>
  );
}

/** Counted on what is on the screen; what is wrong with the clauses, only the collector knows. */
function Missing({ reading, draft }: { readonly reading: ContractReading; readonly draft: Draft }) {
  const { words } = useWords();
  const { variables, clauses, effectiveDay } = missingOf(draft);
  const { problem } = reading.version.missing;
  const [first] = clauses;
  return (
    <>
      {isComplete(draft) ? (
        <p>
          <span className="shape shape-fine" />
          {words.draft.complete}
        </p>
      ) : (
        <>
          <p>{words.draft.missing}</p>
          <ul className="missing">
            {variables > 0 && <li>{words.draft.variables({ n: variables })}</li>}
            {first !== undefined && (
              <li>
                <a href={`#clause-${first}`}>{words.draft.clauses({ n: clauses.length })}</a>
              </li>
            )}
            {effectiveDay && <li>{words.draft.effectiveDay}</li>}
          </ul>
        </>
      )}
      {problem !== null && (
        <p className="notice">
          <span className="shape shape-attention" />
          {problem}
        </p>
      )}
    </>
  );
}

/** What the draft on the screen lacks before it can be put in force. */
export function missingOf({ editing: { content } }: Pick<Draft, "editing">) {
  const reviewed = new Set(content.reviewed);
  return {
    variables: content.variables.filter(({ value }) => value === null).length,
    clauses: CLAUSES.filter((name) => !reviewed.has(name)),
    effectiveDay: (content.effectiveOn ?? null) === null,
  };
}

export function isComplete(draft: Pick<Draft, "editing">): boolean {
  const { variables, clauses, effectiveDay } = missingOf(draft);
  return variables === 0 && clauses.length === 0 && !effectiveDay;
}

function DraftButtons({ draft }: { readonly draft: Draft }) {
  const { words } = useWords();
  const { error, isBusy, isChanged } = draft;
  const isConflict = error instanceof ApiProblem && error.code === "version_conflict";
  return (
    <div className="draft-acts">
      <div className="buttons">
        <Button type="submit" size="sm" variant="default" loading={isBusy} disabled={!isChanged}>
          {words.draft.save}
        </Button>
        <Button
          size="sm"
          loading={isBusy}
          disabled={!isComplete(draft)}
          onClick={() => draft.putInForce()}
        >
          {words.draft.putInForce}
        </Button>
      </div>
      <p className="small muted" role="status">
        {isChanged ? words.draft.unsaved : words.draft.saved}
      </p>
      <p className="small muted">{words.draft.final}</p>
      {isConflict && (
        <div className="notice" role="alert">
          <span className="shape shape-attention" />
          <p>{words.draft.conflict}</p>
          <Button size="xs" variant="default" onClick={() => draft.reload()}>
            {words.draft.reload}
          </Button>
        </div>
      )}
      {error !== null && !isConflict && <ProblemNotice error={error} />}
    </div>
  );
}

function DayField(props: {
  readonly label: string;
  readonly description?: string;
  readonly value: string | null | undefined;
  readonly onChange: (day: string | null) => void;
}) {
  const { label, description, value, onChange } = props;
  return (
    <TextInput
      type="date"
      label={label}
      {...(description !== undefined && { description })}
      value={value ?? ""}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === "" ? null : currentTarget.value)
      }
    />
  );
}
