import { Button, TextInput } from "@mantine/core";
import type { ContractVariable } from "@vigie/shared/contract-version.ts";
import { useState } from "react";
import { ApiProblem } from "../api/problem.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { DiscardDraft } from "./discard-draft.tsx";
import { isComplete, type Missing } from "./draft-missing.ts";
import type { ContractReading } from "./reading.ts";
import type { Draft } from "./use-draft.ts";
import { VariableField } from "./variable-field.tsx";

/** What a draft still lacks, and what is filled in here: its values, its days. */
export function DraftPanel(props: { readonly reading: ContractReading; readonly draft: Draft }) {
  const { reading, draft } = props;
  const { words } = useWords();
  const { content, change, missing } = draft.editing;
  return (
    <section className="section" aria-labelledby="draft-title">
      <h2 id="draft-title">{words.draft.title}</h2>
      <MissingList missing={missing} />
      <form
        className="draft-form"
        onSubmit={(submit) => {
          submit.preventDefault();
          draft.save();
        }}
      >
        <Variables {...props} />
        <DayField
          label={words.draft.effectiveOn}
          description={words.draft.effectiveHint}
          isMissing={missing.effectiveDay}
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
      <DiscardDraft reading={reading} draft={draft} />
    </section>
  );
}

/** The blanks that were empty when the draft was last saved, then all others, folded. */
function Variables({
  reading,
  draft,
}: {
  readonly reading: ContractReading;
  readonly draft: Draft;
}) {
  const { words } = useWords();
  const { content, change } = draft.editing;
  const { variables } = content;
  // Kept as it was: a field that moves while somebody writes in it is lost.
  const [empty] = useState(() => new Set(variables.filter(isEmpty).map(({ name }) => name)));
  const first = variables.filter(({ name }) => empty.has(name));
  const others = variables.filter(({ name }) => !empty.has(name));
  const fields = (some: readonly ContractVariable[]) =>
    some.map((variable) => (
      <VariableField
        key={variable.name}
        variable={variable}
        language={reading.contract.language}
        currency={content.clauses.pricing.currency}
        onChange={(value) =>
          change({
            ...content,
            variables: variables.map((other) =>
              other.name === variable.name ? { ...other, value } : other,
            ),
          })
        }
      />
    ));
  return (
    <>
      {first.length > 0 && <h3>{words.draft.values}</h3>}
      {fields(first)}
      {others.length > 0 && (
        <details className="fold">
          <summary>{words.draft.filled({ n: others.length })}</summary>
          <div className="draft-fields">{fields(others)}</div>
        </details>
      )}
    </>
  );
}

function isEmpty({ value }: ContractVariable): boolean {
  return value === null;
}

function MissingList({ missing }: { readonly missing: Missing }) {
  const { words } = useWords();
  const { variables, clauses, effectiveDay, problem } = missing;
  const isFilled = variables === 0 && clauses.length === 0 && !effectiveDay;
  return (
    <>
      {isComplete(missing) && (
        <p>
          <span className="shape shape-fine" />
          {words.draft.complete}
        </p>
      )}
      {!isFilled && (
        <>
          <p>{words.draft.missing}</p>
          <ul className="missing">
            {variables > 0 && <li>{words.draft.variables({ n: variables })}</li>}
            {clauses.length > 0 && <ClausesToReview clauses={clauses} />}
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

/** How many, and a way to each: on a phone they are far down. */
function ClausesToReview({ clauses }: Pick<Missing, "clauses">) {
  const { words } = useWords();
  return (
    <li>
      {words.draft.clauses({ n: clauses.length })}
      <ul className="missing-clauses">
        {clauses.map((clause) => (
          <li key={clause}>
            <a href={`#clause-${clause}`}>{words.clauses.name[clause]}</a>
          </li>
        ))}
      </ul>
    </li>
  );
}

function DraftButtons({ draft }: { readonly draft: Draft }) {
  const { words } = useWords();
  const { error, isBusy, isChanged, editing } = draft;
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
          disabled={!isComplete(editing.missing)}
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
  readonly isMissing?: boolean;
  readonly value: string | null | undefined;
  readonly onChange: (day: string | null) => void;
}) {
  const { label, description, isMissing = false, value, onChange } = props;
  return (
    <TextInput
      type="date"
      label={label}
      {...(description !== undefined && { description })}
      className={isMissing ? "to-fill" : undefined}
      value={value ?? ""}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === "" ? null : currentTarget.value)
      }
    />
  );
}
