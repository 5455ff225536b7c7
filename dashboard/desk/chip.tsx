/** A word that can be taken away. */
export function Chip(props: {
  readonly says: string;
  /** What taking it away is called, for who hears the page. */
  readonly takes: string;
  readonly onTake: () => void;
}) {
  const { says, takes, onTake } = props;
  return (
    <button type="button" className="chip" onClick={onTake}>
      {says}
      <span aria-hidden="true"> ×</span>
      <span className="unseen">{takes}</span>
    </button>
  );
}
