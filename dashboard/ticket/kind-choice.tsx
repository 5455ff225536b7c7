import { TIME_KINDS, type TimeKind } from "@vigie/shared/work.ts";
import { Choice, toChoices } from "../desk/fields.tsx";
import { useWords } from "../words/words.tsx";

/** Work, or the way to it: they are paid apart. */
export function KindChoice(props: {
  readonly kind: TimeKind;
  readonly onChoose: (kind: TimeKind) => void;
}) {
  const { words } = useWords();
  return (
    <Choice
      size="xs"
      aria-label={words.time.what}
      value={props.kind}
      options={toChoices(TIME_KINDS, words.time.kind)}
      onChoose={props.onChoose}
    />
  );
}
