import { LEVELS, type Level } from "@vigie/shared/contract.ts";
import { TICKET_TYPES, type TicketType } from "@vigie/shared/ticket.ts";
import { Choice, TextField, toChoices } from "../desk/fields.tsx";
import { useWords } from "../words/words.tsx";

/** What is said of a ticket wherever it is opened or changed: its subject, of what type it is, how much it weighs. */

export const TITLE_LENGTH_MAX = 200;

export function TitleField(props: {
  readonly title: string;
  readonly required?: boolean;
  readonly error?: string | false;
  readonly onTitle: (title: string) => void;
}) {
  const { title, onTitle, ...rest } = props;
  const { words } = useWords();
  return (
    <TextField
      {...rest}
      label={words.opening.title}
      value={title}
      maxLength={TITLE_LENGTH_MAX}
      onText={onTitle}
    />
  );
}

type Size = { readonly size?: "xs" };

export function TypeChoice(
  props: Size & { readonly type: TicketType; readonly onType: (type: TicketType) => void },
) {
  const { type, onType, ...rest } = props;
  const { words } = useWords();
  return (
    <Choice
      {...rest}
      label={words.ticket.type}
      value={type}
      options={toChoices(TICKET_TYPES, words.queue.type)}
      onChoose={onType}
    />
  );
}

export type Weight = { readonly impact: Level; readonly urgency: Level };

export function WeightChoices(
  props: Size & { readonly weight: Weight; readonly onWeight: (change: Partial<Weight>) => void },
) {
  const { weight, onWeight, ...rest } = props;
  const { words } = useWords();
  return (
    <>
      <Choice
        {...rest}
        label={words.ticket.impact}
        value={weight.impact}
        options={toChoices(LEVELS, words.clauses.level)}
        onChoose={(impact) => onWeight({ impact })}
      />
      <Choice
        {...rest}
        label={words.ticket.urgency}
        value={weight.urgency}
        options={toChoices(LEVELS, words.clauses.urgencyLevel)}
        onChoose={(urgency) => onWeight({ urgency })}
      />
    </>
  );
}
