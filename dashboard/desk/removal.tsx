import { useState } from "react";
import { useWords } from "../words/words.tsx";

/** Takes something away for good: asked once more, for a slip of the hand is not undone. */
export function Removal(props: {
  readonly of: { readonly run: () => void; readonly isBusy: boolean };
  readonly label: string;
  /** What goes, for who hears the page. */
  readonly name: string;
}) {
  const { of: removing, label, name } = props;
  const { words } = useWords();
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <button type="button" className="text-button" onClick={() => setAsked(true)}>
        {label}
        <span className="unseen">{name}</span>
      </button>
    );
  }
  return (
    <>
      <button
        type="button"
        className="text-button attention"
        disabled={removing.isBusy}
        onClick={() => removing.run()}
      >
        {words.desk.surely}
        <span className="unseen">{name}</span>
      </button>
      <button type="button" className="text-button" onClick={() => setAsked(false)}>
        {words.desk.leave}
      </button>
    </>
  );
}
