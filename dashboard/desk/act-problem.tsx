import { ApiProblem } from "../api/problem.ts";
import { ProblemNotice } from "../shell/problem-notice.tsx";
import { useWords } from "../words/words.tsx";

/** Why an act was not done; nothing when it was. That somebody was faster is no fault of anybody's. */
export function ActProblem({ error }: { readonly error: Error | null }) {
  const { words } = useWords();
  if (error === null) return null;
  const isConflict = error instanceof ApiProblem && error.code === "version_conflict";
  if (!isConflict) return <ProblemNotice error={error} />;
  return (
    <p className="notice" role="alert">
      <span className="shape shape-attention" />
      {words.acts.conflict}
    </p>
  );
}
