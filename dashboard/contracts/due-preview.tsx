import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { navigate, toContracts, useAddress } from "../address.ts";
import { useParts } from "../parts.tsx";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";
import { DueAnswer } from "./due-answer.tsx";
import { toPreviewWish } from "./due-question.ts";
import { toLocalTime } from "./local-time.ts";
import type { DueQuestion } from "./place.ts";
import { usePreview } from "./questions.ts";
import { type ContractReading, clausesOf } from "./reading.ts";

/** "When would it be due?": the question is in the address, so that the answer can be sent. */
export function DuePreview({ reading }: { readonly reading: ContractReading }) {
  const { words } = useWords();
  const { contracts: place } = useAddress();
  const question = place?.page === "contract" ? place.due : undefined;

  function ask(due: DueQuestion): void {
    if (place?.page === "contract") navigate(toContracts({ ...place, due }));
  }

  return (
    <section className="section" aria-labelledby="due-title">
      <h2 id="due-title">{words.due.title}</h2>
      <p className="small muted">{words.due.about}</p>
      <Question key={JSON.stringify(question)} {...{ reading, question }} onAsk={ask} />
      {question !== undefined && <Answer {...{ reading, question }} />}
    </section>
  );
}

function Question(props: {
  readonly reading: ContractReading;
  readonly question: DueQuestion | undefined;
  readonly onAsk: (question: DueQuestion) => void;
}) {
  const { reading, question, onAsk } = props;
  const { clock } = useParts();
  const { words } = useWords();
  const { levels, term } = clausesOf(reading);
  const [first = 1, ...rest] = levels.map(({ priority }) => priority).sort((a, b) => a - b);
  const [asked, setAsked] = useState<DueQuestion>(
    () =>
      question ?? {
        priority: first,
        at: toLocalTime(clock.now(), term.timeZone),
        pausedFrom: undefined,
        pausedTo: undefined,
      },
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    onAsk(asked);
  }

  return (
    <form className="due-form" onSubmit={submit}>
      <NativeSelect
        label={words.due.priority}
        value={String(asked.priority)}
        data={[first, ...rest].map((priority) => ({
          value: String(priority),
          label: words.clauses.priority({ priority }),
        }))}
        onChange={({ currentTarget }) =>
          setAsked({ ...asked, priority: Number(currentTarget.value) })
        }
      />
      <Times asked={asked} onChange={setAsked} />
      <div className="due-ask">
        <Button type="submit" size="sm">
          {words.due.ask}
        </Button>
        <span className="small muted">{words.due.zone({ zone: term.timeZone })}</span>
      </div>
    </form>
  );
}

function Times(props: {
  readonly asked: DueQuestion;
  readonly onChange: (asked: DueQuestion) => void;
}) {
  const { asked, onChange } = props;
  const { words } = useWords();
  return (
    <>
      <TimeField
        label={words.due.at}
        isRequired
        value={asked.at}
        onChange={(at) => onChange({ ...asked, at: at ?? "" })}
      />
      <TimeField
        label={words.due.pausedFrom}
        value={asked.pausedFrom}
        onChange={(pausedFrom) => onChange({ ...asked, pausedFrom })}
      />
      <TimeField
        label={words.due.pausedTo}
        value={asked.pausedTo}
        onChange={(pausedTo) => onChange({ ...asked, pausedTo })}
      />
      <p className="small muted due-hint">{words.due.pauseHint}</p>
    </>
  );
}

function TimeField(props: {
  readonly label: string;
  readonly isRequired?: boolean;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}) {
  const { label, isRequired = false, value, onChange } = props;
  return (
    <TextInput
      type="datetime-local"
      label={label}
      required={isRequired}
      withAsterisk={false}
      value={value ?? ""}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === "" ? undefined : currentTarget.value.slice(0, 16))
      }
    />
  );
}

function Answer(props: { readonly reading: ContractReading; readonly question: DueQuestion }) {
  const { reading, question } = props;
  const { words } = useWords();
  const asked = toPreviewWish(reading, question);
  const preview = usePreview("wish" in asked ? asked.wish : undefined);
  if ("unanswerable" in asked) {
    return (
      <p className="notice" role="alert">
        <span className="shape shape-attention" />
        {words.due[asked.unanswerable]}
      </p>
    );
  }
  if (preview.error !== null) {
    return <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} />;
  }
  if (preview.data === undefined) return <p className="quiet">{words.problems.reading}</p>;
  return <DueAnswer {...{ reading, question }} preview={preview.data} />;
}
