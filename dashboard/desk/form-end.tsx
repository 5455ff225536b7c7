import { Button } from "@mantine/core";
import { useWords } from "../words/words.tsx";
import { ActProblem } from "./act-problem.tsx";

/** The end of a form: keep what is filled in, or leave it; and why it was not kept. */
export function FormEnd(props: {
  readonly of: { readonly isBusy: boolean; readonly error: Error | null };
  /** What keeping is called here. */
  readonly label?: string;
  readonly onLeave: () => void;
}) {
  const { of: saving, label, onLeave } = props;
  const { words } = useWords();
  return (
    <>
      <div className="buttons">
        <Button type="submit" size="sm" loading={saving.isBusy}>
          {label ?? words.desk.save}
        </Button>
        <Button size="sm" variant="default" onClick={onLeave}>
          {words.desk.leave}
        </Button>
      </div>
      <ActProblem error={saving.error} />
    </>
  );
}
